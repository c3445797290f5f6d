"""The fused passes agree with the reference layers for every variant and many sizes."""

from __future__ import annotations

import numpy as np
import pytest

from core.engines.activation_pooling import activation_pooling_of
from core.engines.flat_arrays import FlatArrays
from core.engines.fused import FusedPass
from core.engines.packed_weights import DENSE, PACKED, PackedWeights
from core.network.lenet5 import ACTIVATIONS, POOLINGS, SHAPES, LeNet5, initialise

VARIANTS = [LeNet5(activation, pooling) for activation in ACTIVATIONS for pooling in POOLINGS]
# float32 against float64 after six layers: a few units in the last place per layer.
TOLERANCE = 5e-6


@pytest.fixture
def params(rng):
    """Weights with non-zero biases: with 0, blank patches lie on the kink of ReLU."""
    return {
        name: array + (0.05 * rng.standard_normal(array.shape)).astype(np.float32)
        for name, array in initialise(1).items()
    }


def reference(network, params, images, dlogits):
    """Logits and gradients of the reference layers in float64."""
    exact = {name: array.astype(np.float64) for name, array in params.items()}
    logits, backward = network.forward(exact, images / 255.0)
    return logits, backward(dlogits)


def fused(network, params, images, dlogits, one_pass=None):
    """Logits and gradients of the fused passes."""
    weights, packed = PackedWeights(activation_pooling_of(network)), FlatArrays(PACKED)
    weights.pack(params)
    one_pass = one_pass or FusedPass(network, len(images))
    logits = one_pass.forward(weights, images.reshape(len(images), -1)).T.copy()
    one_pass.backward(weights, np.ascontiguousarray(dlogits.T, np.float32), packed.arrays)
    gradients = FlatArrays(SHAPES).arrays
    weights.unpack(packed.arrays, gradients)
    return logits, {**gradients, **{name: packed.arrays[name] for name in DENSE}}


@pytest.mark.parametrize("network", VARIANTS, ids=str)
@pytest.mark.parametrize("n", [1, 2, 7, 64, 125])
def test_logits_and_gradients_agree_with_the_layers(network, n, params, rng, relative_error):
    images = rng.integers(0, 256, (n, 28, 28)).astype(np.uint8)
    dlogits = rng.standard_normal((n, 10)) / n
    logits, gradients = fused(network, params, images, dlogits)
    plain_logits, plain_gradients = reference(network, params, images, dlogits)
    assert relative_error(logits, plain_logits) < TOLERANCE
    assert gradients.keys() == plain_gradients.keys()
    for name, gradient in plain_gradients.items():
        assert relative_error(gradients[name], gradient) < TOLERANCE, name


@pytest.mark.parametrize("network", VARIANTS, ids=str)
def test_a_pass_does_not_depend_on_earlier_images(network, params, rng):
    images = rng.integers(0, 256, (2, 5, 28, 28)).astype(np.uint8)
    dlogits = rng.standard_normal((5, 10))
    used = FusedPass(network, 5)
    fused(network, params, images[0], dlogits, used)
    logits, gradients = fused(network, params, images[1], dlogits, used)
    fresh_logits, fresh_gradients = fused(network, params, images[1], dlogits)
    np.testing.assert_array_equal(logits, fresh_logits)
    for name, gradient in fresh_gradients.items():
        np.testing.assert_array_equal(gradients[name], gradient)


def test_a_blank_image_has_no_gradient_where_the_bias_is_zero(rng):
    """The derivative of ReLU at 0 is 0, as in the layers."""
    images = np.zeros((3, 28, 28), np.uint8)
    _, gradients = fused(LeNet5(), initialise(0), images, rng.standard_normal((3, 10)))
    for name in SHAPES:
        if not name.startswith("output"):
            assert not gradients[name].any(), name
    assert gradients["output.bias"].any()


def test_deformed_images_agree_with_the_reference(params, rng, relative_error):
    images = rng.uniform(0, 255, (6, 28, 28)).astype(np.float32)
    logits, _ = fused(LeNet5(), params, images, np.zeros((6, 10)))
    plain, _ = reference(LeNet5(), params, images, np.zeros((6, 10)))
    assert relative_error(logits, plain) < TOLERANCE
