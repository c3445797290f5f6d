"""The network matches the report's table; its gradient is correct, and faults are detected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

import core.network.layers
from core.arrays import to_host
from core.network.layers import Linear
from core.network.lenet5 import ACTIVATIONS, POOLINGS, SHAPES, LeNet5, initialise
from core.network.losses import cross_entropy


@pytest.fixture
def problem(rng):
    """Eight noisy images, and weights that are not on a kink of ReLU (biases are not 0)."""
    params = {name: array.astype(np.float64) for name, array in initialise(3).items()}
    for name in params:
        if name.endswith("bias"):
            params[name] += rng.normal(0, 0.1, params[name].shape)
    return params, rng.uniform(0, 1, (8, 28, 28)), rng.integers(0, 10, 8)


def gradient_errors(network, params, images, labels, rng):
    """Relative error of every parameter's gradient, by central differences at 30 of its places."""
    # The defects that this must find change the weights: let them have a copy.
    logits, backward = network.forward({k: v.copy() for k, v in params.items()}, images)
    gradients = backward(cross_entropy(logits, labels)[1])
    errors = {}
    for name, array in params.items():
        places = [tuple(rng.integers(0, side) for side in array.shape) for _ in range(30)]
        found = np.array([gradients[name][place] for place in places])
        expected = np.array([slope(network, params, images, labels, name, p) for p in places])
        errors[name] = np.linalg.norm(found - expected) / np.linalg.norm(expected)
    return errors


def slope(network, params, images, labels, name, place, step=1e-6):
    values = []
    for sign in (1, -1):
        moved = {**params, name: params[name].copy()}
        moved[name][place] += sign * step
        values.append(cross_entropy(network.forward(moved, images)[0], labels)[0].mean())
    return (values[0] - values[1]) / (2 * step)


def test_the_network_matches_the_table_of_the_report():
    params = initialise(0)
    assert sum(array.size for array in params.values()) == 61_706
    assert {name: array.shape for name, array in params.items()} == dict(SHAPES)
    x, shapes = np.zeros((2, 1, 28, 28), np.float32), {}
    for name, layer in LeNet5().stages:
        stage = {
            key: params[f"{name}.{key}"] for key in ("weight", "bias") if f"{name}.{key}" in params
        }
        x, _ = layer.forward(stage, x)
        shapes[name] = x.shape[1:]
    expected = {"c1": (6, 28, 28), "s2": (6, 14, 14), "c3": (16, 10, 10), "s4": (16, 5, 5)}
    expected |= {"flatten": (400,), "f5": (120,), "f6": (84,), "output": (10,)}
    assert {name: shapes[name] for name in expected} == expected


def test_first_weights_are_he_normal_and_follow_the_seed():
    params = initialise(5)
    for name, fan_in in (("f5.weight", 400), ("f6.weight", 120), ("c3.weight", 150)):
        assert params[name].std() == pytest.approx(np.sqrt(2 / fan_in), rel=0.05)
        assert abs(params[name].mean()) < 0.01
    assert all(not params[name].any() for name in params if name.endswith("bias"))
    assert all(np.array_equal(params[name], again) for name, again in initialise(5).items())
    assert not np.array_equal(params["c1.weight"], initialise(6)["c1.weight"])


@pytest.mark.parametrize("pooling", POOLINGS)
@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_the_whole_gradient_equals_finite_differences(activation, pooling, problem, rng):
    errors = gradient_errors(LeNet5(activation, pooling), *problem, rng)
    assert max(errors.values()) < 1e-6, errors


def test_the_reports_scrambled_col2im_would_be_caught(problem, rng, monkeypatch):
    """It reads as (N, H, W) what was written as (H, W, N): images of a batch get mixed up."""
    right = core.network.layers.col2im

    def scrambled(columns, *args):
        n, rows, places = columns.shape
        written = columns.transpose(1, 2, 0)
        return right(written.reshape(rows, n, places).transpose(1, 0, 2), *args)

    monkeypatch.setattr(core.network.layers, "col2im", scrambled)
    errors = gradient_errors(LeNet5(), *problem, rng)
    assert errors["c1.weight"] > 0.1
    assert errors["c3.weight"] < 1e-6


def test_the_reports_update_inside_backward_would_be_caught(problem, rng, monkeypatch):
    """It changes the weights before it takes the gradient for the layer below."""

    @dataclass(frozen=True)
    class Hasty(Linear):
        def forward(self, params, x):
            y, _ = super().forward(params, x)

            def backward(dy):
                gradients = {"weight": dy.T @ x, "bias": dy.sum(axis=0)}
                params["weight"][...] -= 0.5 * gradients["weight"]
                return dy @ params["weight"], gradients

            return y, backward

    network = LeNet5()
    stages = tuple(
        (name, Hasty(layer.in_features, layer.out_features) if isinstance(layer, Linear) else layer)
        for name, layer in network.stages
    )
    monkeypatch.setitem(network.__dict__, "stages", stages)
    errors = gradient_errors(network, *problem, rng)
    assert errors["output.weight"] < 1e-6
    assert errors["f6.weight"] > 1e-3
    assert errors["c1.weight"] > 1e-3


def test_logits_in_chunks_are_those_of_one_pass(rng):
    network, params = LeNet5(), initialise(1)
    images = rng.uniform(0, 1, (301, 28, 28)).astype(np.float32)
    expected, _ = network.forward(params, images)
    np.testing.assert_allclose(network.logits(params, images), expected, rtol=1e-4, atol=1e-5)


@pytest.mark.gpu
@pytest.mark.parametrize("pooling", POOLINGS)
def test_gradients_on_the_gpu_equal_the_cpu(pooling, rng, gpu_with_cublas):
    network, params = LeNet5(pooling=pooling), initialise(2)
    images = rng.uniform(0, 1, (32, 28, 28)).astype(np.float32)
    labels = rng.integers(0, 10, 32)
    logits, backward = network.forward(params, images)
    expected = backward(cross_entropy(logits, labels)[1])
    on_gpu = {name: gpu_with_cublas.put(array) for name, array in params.items()}
    logits, backward = network.forward(on_gpu, gpu_with_cublas.put(images))
    for name, gradient in backward(cross_entropy(logits, gpu_with_cublas.put(labels))[1]).items():
        error = np.linalg.norm(to_host(gradient) - expected[name])
        assert error < 1e-5 * np.linalg.norm(expected[name]), name
