"""Logits of any network on the CPU, as fast as its architecture allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from core.arrays import ByteArray, FloatArray
from core.digits import SIDE
from core.engines.activation_pooling import activation_pooling_of
from core.engines.fused import PART_SIZE, FusedPasses
from core.engines.packed_weights import PackedWeights
from core.network.lenet5 import LeNet5
from core.network.weights import Weights

Predictor: TypeAlias = Callable[[FloatArray | ByteArray], FloatArray]
"""Maps images (n, 784), grey levels 0-255, to logits (n, 10); can be shared between threads."""


def predictor_of(weights: Weights) -> Predictor:
    """Return the function that computes the logits of images with these weights."""
    network = weights.network
    return _fused(network, weights) if isinstance(network, LeNet5) else _plain(weights)


def _fused(network: LeNet5, weights: Weights) -> Predictor:
    passes, packed = FusedPasses(network), PackedWeights(activation_pooling_of(network))
    packed.pack(weights.arrays)

    def predict(greys: FloatArray | ByteArray) -> FloatArray:
        logits = np.empty((len(greys), 10), np.float32)
        for start in range(0, len(greys), PART_SIZE):
            part = greys[start : start + PART_SIZE]
            logits[start : start + PART_SIZE] = passes.of(len(part)).forward(packed, part).T
        return logits

    return predict


def _plain(weights: Weights) -> Predictor:
    network = weights.network

    def predict(greys: FloatArray | ByteArray) -> FloatArray:
        images = (greys * np.float32(1 / 255)).reshape(-1, SIDE, SIDE)
        return network.logits(weights.arrays, images)

    return predict
