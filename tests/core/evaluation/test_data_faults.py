"""Faults of datasets that a network which reads digits reveals."""

from __future__ import annotations

import numpy as np
import pytest

import resources
from core.data.examples import Examples
from core.evaluation.assessment import assess
from core.evaluation.data_faults import find_data_fault
from core.handwriting.writing import write_digits
from core.network.lenet5 import initialise
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.progress import result_of


@pytest.fixture(scope="module")
def weights():
    return load_weights(resources.path("weights/lenet5.safetensors"))


@pytest.fixture(scope="module")
def digits():
    """Synthetic digits, which the bundled weights read."""
    return Examples(*result_of(write_digits(1500, 1)))


def fault_of(weights, images, labels):
    examples = Examples(np.ascontiguousarray(images), labels.astype(np.uint8))
    return find_data_fault(weights, result_of(assess(weights, examples)))


FAULTS = {
    "exchange rows and columns": lambda images, labels: (images.swapaxes(1, 2), labels),
    "invert them": lambda images, labels: (255 - images, labels),
    "90 degrees to the left": lambda images, labels: (np.rot90(images, -1, (1, 2)), labels),
    "180 degrees": lambda images, labels: (np.rot90(images, 2, (1, 2)), labels),
    "90 degrees to the right": lambda images, labels: (np.rot90(images, 1, (1, 2)), labels),
    "labels seem to be 1 too high": lambda images, labels: (images, (labels + 1) % 10),
    "labels seem to be 7 too high": lambda images, labels: (images, (labels + 7) % 10),
    "belong to the next image": lambda images, labels: (images, np.roll(labels, -1)),
    "belong to the previous image": lambda images, labels: (images, np.roll(labels, 1)),
}


@pytest.mark.parametrize("remedy", FAULTS)
def test_each_fault_is_named_with_the_accuracy_without_it(weights, digits, remedy):
    fault = fault_of(weights, *FAULTS[remedy](digits.images, digits.labels))
    assert remedy in str(fault.remedy)
    plain = result_of(assess(weights, digits)).confusion.accuracy
    assert fault.accuracy == pytest.approx(plain, abs=0.02)


def test_good_data_have_no_fault(weights, digits):
    assert fault_of(weights, digits.images, digits.labels) is None


def test_labels_without_order_have_no_remedy(weights, digits):
    rng = np.random.default_rng(0)
    assert fault_of(weights, digits.images, rng.permutation(digits.labels)) is None


def test_a_network_that_reads_nothing_says_nothing_about_the_data(digits):
    assert fault_of(Weights(initialise(0)), digits.images, digits.labels) is None


def test_digits_that_are_misread_alike_are_not_taken_for_wrong_labels(weights, digits):
    chosen = np.isin(digits.labels, [1, 4])
    images, labels = digits.images[chosen], (digits.labels[chosen] + 3) % 10
    assert fault_of(weights, images, labels) is None
