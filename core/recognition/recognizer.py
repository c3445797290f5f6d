"""Reading an image: probabilities of the ten digits, on the CPU, whatever else is going on."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

from core.arrays import ByteArray, FloatArray
from core.engines.activation_pooling import activation_pooling_of
from core.engines.fused import PART, FusedPasses
from core.engines.packed_weights import PackedWeights
from core.network.confidence import energy_score
from core.network.losses import softmax
from core.network.weights import Weights

UNSURE_BELOW = 0.5
"""Without an absolute majority for one digit, the answer counts as a guess."""


@dataclass(frozen=True, eq=False)
class Recognition:
    """What an image was read as.

    Attributes
    ----------
    probabilities
        float32 (10,); all zeros for a blank.
    label
        The most probable digit; None for a blank, which is never a digit.
    unsure
        Whether the answer is only a guess, or the image hardly shows a digit.
    """

    probabilities: FloatArray
    label: int | None
    unsure: bool

    @property
    def confidence(self) -> float:
        """Probability of the label, 0-1."""
        return float(self.probabilities.max())


class Recognizer:
    """Reads 28x28 images with given weights, in NumPy; safe to share between threads."""

    def __init__(self, weights: Weights) -> None:
        network = weights.network
        self._passes, self._weights = (
            FusedPasses(network),
            PackedWeights(activation_pooling_of(network)),
        )
        self._weights.prepare(weights.arrays)
        card = weights.card
        self._temperature = np.float32(1 if card.temperature is None else card.temperature)
        self._energy_threshold = -inf if card.energy_threshold is None else card.energy_threshold

    def recognize(self, image: FloatArray) -> Recognition:
        """Read one image (28, 28) with values in [0, 1], white ink on black."""
        if not image.any():
            return Recognition(np.zeros(10, np.float32), None, unsure=True)
        (probabilities,), (unsure,) = self.judge(image[None])
        return Recognition(probabilities, int(probabilities.argmax()), bool(unsure))

    def judge(self, images: FloatArray | ByteArray) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
        """Read images (N, 28, 28): float32 in [0, 1], or uint8; none of them is blank.

        Returns
        -------
        probabilities
            float32 (N, 10).
        unsure
            (N,), see `Recognition`.
        """
        greys = images.reshape(len(images), -1)
        if images.dtype != np.uint8:
            greys = greys * np.float32(255)
        logits = np.empty((len(greys), 10), np.float32)
        for start in range(0, len(greys), PART):
            part = greys[start : start + PART]
            logits[start : start + PART] = self._passes.of(len(part)).forward(self._weights, part).T
        probabilities = softmax(logits / self._temperature)
        is_guess = probabilities.max(axis=1) < UNSURE_BELOW
        return probabilities, is_guess | (energy_score(logits) < self._energy_threshold)

    def probabilities(self, images: FloatArray | ByteArray) -> FloatArray:
        """Probabilities (N, 10) for images as `judge` takes them."""
        return self.judge(images)[0]
