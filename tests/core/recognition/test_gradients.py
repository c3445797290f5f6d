"""Gradients of the loss, checked by finite differences in float64."""

from __future__ import annotations

import numpy as np
import pytest

from core.network.losses import cross_entropy
from core.network.model_card import ModelCard
from core.network.sequence import params_of
from core.network.weights import Weights, combined
from core.recognition import gradient_check
from core.recognition.activations import INPUT, activations
from core.recognition.attribution import saliency
from core.recognition.gradient_check import check_gradient
from core.recognition.gradients import Gradients, gradients
from tests.support.inputs.networks import random_weights

LABEL, STEP = 3, 1e-6


def loss_of(weights, image):
    logits, _ = weights.network.forward(weights.arrays, image[None])
    return float(cross_entropy(logits, np.array([LABEL]))[0][0])


def difference(function, array, place):
    """The central difference of a function by one element of a read-only array."""
    array.flags.writeable = True
    kept, values = array[place], []
    for step in (STEP, -STEP):
        array[place] = kept + step
        values.append(function())
    array[place] = kept
    return (values[0] - values[1]) / (2 * STEP)


def test_the_loss_and_the_gradient_of_the_input(exact, image, numerical_gradient):
    image = image.astype(np.float64)
    found = gradients(exact, image, LABEL)
    assert found.loss == pytest.approx(loss_of(exact, image))
    expected = numerical_gradient(lambda: loss_of(exact, image), image)
    np.testing.assert_allclose(found.values[INPUT][0], expected, atol=1e-7)


def test_the_gradient_of_an_ensemble_reaches_its_input(image, numerical_gradient):
    both = combined([random_weights(seed, ModelCard()) for seed in (1, 2)])
    arrays = {name: array.astype(np.float64) for name, array in both.arrays.items()}
    both = Weights(arrays, both.card)
    image = image.astype(np.float64)
    found = gradients(both, image, LABEL)
    expected = numerical_gradient(lambda: loss_of(both, image), image)
    assert np.abs(expected).max() > 1e-3
    np.testing.assert_allclose(found.values[INPUT][0], expected, atol=1e-7)


def test_the_gradient_of_parameters(exact, image, rng):
    image = image.astype(np.float64)
    found = gradients(exact, image, LABEL)
    assert found.params.keys() == exact.arrays.keys()
    for name, array in exact.arrays.items():
        place = tuple(int(rng.integers(side)) for side in array.shape)
        expected = difference(lambda: loss_of(exact, image), array, place)
        assert found.params[name][place] == pytest.approx(expected, abs=1e-7), name


@pytest.mark.parametrize("stage", ["c1", "s2", "c3", "s4", "f5", "f6", "output"])
def test_the_gradient_of_the_values_of_a_stage(exact, image, rng, stage):
    image = image.astype(np.float64)
    found = gradients(exact, image, LABEL).values[stage]
    section = activations(exact, image).sections[stage]
    names = [name for name, _ in exact.network.stages]
    rest = exact.network.stages[names.index(section.last) + 1 :]
    values = activations(exact, image).values[stage].copy()

    def loss():
        x = values[None]
        for name, layer in rest:
            x, _ = layer.forward(params_of(name, exact.arrays), x)
        return float(cross_entropy(x, np.array([LABEL]))[0][0])

    assert found.shape == values.shape
    # Where all values of a window are 0, its maximum has no derivative.
    for place in map(tuple, rng.permutation(np.argwhere(values))[:5].tolist()):
        assert found[place] == pytest.approx(difference(loss, values, place), abs=1e-7)


def test_saliency_is_the_slope_of_the_logit_times_the_pixel(exact, image, rng):
    image = image.astype(np.float64)
    found = saliency(exact, image, LABEL)

    def logit():
        return float(exact.network.forward(exact.arrays, image[None])[0][0, LABEL])

    inked = np.argwhere(image > 0)
    for row, column in rng.permutation(inked)[:20].tolist():
        slope = difference(logit, image, (row, column))
        assert found[row, column] == pytest.approx(slope * image[row, column], abs=1e-7)
    assert not found[image == 0].any()


@pytest.mark.parametrize("stage", ["c1", "c3", "f5", "f6", "output"])
def test_the_check_compares_the_largest_gradients_with_differences(weights, exact, image, stage):
    check = check_gradient(weights, image, LABEL, stage)
    expected = gradients(exact, image.astype(np.float64), LABEL).params[f"{stage}.weight"]
    largest = np.sort(np.abs(expected).ravel())[::-1][: len(check.names)]
    np.testing.assert_allclose(np.abs(check.backward), largest)
    np.testing.assert_allclose(check.differences, check.backward, rtol=1e-4, atol=1e-9)
    assert check.relative_error < 1e-5
    place = tuple(map(int, check.names[0].removeprefix(f"{stage}.weight[").rstrip("]").split(",")))
    assert abs(expected[place]) == pytest.approx(largest[0])


def test_a_wrong_gradient_is_found(weights, image, monkeypatch):
    def wrong(*arguments):
        found = gradients(*arguments)
        params = {name: 1.01 * array for name, array in found.params.items()}
        return Gradients(found.loss, found.values, params)

    monkeypatch.setattr(gradient_check, "gradients", wrong)
    error = check_gradient(weights, image, LABEL, "c3").relative_error
    assert error == pytest.approx(0.01, rel=0.02)
