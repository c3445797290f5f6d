"""What an answer rests on in the image: gradient x input, and occlusion."""

from __future__ import annotations

import numpy as np

from core.arrays import FloatArray
from core.digits import SIDE
from core.network.losses import softmax
from core.network.weights import Weights
from core.recognition.activations import INPUT, temperature_of
from core.recognition.gradients import forward

PATCH = 5
"""Side of the square that `occlusion` hides, in pixels."""


def saliency(weights: Weights, image: FloatArray, label: int) -> FloatArray:
    """Compute gradient x input: how much each pixel adds to the logit of a digit.

    With ReLU and without biases the pixels would add up to the logit.

    Returns
    -------
    FloatArray
        (28, 28); negative where ink speaks against the digit.

    References
    ----------
    A. Shrikumar et al., "Not just a black box: learning important features through propagating
    activation differences", arXiv:1605.01713, section 2.
    """
    _, backward = forward(weights, image[None])
    dlogits = np.zeros((1, 10), image.dtype)
    dlogits[0, label] = 1
    of_stages, _ = backward(dlogits)
    result: FloatArray = of_stages[INPUT][0] * image
    return result


def occlusion(weights: Weights, image: FloatArray, label: int) -> FloatArray:
    """Compute what the probability of a digit loses if a square around each pixel is hidden.

    Returns
    -------
    FloatArray
        (28, 28) in [-1, 1]: the probability of the image minus that with the pixels of a
        `PATCH` x `PATCH` square, cut off at the edges, set to 0.

    References
    ----------
    M. Zeiler, R. Fergus, "Visualizing and understanding convolutional networks", ECCV 2014,
    section 4.2.
    """
    reach = PATCH // 2
    padded = np.pad(image, reach)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (PATCH, PATCH))
    # Where a square holds no ink, nothing changes.
    corners = np.argwhere(windows.any(axis=(2, 3)))
    hidden = np.broadcast_to(padded, (len(corners), *padded.shape)).copy()
    for each, (row, column) in zip(hidden, corners.tolist(), strict=True):
        each[row : row + PATCH, column : column + PATCH] = 0
    images = np.concatenate([image[None], hidden[:, reach:-reach, reach:-reach]])
    logits = weights.network.logits(weights.arrays, images)
    of_label = softmax(logits / np.float32(temperature_of(weights)))[:, label]
    lost = np.zeros((SIDE, SIDE), np.float32)
    lost[tuple(corners.T)] = of_label[0] - of_label[1:]
    return lost
