"""Recognition of single digits: class probabilities, computed on the CPU."""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
import numpy.typing as npt

from core.arrays import ByteArray, FloatArray
from core.engines.predictor import predictor_of
from core.network.confidence import energy_score
from core.network.losses import softmax
from core.network.weights import Weights

UNSURE_BELOW = 0.5
"""Probability below which an answer is unsure: no digit has an absolute majority."""

_POSSIBLE = 0.1  # Probability from which a second digit is an alternative.
_TOGETHER = 0.9  # That two digits have together if the drawing is one or the other.


@dataclass(frozen=True, eq=False)
class Recognition:
    """The classification of one image.

    Attributes
    ----------
    probabilities
        float32 (10,); all zeros for a blank image.
    label
        The most probable digit; None for a blank image.
    unsure
        Whether the probability of the label is below `UNSURE_BELOW`, or the image is rejected as
        not a digit.
    """

    probabilities: FloatArray
    label: int | None
    unsure: bool

    @property
    def confidence(self) -> float:
        """Probability of the label, 0-1."""
        return float(self.probabilities.max())

    @property
    def alternatives(self) -> tuple[int, ...]:
        """The other digit that the image may be, such as a 7 for some 1s; usually empty.

        An image that is rejected as not a digit has none.
        """
        if self.label is None or (self.unsure and self.confidence >= UNSURE_BELOW):
            return ()
        second = int(self.probabilities.argsort()[-2])
        possible = float(self.probabilities[second])
        is_either = possible >= _POSSIBLE and self.confidence + possible >= _TOGETHER
        return (second,) if is_either else ()


class Recognizer:
    """Classifies 28x28 images on the CPU; can be shared between threads.

    Parameters
    ----------
    weights
        Their model card gives the temperature and the energy threshold.
    """

    def __init__(self, weights: Weights) -> None:
        self._predict = predictor_of(weights)
        card = weights.card
        self._temperature = np.float32(1 if card.temperature is None else card.temperature)
        self._energy_threshold = -inf if card.energy_threshold is None else card.energy_threshold

    def recognize(self, image: FloatArray) -> Recognition:
        """Classify one image (28, 28) with values in [0, 1], white ink on black."""
        if not image.any():
            return Recognition(np.zeros(10, np.float32), None, unsure=True)
        (probabilities,), (unsure,) = self.judge(image[None])
        return Recognition(probabilities, int(probabilities.argmax()), bool(unsure))

    def judge(self, images: FloatArray | ByteArray) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
        """Classify images.

        Parameters
        ----------
        images
            (N, 28, 28), not blank: float32 in [0, 1] or uint8.

        Returns
        -------
        probabilities
            float32 (N, 10).
        unsure
            bool (N,), see `Recognition`.
        """
        logits = self._predict(images.reshape(len(images), -1))
        probabilities = softmax(logits / self._temperature)
        is_improbable = probabilities.max(axis=1) < UNSURE_BELOW
        return probabilities, is_improbable | (energy_score(logits) < self._energy_threshold)

    def probabilities(self, images: FloatArray | ByteArray) -> FloatArray:
        """Compute the probabilities (N, 10) of images as `judge` takes them."""
        return softmax(self._predict(images.reshape(len(images), -1)) / self._temperature)
