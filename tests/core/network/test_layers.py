"""Every layer against slow loops written from its definition, and against finite differences."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from core.arrays import array_module, to_host
from core.network.layers import (
    AvgPool2d,
    Conv2d,
    Flatten,
    Linear,
    MaxPool2d,
    ReLU,
    Sigmoid,
    Tanh,
    col2im,
    im2col,
)

CONVOLUTIONS = [
    # n, channels, out, height, width, kernel, stride, padding
    (1, 1, 1, 5, 5, 5, 1, 0),
    (2, 1, 3, 6, 6, 5, 1, 2),
    (3, 2, 4, 7, 5, 3, 1, 0),
    (2, 3, 2, 8, 8, 3, 2, 1),
    (2, 2, 3, 9, 7, 3, 3, 0),
    (3, 1, 2, 6, 9, 2, 2, 1),
    (2, 2, 2, 5, 6, 3, 2, 2),
    (2, 2, 2, 4, 4, 1, 1, 0),
]
ELEMENTWISE = [ReLU(), Tanh(), Sigmoid()]


def convolved_by_loops(x, weight, bias, stride, padding):
    """The definition: every output pixel is a sum over its patch."""
    n, _, height, width = x.shape
    out_channels, _, kernel, _ = weight.shape
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows = (height + 2 * padding - kernel) // stride + 1
    columns = (width + 2 * padding - kernel) // stride + 1
    y = np.empty((n, out_channels, rows, columns))
    for image, channel, row, column in product(*map(range, y.shape)):
        top, left = row * stride, column * stride
        patch = padded[image, :, top : top + kernel, left : left + kernel]
        y[image, channel, row, column] = (patch * weight[channel]).sum() + bias[channel]
    return y


def pooled_by_loops(x, kernel, reduce):
    n, channels, height, width = x.shape
    y = np.empty((n, channels, height // kernel, width // kernel))
    for image, channel, row, column in product(*map(range, y.shape)):
        top, left = row * kernel, column * kernel
        y[image, channel, row, column] = reduce(
            x[image, channel, top : top + kernel, left : left + kernel]
        )
    return y


def assert_gradients_match(layer, params, x, numerical_gradient, relative_error, rng):
    y, backward = layer.forward(params, x)
    dy = rng.standard_normal(y.shape)
    dx, gradients = backward(dy)

    def loss() -> float:
        return float((layer.forward(params, x)[0] * dy).sum())

    assert relative_error(dx, numerical_gradient(loss, x)) < 1e-6
    assert gradients.keys() == params.keys()
    for name, array in params.items():
        assert relative_error(gradients[name], numerical_gradient(loss, array)) < 1e-6, name


def convolution(rng, n, channels, out, height, width, kernel, stride, padding):
    params = {
        "weight": rng.standard_normal((out, channels, kernel, kernel)),
        "bias": rng.standard_normal(out),
    }
    x = rng.standard_normal((n, channels, height, width))
    return Conv2d(channels, out, kernel, stride, padding), params, x


@pytest.mark.parametrize("case", CONVOLUTIONS)
def test_a_convolution_equals_its_definition(case, rng):
    layer, params, x = convolution(rng, *case)
    expected = convolved_by_loops(x, params["weight"], params["bias"], layer.stride, layer.padding)
    np.testing.assert_allclose(layer.forward(params, x)[0], expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("case", CONVOLUTIONS)
def test_gradients_of_a_convolution_equal_finite_differences(
    case, rng, numerical_gradient, relative_error
):
    layer, params, x = convolution(rng, *case)
    assert_gradients_match(layer, params, x, numerical_gradient, relative_error, rng)


def test_a_first_layer_gives_the_same_weight_gradients_and_no_input_gradient(rng):
    layer, params, x = convolution(rng, 3, 2, 4, 7, 5, 3, 1, 0)
    first = Conv2d(2, 4, 3, needs_input_gradient=False)
    dy = rng.standard_normal(layer.forward(params, x)[0].shape)
    _, expected = layer.forward(params, x)[1](dy)
    dx, gradients = first.forward(params, x)[1](dy)
    assert dx.size == 0
    for name in expected:
        np.testing.assert_array_equal(gradients[name], expected[name])


@pytest.mark.parametrize("case", CONVOLUTIONS)
def test_col2im_is_the_transpose_of_im2col(case, rng):
    n, channels, _, height, width, kernel, stride, padding = case
    x = rng.standard_normal((n, channels, height, width))
    columns, rows, places = im2col(x, kernel, stride, padding)
    assert columns.shape == (n, channels * kernel**2, rows * places)
    other = rng.standard_normal(columns.shape)
    back = col2im(other, x.shape, kernel, stride, padding)
    assert (columns * other).sum() == pytest.approx((x * back).sum(), rel=1e-12)


@pytest.mark.parametrize("kernel", [1, 2, 3])
@pytest.mark.parametrize(("pool", "reduce"), [(AvgPool2d, np.mean), (MaxPool2d, np.max)])
def test_pooling_equals_its_definition(pool, reduce, kernel, rng):
    x = rng.standard_normal((2, 3, 2 * kernel, 3 * kernel))
    y, _ = pool(kernel).forward({}, x)
    np.testing.assert_allclose(y, pooled_by_loops(x, kernel, reduce), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("kernel", [1, 2, 3])
@pytest.mark.parametrize("pool", [AvgPool2d, MaxPool2d])
def test_gradients_of_pooling_equal_finite_differences(
    pool, kernel, rng, numerical_gradient, relative_error
):
    x = rng.standard_normal((2, 3, 2 * kernel, 3 * kernel))
    assert_gradients_match(pool(kernel), {}, x, numerical_gradient, relative_error, rng)


def test_of_equal_maxima_the_first_alone_gets_the_gradient():
    dx, _ = MaxPool2d(2).forward({}, np.ones((1, 1, 2, 2)))[1](np.full((1, 1, 1, 1), 7.0))
    np.testing.assert_array_equal(dx[0, 0], [[7, 0], [0, 0]])


def test_a_linear_layer_equals_its_definition(rng):
    weight, bias, x = (rng.standard_normal(shape) for shape in ((4, 3), (4,), (5, 3)))
    y, _ = Linear(3, 4).forward({"weight": weight, "bias": bias}, x)
    for row, column in np.ndindex(5, 4):
        expected = sum(x[row, k] * weight[column, k] for k in range(3)) + bias[column]
        assert y[row, column] == pytest.approx(expected, rel=1e-12)


@pytest.mark.parametrize("n", [1, 2, 7])
def test_gradients_of_a_linear_layer_equal_finite_differences(
    n, rng, numerical_gradient, relative_error
):
    params = {"weight": rng.standard_normal((4, 3)), "bias": rng.standard_normal(4)}
    x = rng.standard_normal((n, 3))
    assert_gradients_match(Linear(3, 4), params, x, numerical_gradient, relative_error, rng)


@pytest.mark.parametrize(
    ("layer", "definition"),
    [
        (ReLU(), lambda x: max(x, 0.0)),
        (Tanh(), lambda x: (np.exp(x) - np.exp(-x)) / (np.exp(x) + np.exp(-x))),
        (Sigmoid(), lambda x: 1 / (1 + np.exp(-x))),
    ],
)
def test_an_activation_equals_its_definition(layer, definition, rng):
    x = rng.standard_normal(50)
    expected = [definition(value) for value in x]
    np.testing.assert_allclose(layer.forward({}, x)[0], expected, rtol=1e-12)


@pytest.mark.parametrize("layer", [*ELEMENTWISE, Flatten()])
def test_gradients_of_layers_without_weights_equal_finite_differences(
    layer, rng, numerical_gradient, relative_error
):
    x = rng.standard_normal((3, 2, 4))
    assert_gradients_match(layer, {}, x, numerical_gradient, relative_error, rng)


@pytest.mark.parametrize("layer", ELEMENTWISE)
def test_activations_stay_finite_far_out(layer):
    y, backward = layer.forward({}, np.array([-1e4, 1e4], np.float32))
    assert np.isfinite(y).all()
    assert np.isfinite(backward(np.ones(2, np.float32))[0]).all()


@pytest.mark.parametrize("layer", [*ELEMENTWISE, AvgPool2d(2), MaxPool2d(2), Conv2d(2, 3, 3)])
def test_float32_stays_float32(layer, rng):
    params = {
        "weight": rng.standard_normal((3, 2, 3, 3)).astype(np.float32),
        "bias": np.zeros(3, np.float32),
    }
    y, backward = layer.forward(params, rng.standard_normal((2, 2, 4, 4)).astype(np.float32))
    dx, gradients = backward(np.ones_like(y))
    assert {array.dtype for array in (y, dx, *gradients.values())} == {np.dtype(np.float32)}


@pytest.mark.gpu
@pytest.mark.parametrize("case", CONVOLUTIONS)
def test_a_convolution_on_the_gpu_equals_the_cpu(case, rng, gpu_with_cublas):
    layer, params, x = convolution(rng, *case)
    y, backward = layer.forward(params, x)
    dy = rng.standard_normal(y.shape)
    dx, gradients = backward(dy)
    on_gpu = {name: gpu_with_cublas.put(array) for name, array in params.items()}
    y_gpu, backward_gpu = layer.forward(on_gpu, gpu_with_cublas.put(x))
    dx_gpu, gradients_gpu = backward_gpu(gpu_with_cublas.put(dy))
    assert array_module(y_gpu).__name__ == "cupy"
    np.testing.assert_allclose(to_host(y_gpu), y, rtol=1e-10, atol=1e-10)
    np.testing.assert_allclose(to_host(dx_gpu), dx, rtol=1e-10, atol=1e-10)
    for name, gradient in gradients.items():
        np.testing.assert_allclose(to_host(gradients_gpu[name]), gradient, rtol=1e-10, atol=1e-10)


@pytest.mark.gpu
@pytest.mark.parametrize("layer", [*ELEMENTWISE, AvgPool2d(2), MaxPool2d(2)])
def test_layers_without_weights_on_the_gpu_equal_the_cpu(layer, rng, gpu):
    x = rng.standard_normal((2, 3, 4, 6))
    y, backward = layer.forward({}, x)
    y_gpu, backward_gpu = layer.forward({}, gpu.put(x))
    dy = rng.standard_normal(y.shape)
    np.testing.assert_allclose(to_host(y_gpu), y, rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(to_host(backward_gpu(gpu.put(dy))[0]), backward(dy)[0], rtol=1e-12)
