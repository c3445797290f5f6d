"""Reading a dataset: every example once, and the cells of the matrix."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examples import Examples
from core.evaluation.assessment import Assessment, Rejected, assess
from core.evaluation.confusion import confusion_of
from core.network.lenet5 import initialise
from core.network.weights import Weights
from core.progress import Progress, Stage, result_of
from core.recognition.recognizer import Recognizer
from tests.support.inputs.assessments import assessment_of


@pytest.fixture
def examples(rng):
    images = rng.integers(0, 256, (601, 28, 28)).astype(np.uint8)
    return Examples(images, rng.integers(0, 10, 601).astype(np.uint8))


def test_the_progress_counts_the_examples(examples):
    reported = list(assess(Weights(initialise(2)), examples))
    assert reported == [Progress(Stage.READING, done, 601) for done in (250, 500, 601)]


def test_every_example_is_read(examples):
    weights = Weights(initialise(2))
    assessment = result_of(assess(weights, examples))
    expected = Recognizer(weights).probabilities(examples.images)
    np.testing.assert_allclose(assessment.probabilities, expected, rtol=1e-4, atol=1e-6)
    assert assessment.confusion == confusion_of(examples.labels, assessment.predicted)
    np.testing.assert_array_equal(assessment.confidence, assessment.probabilities.max(axis=1))


def test_the_number_of_threads_changes_no_bit(examples):
    weights = Weights(initialise(2))
    one, three = (result_of(assess(weights, examples, threads)) for threads in (1, 3))
    np.testing.assert_array_equal(one.probabilities, three.probabilities)
    np.testing.assert_array_equal(one.is_unsure, three.is_unsure)


def test_no_examples_are_not_an_error():
    empty = Examples(np.empty((0, 28, 28), np.uint8), np.empty(0, np.uint8))
    assessment = result_of(assess(Weights(initialise(2)), empty))
    assert assessment.confusion.n == 0


@pytest.mark.parametrize(("true", "predicted"), [(3, 5), (3, None), (None, 5), (None, None)])
def test_a_cell_holds_exactly_its_examples_the_surest_first(true, predicted, rng):
    n = 400
    labels = rng.integers(0, 10, n).astype(np.uint8)
    probabilities = rng.dirichlet(np.ones(10), n).astype(np.float32)
    read = probabilities.argmax(axis=1)
    assessment = Assessment(
        Examples(np.zeros((n, 28, 28), np.uint8), labels),
        probabilities,
        read,
        probabilities.max(axis=1),
        probabilities.max(axis=1) < 0.5,
        confusion_of(labels, read),
    )
    places = assessment.cell(true, predicted)
    expected = {
        place
        for place in range(n)
        if true in (None, labels[place]) and predicted in (None, read[place])
    }
    assert set(places) == expected
    assert len(places) == len(expected)
    assert list(assessment.confidence[places]) == sorted(
        assessment.confidence[places], reverse=True
    )


def test_what_is_not_a_digit_is_correct_when_it_is_rejected():
    """Labels 3, 10 rejected, 10 read as 3, and a 7 read as 3."""
    assessment = assessment_of([3, 10, 10, 7], [3, 3, 3, 3], [0.9, 0.4, 0.8, 0.7])
    assert assessment.is_correct.tolist() == [True, True, False, False]
    assert (assessment.correct, assessment.accuracy) == (2, 0.5)
    assert assessment.non_digits == Rejected(1, 2)
    assert (assessment.confusion.n, assessment.confusion.correct) == (2, 1)
    assert assessment.cell(None, 3).tolist() == [0, 3]
    assert assessment.cell(None, None).tolist() == [0, 2, 3, 1]
    digits = assessment.of_digits
    assert digits.examples.labels.tolist() == [3, 7]
    assert digits.confidence.tolist() == pytest.approx([0.9, 0.7])
    assert digits.of_digits is digits
