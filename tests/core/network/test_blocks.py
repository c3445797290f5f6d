"""Normalisation, dropout and residual blocks, against definitions and finite differences."""

from __future__ import annotations

import numpy as np
import pytest

from core.arrays import array_module, to_host
from core.network.blocks import (
    BatchNorm2d,
    Dropout,
    GlobalAvgPool2d,
    ResidualBlock,
    draw_mask,
    is_statistic,
    is_variance,
    update_statistics,
)

STATISTICS = ("running_mean", "running_var")


def parameters_of(layer, rng):
    """Parameters without special values: no scale is 0 or 1, no shift 0."""
    return {
        name: rng.uniform(0.5, 1.5, array.shape)
        if is_variance(name)
        else rng.standard_normal(array.shape)
        for name, array in layer.initialise(rng).items()
    }


def in_training(params):
    return {name: array for name, array in params.items() if not is_statistic(name)}


def assert_gradients_match(layer, params, x, numerical_gradient, relative_error, rng):
    y, backward = layer.forward(params, x)
    dy = rng.standard_normal(y.shape)
    dx, gradients = backward(dy)

    def loss() -> float:
        return float((layer.forward(params, x)[0] * dy).sum())

    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-6
    for name, array in params.items():
        if not is_statistic(name):
            assert relative_error(gradients[name], numerical_gradient(loss, array)) < 1e-6, name


def test_batch_normalisation_in_training_equals_its_definition(rng):
    x = rng.normal(3, 2, (4, 3, 5, 6))
    params = in_training(parameters_of(BatchNorm2d(3), rng))
    y, backward = BatchNorm2d(3).forward(params, x)
    found = backward(np.zeros_like(y))[1]
    for channel in range(3):
        values = x[:, channel].ravel()
        mean = sum(values) / 120
        squares = sum((value - mean) ** 2 for value in values)
        expected = (x[:, channel] - mean) / np.sqrt(squares / 120 + 1e-5)
        expected = params["weight"][channel] * expected + params["bias"][channel]
        np.testing.assert_allclose(y[:, channel], expected, rtol=1e-12, atol=1e-12)
        assert found["running_mean"][channel] == pytest.approx(mean)
        assert found["running_var"][channel] == pytest.approx(squares / 119)


def test_batch_normalisation_of_a_prediction_uses_the_running_statistics(rng):
    layer, x = BatchNorm2d(2), rng.standard_normal((3, 2, 4, 4))
    params = parameters_of(layer, rng)
    mean, variance = (params[name][:, None, None] for name in STATISTICS)
    expected = (x - mean) / np.sqrt(variance + 1e-5)
    expected = params["weight"][:, None, None] * expected + params["bias"][:, None, None]
    together, _ = layer.forward(params, x)
    np.testing.assert_allclose(together, expected, rtol=1e-12, atol=1e-12)
    alone, _ = layer.forward(params, x[1:2])
    np.testing.assert_array_equal(alone, together[1:2])


@pytest.mark.parametrize("choose", [dict, in_training], ids=["prediction", "training"])
@pytest.mark.parametrize(
    "layer", [BatchNorm2d(3), ResidualBlock(3, 3), ResidualBlock(3, 4)], ids=repr
)
def test_gradients_equal_finite_differences(layer, choose, rng, numerical_gradient, relative_error):
    params, x = choose(parameters_of(layer, rng)), rng.standard_normal((2, 3, 4, 5))
    assert_gradients_match(layer, params, x, numerical_gradient, relative_error, rng)


def test_one_value_in_a_channel_is_normalised_to_the_shift():
    params = {"weight": np.ones(1), "bias": np.full(1, 7.0)}
    y, backward = BatchNorm2d(1).forward(params, np.full((1, 1, 1, 1), 5.0))
    assert y.item() == 7
    dx, gradients = backward(np.ones((1, 1, 1, 1)))
    assert dx.item() == 0
    assert gradients["running_var"].item() == 0


def test_running_statistics_move_a_tenth_towards_each_batch():
    running = {"running_mean": np.array([1.0]), "running_var": np.array([2.0])}
    batches = [
        {"running_mean": np.array([11.0]), "running_var": np.array([2.0]), "weight": np.ones(1)},
        {"running_mean": np.array([2.0]), "running_var": np.array([12.0])},
    ]
    update_statistics(running, batches)
    assert running["running_mean"] == pytest.approx(0.9 * 2.0 + 0.1 * 2.0)
    assert running["running_var"] == pytest.approx(0.9 * 2.0 + 0.1 * 12.0)


def test_dropout_only_acts_with_a_mask(rng, numerical_gradient, relative_error):
    x = rng.standard_normal((3, 5))
    y, backward = Dropout(5).forward({}, x)
    assert y is x
    assert backward(x)[0] is x
    mask = draw_mask(3, 5, 0.4, rng).astype(np.float64)
    y, backward = Dropout(5).forward({"mask": mask}, x)
    np.testing.assert_array_equal(y, x * mask)
    dy = rng.standard_normal(y.shape)
    expected = numerical_gradient(
        lambda: float((Dropout(5).forward({"mask": mask}, x)[0] * dy).sum()), x
    )
    assert relative_error(backward(dy)[0], expected) < 1e-6


def test_a_mask_drops_at_its_rate_and_keeps_the_mean(rng):
    mask = draw_mask(500, 200, 0.3, rng)
    assert mask.dtype == np.float32
    assert set(np.unique(mask)) == {np.float32(0), np.float32(1 / 0.7)}
    assert (mask == 0).mean() == pytest.approx(0.3, abs=0.01)
    assert mask.mean() == pytest.approx(1, abs=0.02)
    assert (draw_mask(3, 4, 0, rng) == 1).all()


def test_global_pooling_is_the_mean_of_each_map(rng, numerical_gradient, relative_error):
    x = rng.standard_normal((2, 3, 4, 5))
    y, _ = GlobalAvgPool2d().forward({}, x)
    for image, channel in np.ndindex(2, 3):
        assert y[image, channel] == pytest.approx(sum(x[image, channel].ravel()) / 20)
    assert_gradients_match(GlobalAvgPool2d(), {}, x, numerical_gradient, relative_error, rng)


@pytest.mark.parametrize("block", [ResidualBlock(3, 3), ResidualBlock(2, 4)], ids=repr)
def test_a_new_block_is_its_shortcut(block, rng):
    params = {name: array.astype(np.float64) for name, array in block.initialise(rng).items()}
    x = rng.standard_normal((2, block.in_channels, 4, 4))
    y, _ = block.forward(params, x)
    shortcut = x
    if block.in_channels != block.out_channels:
        weight = params["projection.weight"][:, :, 0, 0]
        shortcut = np.einsum("oc,nchw->nohw", weight, x) / np.sqrt(1 + 1e-5)
    np.testing.assert_allclose(y, np.maximum(shortcut, 0), rtol=1e-6, atol=1e-9)


def test_a_block_adds_its_two_ways(rng):
    block, x = ResidualBlock(2, 4), rng.standard_normal((2, 2, 4, 4))
    params = parameters_of(block, rng)
    without_main = params | {name: 0 * params[name] for name in ("norm2.weight", "norm2.bias")}
    without_shortcut = params | {
        name: 0 * params[name] for name in ("projection_norm.weight", "projection_norm.bias")
    }
    far_up = params["norm2.bias"] + 1e3  # ReLU then passes everything.
    params["norm2.bias"] = without_shortcut["norm2.bias"] = far_up
    without_main["projection_norm.bias"] = params["projection_norm.bias"] + 1e3
    both, main, shortcut = (
        block.forward(each, x)[0] for each in (params, without_shortcut, without_main)
    )
    np.testing.assert_allclose(both, main + shortcut - 1e3, rtol=1e-12)


@pytest.mark.parametrize("layer", [BatchNorm2d(2), ResidualBlock(2, 3), GlobalAvgPool2d()])
def test_float32_stays_float32(layer, rng):
    params = in_training(layer.initialise(rng))
    y, backward = layer.forward(params, rng.standard_normal((2, 2, 4, 4)).astype(np.float32))
    dx, gradients = backward(np.ones_like(y))
    assert {array.dtype for array in (y, dx, *gradients.values())} == {np.dtype(np.float32)}


@pytest.mark.gpu
@pytest.mark.parametrize("choose", [dict, in_training], ids=["prediction", "training"])
@pytest.mark.parametrize("layer", [BatchNorm2d(3), ResidualBlock(3, 4), GlobalAvgPool2d()])
def test_blocks_on_the_gpu_equal_the_cpu(layer, choose, rng, gpu_with_cublas):
    params, x = choose(parameters_of(layer, rng)), rng.standard_normal((2, 3, 4, 5))
    y, backward = layer.forward(params, x)
    dy = rng.standard_normal(y.shape)
    dx, gradients = backward(dy)
    on_gpu = {name: gpu_with_cublas.put(array) for name, array in params.items()}
    y_gpu, backward_gpu = layer.forward(on_gpu, gpu_with_cublas.put(x))
    dx_gpu, gradients_gpu = backward_gpu(gpu_with_cublas.put(dy))
    assert array_module(y_gpu).__name__ == "cupy"
    np.testing.assert_allclose(to_host(y_gpu), y, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(to_host(dx_gpu), dx, rtol=1e-9, atol=1e-9)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(to_host(gradients_gpu[name]), gradient, rtol=1e-9, atol=1e-9)
