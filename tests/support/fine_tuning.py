"""Fine-tuning with drawings, and how many examples a network reads correctly."""

from __future__ import annotations

import numpy as np

from core.data.examples import Examples
from core.network.weights import Weights
from core.progress import result_of
from core.recognition.recognizer import Recognizer
from core.training.fine_tuning import FineTuned, fine_tune


def result(*arguments, **options) -> FineTuned:
    return result_of(fine_tune(*arguments, source_name="drawings", **options))


def right(weights: Weights, examples: Examples) -> int:
    predicted = Recognizer(weights).probabilities(examples.images).argmax(axis=1)
    return int(np.count_nonzero(predicted == examples.labels))
