"""Logits of any network on the CPU, as fast as its architecture allows."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np

from core.arrays import ByteArray, FloatArray
from core.engines.activation_pooling import activation_pooling_of
from core.engines.fused import PART_SIZE, fused_passes
from core.engines.packed_weights import PackedWeights
from core.engines.single import SinglePass
from core.engines.staged import staged_passes
from core.engines.thread_pool import NORMALISED_TOGETHER, ForEachThread
from core.network.architectures import average_logits
from core.network.lenet5 import LeNet5
from core.network.weights import Weights

Predictor: TypeAlias = Callable[[FloatArray | ByteArray], FloatArray]
"""Maps images (n, 784), float32 in [0, 1] or uint8, to logits (n, 10).

Can be shared between threads.
"""


def predictor_of(weights: Weights) -> Predictor:
    """Return the function that computes the logits of images with these weights."""
    if weights.card.members:
        members = [predictor_of(member) for member in weights.members]
        return lambda images: average_logits(np.stack([predict(images) for predict in members]))
    network = weights.network
    if isinstance(network, LeNet5):
        packed = PackedWeights(activation_pooling_of(network))
        packed.pack(weights.arrays)
        passes = fused_passes(network)
        single = ForEachThread(lambda _: SinglePass(network, weights.arrays))
        many = _in_parts(PART_SIZE, lambda part: passes.of(len(part)).forward(packed, part))
        return lambda images: single.of(1).forward(images) if len(images) == 1 else many(images)
    staged = staged_passes(network)
    return _in_parts(
        NORMALISED_TOGETHER, lambda part: staged.of(len(part)).forward(weights.arrays, part)
    )


def _in_parts(size: int, forward: Predictor) -> Predictor:
    """Return a predictor that passes grey levels 0-255 on in parts, to get logits (10, n)."""

    def predict(images: FloatArray | ByteArray) -> FloatArray:
        greys = images if images.dtype == np.uint8 else images * np.float32(255)
        logits = np.empty((len(greys), 10), np.float32)
        for start in range(0, len(greys), size):
            logits[start : start + size] = forward(greys[start : start + size]).T
        return logits

    return predict
