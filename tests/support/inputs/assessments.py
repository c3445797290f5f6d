"""Assessments made up from answers, without a network."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.data.examples import Examples
from core.evaluation.assessment import Assessment
from core.evaluation.confusion import confusion_of


def assessment_of(
    labels: npt.ArrayLike, predicted: npt.ArrayLike, confidence: npt.ArrayLike = 1
) -> Assessment:
    """Every image is of another grey; an answer is unsure below a confidence of 0.5."""
    labels, predicted = np.array(labels, np.uint8), np.array(predicted)
    images = np.arange(len(labels)).astype(np.uint8)[:, None, None] + np.zeros((28, 28), np.uint8)
    probabilities = np.zeros((len(labels), 10), np.float32)
    probabilities[np.arange(len(labels)), predicted] = confidence
    confidences = probabilities.max(axis=1)
    return Assessment(
        examples=Examples(images, labels),
        probabilities=probabilities,
        predicted=predicted,
        confidence=confidences,
        is_unsure=confidences < 0.5,
        confusion=confusion_of(labels, predicted),
    )
