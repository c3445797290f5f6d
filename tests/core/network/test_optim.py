"""Steps of the optimiser against the formulas, number by number."""

from __future__ import annotations

import numpy as np
import pytest

from core.network.optim import SGD, clip_factor, update_average, warmed_up


def test_steps_follow_the_formula_of_momentum_and_decay():
    weight, velocity = 2.0, 0.0
    params, moving = {"w": np.array([2.0])}, {"w": np.array([0.0])}
    optimizer = SGD(momentum=0.9, weight_decay=0.01)
    for gradient in (1.0, -0.5, 0.25):
        velocity = 0.9 * velocity + gradient + 0.01 * weight
        weight -= 0.1 * velocity
        optimizer.step(params, moving, {"w": np.array([gradient])}, 0.1)
    assert params["w"][0] == pytest.approx(weight, rel=1e-12)
    assert moving["w"][0] == pytest.approx(velocity, rel=1e-12)


def test_clipping_scales_all_gradients_by_their_common_norm():
    gradients = {"a": np.array([3.0, 0.0]), "b": np.array([[4.0]])}
    assert clip_factor(gradients, 10.0) == 1
    assert clip_factor(gradients, 1.0) == pytest.approx(0.2, rel=1e-6)
    params, velocity = ({name: np.zeros_like(g) for name, g in gradients.items()} for _ in "pv")
    SGD(clip_norm=1.0).step(params, velocity, gradients, 1.0)
    moved = np.concatenate([array.ravel() for array in params.values()])
    assert np.linalg.norm(moved) == pytest.approx(1, rel=1e-6)


def test_a_step_keeps_float32():
    params, velocity = ({"w": np.ones(3, np.float32)} for _ in "pv")
    SGD(clip_norm=0.1, weight_decay=0.1).step(params, velocity, {"w": np.ones(3, np.float32)}, 0.1)
    assert params["w"].dtype == velocity["w"].dtype == np.float32


def test_the_average_forgets_the_start_and_then_follows_slowly():
    average = {"w": np.array([10.0])}
    update_average(average, {"w": np.array([0.0])}, warmed_up(0.999, 1))
    assert average["w"][0] == pytest.approx(10 * 2 / 11)
    update_average(average, {"w": np.array([0.0])}, warmed_up(0.9, 10_000))
    assert average["w"][0] == pytest.approx(10 * 2 / 11 * 0.9)


def test_decay_applies_by_its_share():
    names = "whole", "none", "parts"
    params = {name: np.array([2.0, -4.0], np.float32) for name in names}
    velocity, gradients = ({name: np.zeros(2, np.float32) for name in names} for _ in range(2))
    shares = {"none": 0.0, "parts": np.array([1.0, 0.0], np.float32)}
    SGD(momentum=0.0, weight_decay=0.5).step(params, velocity, gradients, 0.1, shares)
    np.testing.assert_allclose(params["whole"], [1.9, -3.8])
    np.testing.assert_array_equal(params["none"], [2.0, -4.0])
    np.testing.assert_allclose(params["parts"], [1.9, -4.0])
