"""Classification of images."""

from __future__ import annotations

import numpy as np
import pytest

from core.network.lenet5 import initialise
from core.network.losses import softmax
from core.network.model_card import ModelCard
from core.network.weights import Weights
from core.recognition.recognizer import Recognition, Recognizer


@pytest.fixture
def recognizer():
    return Recognizer(Weights(initialise(4)))


def test_a_blank_image_is_not_a_digit(recognizer):
    blank = recognizer.recognize(np.zeros((28, 28), np.float32))
    assert blank.label is None
    assert blank.unsure
    assert blank.confidence == 0
    assert not blank.probabilities.any()


def test_the_label_is_the_most_probable_digit(recognizer, rng):
    image = rng.uniform(0, 1, (28, 28)).astype(np.float32)
    recognition = recognizer.recognize(image)
    assert recognition.probabilities.sum() == pytest.approx(1, abs=1e-5)
    assert recognition.label == recognition.probabilities.argmax()
    assert recognition.confidence == recognition.probabilities.max()
    weights = initialise(4)
    logits, _ = Weights(weights).network.forward(weights, image[None])
    np.testing.assert_allclose(recognition.probabilities, softmax(logits)[0], rtol=1e-5)


@pytest.mark.parametrize(("bias", "unsure"), [(0.0, True), (50.0, False)])
def test_an_answer_without_an_absolute_majority_is_unsure(bias, unsure, rng):
    arrays = {name: np.zeros_like(array) for name, array in initialise(0).items()}
    arrays["output.bias"][7] = bias
    image = rng.uniform(0, 1, (28, 28)).astype(np.float32)
    assert Recognizer(Weights(arrays)).recognize(image).unsure == unsure


@pytest.mark.parametrize(
    ("shares", "unsure", "alternatives"),
    [
        ({1: 0.6, 7: 0.38}, False, (7,)),
        ({7: 0.89, 1: 0.105}, False, (1,)),
        ({1: 0.49, 7: 0.48}, True, (7,)),
        ({1: 0.92, 7: 0.05}, False, ()),
        ({1: 0.4, 7: 0.3, 4: 0.3}, True, ()),
        ({1: 0.6, 7: 0.38}, True, ()),  # Rejected by its energy.
    ],
)
def test_a_digit_that_may_be_another_has_an_alternative(shares, unsure, alternatives):
    probabilities = np.zeros(10, np.float32)
    probabilities[list(shares)] = list(shares.values())
    label = int(probabilities.argmax())
    assert Recognition(probabilities, label, unsure).alternatives == alternatives


def test_a_blank_image_has_no_alternative(recognizer):
    assert recognizer.recognize(np.zeros((28, 28), np.float32)).alternatives == ()


def test_logits_are_divided_by_the_temperature_of_the_card(rng):
    image = rng.uniform(0, 1, (1, 28, 28)).astype(np.float32)
    weights = initialise(4)
    logits, _ = Weights(weights).network.forward(weights, image)
    recognizer = Recognizer(Weights(weights, ModelCard(temperature=0.25)))
    expected = softmax(logits / np.float32(0.25))
    np.testing.assert_allclose(recognizer.probabilities(image), expected, rtol=1e-5)


def test_an_answer_below_the_energy_threshold_is_unsure(rng):
    arrays = {name: np.zeros_like(array) for name, array in initialise(0).items()}
    arrays["output.bias"][:] = -9
    arrays["output.bias"][7] = 3
    image = rng.uniform(0, 1, (28, 28)).astype(np.float32)
    for threshold, unsure in ((None, False), (2.9, False), (3.1, True)):
        weights = Weights(arrays, ModelCard(energy_threshold=threshold))
        recognition = Recognizer(weights).recognize(image)
        assert (recognition.label, recognition.unsure) == (7, unsure)
        assert recognition.confidence > 0.99
        assert Recognizer(weights).judge(image[None])[1].tolist() == [unsure]


def test_bytes_are_divided_by_255(recognizer, rng):
    images = rng.integers(0, 256, (3, 28, 28)).astype(np.uint8)
    as_shares = recognizer.probabilities((images / 255).astype(np.float32))
    np.testing.assert_allclose(recognizer.probabilities(images), as_shares, rtol=1e-4, atol=1e-6)
