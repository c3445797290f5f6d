"""Occlusion, the change that turns an answer, and neighbours."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.examples import Examples
from core.ink.render import to_image
from core.network.losses import softmax
from core.network.weight_files import load_weights
from core.progress import result_of
from core.recognition.activations import activations
from core.recognition.attribution import occlusion
from core.recognition.counterfactual import counterfactual
from core.recognition.neighbours import (
    TrainingImages,
    features,
    features_section,
    nearest,
    neighbours_of,
    represent,
)
from core.recognition.recognizer import Recognizer
from lenet_desktop.screenshots import five
from tests.support.inputs.networks import bundled_weights


@pytest.fixture(scope="module")
def bundled():
    return load_weights(bundled_weights())


@pytest.fixture(scope="module")
def drawn_five():
    return to_image(five())


def test_occlusion_is_what_a_loop_finds(weights, image):
    image[:, :14] = 0  # Half of the squares hide nothing.

    def probability(pixels):
        logits, _ = weights.network.forward(weights.arrays, pixels[None])
        return softmax(logits / 1.7)[0, 2]

    expected = np.zeros((28, 28))
    for row in range(28):
        for column in range(28):
            hidden = image.copy()
            hidden[max(row - 2, 0) : row + 3, max(column - 2, 0) : column + 3] = 0
            expected[row, column] = probability(image) - probability(hidden)
    np.testing.assert_allclose(occlusion(weights, image, 2), expected, atol=1e-6)


def test_nothing_can_be_hidden_of_a_blank_image(weights):
    assert not occlusion(weights, np.zeros((28, 28), np.float32), 2).any()


@pytest.mark.parametrize("target", range(10))
def test_a_small_change_makes_any_digit_the_answer(bundled, drawn_five, target):
    changed = counterfactual(bundled, drawn_five, target)
    assert changed is not None
    assert changed.min() >= 0
    assert changed.max() <= 1
    (probabilities,) = Recognizer(bundled).probabilities(changed[None])
    assert probabilities.argmax() == target
    assert probabilities[target] >= 0.5 - 1e-4
    # Smaller than half of the image itself, and nothing if it is the answer already.
    assert np.linalg.norm(changed - drawn_five) < np.linalg.norm(drawn_five) / 2
    assert (changed == drawn_five).all() == (target == 5)


def test_a_network_that_ignores_the_image_cannot_be_turned(bundled, drawn_five):
    arrays = {name: np.zeros_like(array) for name, array in bundled.arrays.items()}
    assert counterfactual(type(bundled)(arrays), drawn_five, 3) is None


def test_the_features_are_those_before_the_logits(weights, rng):
    images = rng.integers(0, 256, (300, 28, 28), dtype=np.uint8)
    found = features(weights, images)
    assert features_section(weights) == "f6"
    assert found.shape == (300, 84)
    logits = weights.network.logits(weights.arrays, images / np.float32(255))
    expected = found @ weights.arrays["output.weight"].T + weights.arrays["output.bias"]
    np.testing.assert_allclose(expected, logits, atol=1e-4)


def test_the_nearest_come_first(rng):
    points = rng.normal(0, 1, (50, 7)).astype(np.float32)
    query = rng.normal(0, 1, 7).astype(np.float32)
    by_distance = sorted(range(50), key=lambda row: float(np.linalg.norm(points[row] - query)))
    assert nearest(points, query, 8).tolist() == by_distance[:8]
    assert nearest(points, points[9], 1).tolist() == [9]
    assert len(nearest(points[:3], query, 8)) == 3


def test_the_neighbours_of_an_image_are_those_with_the_closest_features(weights, rng):
    images = rng.integers(0, 256, (1040, 28, 28)).astype(np.uint8)
    training = TrainingImages("some", Examples(images, rng.integers(0, 10, 1040).astype(np.uint8)))
    assert [step.done for step in represent(weights, training)] == [1000, 1040]
    represented = result_of(represent(weights, training))
    query = rng.uniform(0, 1, (28, 28)).astype(np.float32)
    found = neighbours_of(represented, query, 5)
    f6 = [activations(weights, each).values["f6"] for each in (query, *images / np.float32(255))]
    distances = np.array([np.linalg.norm(each - f6[0]) for each in f6[1:]])
    np.testing.assert_allclose(found.distances, np.sort(distances)[:5], rtol=1e-4)
    np.testing.assert_allclose(distances[found.numbers], found.distances, rtol=1e-4)
