"""The small change of an image that makes another digit the answer."""

from __future__ import annotations

import numpy as np

from core.arrays import Array, FloatArray
from core.network.layers import Backward, Layer, ReLU
from core.network.losses import cross_entropy, softmax
from core.network.weights import Weights
from core.recognition.activations import INPUT, temperature_of
from core.recognition.gradients import forward
from core.recognition.recognizer import UNSURE_BELOW

_STEP = 0.15  # Euclidean length of a step; the image of a digit is about 10 long.
_STEPS = 150  # At most; about 20 suffice.
_SMOOTHINGS = 2  # Passes of a filter of 1/4, 1/2, 1/4 in both directions.
_DEAD_SLOPE = 0.1  # Derivative of ReLU below 0.
_SHARES = 33  # Images on the line from the drawing to the change, both included.


def counterfactual(weights: Weights, image: FloatArray, target: int) -> FloatArray | None:
    """Find a small change of an image that makes a digit the answer.

    Steps of one length follow the gradient of the loss at the digit, until its probability is at
    least `UNSURE_BELOW`. The gradient is smoothed, because ink changes neighbouring pixels
    together, and passes through units that are 0, because between two digits all of them can be.
    Then the change is shrunk as far as the answer allows.

    Parameters
    ----------
    image
        (28, 28) in [0, 1].
    target
        The digit that is to be the answer, 0-9.

    Returns
    -------
    FloatArray or None
        (28, 28) in [0, 1]; None if no such change was found.

    References
    ----------
    A. Kurakin, I. Goodfellow, S. Bengio, "Adversarial examples in the physical world", ICLR 2017
    workshop, section 2.2, with steps of one Euclidean length.
    """
    changed, label = image, np.array([target])
    for _ in range(_STEPS):
        logits, backward = forward(weights, changed[None], _leaking)
        if _probabilities(weights, logits)[0, target] >= UNSURE_BELOW:
            return _shrunk(weights, image, changed, target)
        _, dlogits = cross_entropy(logits, label)
        slope = _smooth(backward(dlogits)[0][INPUT][0])
        # A pixel that is at its bound cannot change further.
        slope *= ((changed > 0) | (slope < 0)) & ((changed < 1) | (slope > 0))
        steepness = np.sqrt((slope * slope).sum())
        if not steepness:
            break
        changed = np.clip(changed - np.float32(_STEP) / steepness * slope, 0, 1)
    return None


def _leaking(layer: Layer, y: Array, backward: Backward) -> Backward:
    """Replace the derivative of ReLU by that of a leaky ReLU."""
    if not isinstance(layer, ReLU):
        return backward
    return lambda dy: (dy * np.where(y > 0, np.float32(1), np.float32(_DEAD_SLOPE)), {})


def _smooth(image: Array) -> Array:
    for _ in range(_SMOOTHINGS):
        for axis in (0, 1):
            padded = np.pad(image, [(1, 1) if each == axis else (0, 0) for each in (0, 1)])
            before, after = (padded.take(range(at, at + len(image)), axis) for at in (0, 2))
            image = (before + 2 * image + after) / 4
    return image


def _shrunk(weights: Weights, image: FloatArray, changed: FloatArray, target: int) -> FloatArray:
    """Return the first image on the line to the changed one with the answer."""
    shares = np.linspace(0, 1, _SHARES, dtype=np.float32)[:-1, None, None]
    between = image + shares * (changed - image)
    logits = weights.network.logits(weights.arrays, between)
    for each, probabilities in zip(between, _probabilities(weights, logits), strict=True):
        if probabilities[target] >= UNSURE_BELOW:
            return each
    return changed


def _probabilities(weights: Weights, logits: Array) -> Array:
    return softmax(logits / np.float32(temperature_of(weights)))
