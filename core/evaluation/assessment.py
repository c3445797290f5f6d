"""The answers of a network to every example of a dataset."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray
from core.data.examples import Examples
from core.device import cores
from core.digits import NOT_A_DIGIT
from core.engines.thread_pool import ONE_BLAS_THREAD, ThreadPool, numpy_settings
from core.evaluation.confusion import Confusion, confusion_of
from core.network.weights import Weights
from core.progress import Progress, Stage
from core.recognition.recognizer import Recognizer

_CHUNK = 250


@dataclass(frozen=True)
class Rejected:
    """How many of some examples that are not digits were rejected, that is, unsure."""

    rejected: int
    total: int


@dataclass(frozen=True, eq=False)
class Assessment:
    """The answers of a network to the examples of a dataset.

    Attributes
    ----------
    examples
        The examples, in their order.
    probabilities
        float32 (n, 10).
    predicted
        (n,), the most probable digits.
    confidence
        float32 (n,), their probabilities.
    is_unsure
        bool (n,), see `core.recognition.recognizer.Recognition`.
    confusion
        The confusion matrix of the digits.
    """

    examples: Examples
    probabilities: FloatArray
    predicted: npt.NDArray[np.int64]
    confidence: FloatArray
    is_unsure: npt.NDArray[np.bool_]
    confusion: Confusion

    @cached_property
    def is_digit(self) -> npt.NDArray[np.bool_]:
        """(n,), whether an example is a digit, by its label."""
        return self.examples.labels != NOT_A_DIGIT

    @cached_property
    def is_correct(self) -> npt.NDArray[np.bool_]:
        """(n,), whether a digit was predicted correctly; what is not a digit must be unsure."""
        is_predicted = self.predicted == self.examples.labels
        return np.where(self.is_digit, is_predicted, self.is_unsure)

    @property
    def correct(self) -> int:
        """Number of correct answers."""
        return int(self.is_correct.sum())

    @property
    def accuracy(self) -> float:
        """Share of correct answers, 0-1; 0 without examples."""
        return self.correct / max(len(self.examples), 1)

    @property
    def non_digits(self) -> Rejected:
        """The examples that are not digits."""
        return Rejected(int(self.is_unsure[~self.is_digit].sum()), int((~self.is_digit).sum()))

    @property
    def of_digits(self) -> Assessment:
        """The answers to the digits alone."""
        if self.is_digit.all():
            return self
        chosen, examples = self.is_digit, self.examples
        return Assessment(
            Examples(examples.images[chosen], examples.labels[chosen]),
            self.probabilities[chosen],
            self.predicted[chosen],
            self.confidence[chosen],
            self.is_unsure[chosen],
            self.confusion,
        )

    def cell(self, true: int | None, predicted: int | None) -> npt.NDArray[np.intp]:
        """Find the examples of a cell of the confusion matrix, the most confident first.

        Parameters
        ----------
        true, predicted
            The row and the column; None selects all. Only digits have a column.

        Returns
        -------
        ndarray
            Their indices.
        """
        chosen = np.ones(len(self.predicted), dtype=bool)
        if true is not None:
            chosen &= self.examples.labels == true
        if predicted is not None:
            chosen &= self.is_digit & (self.predicted == predicted)
        indices = np.flatnonzero(chosen)
        return indices[np.argsort(-self.confidence[indices], kind="stable")]


def assess(
    weights: Weights, examples: Examples, threads: int | None = None
) -> Generator[Progress, None, Assessment]:
    """Classify all examples; none may be blank.

    Parameters
    ----------
    threads
        The number of threads, which changes no bit of the result; None for one per core.
    """
    recognizer, n, threads = Recognizer(weights), len(examples), threads or cores()
    probabilities, is_unsure = np.empty((n, 10), np.float32), np.empty(n, bool)

    def judge(start: int) -> None:
        part = slice(start, start + _CHUNK)
        probabilities[part], is_unsure[part] = recognizer.judge(examples.images[part])

    starts = range(0, n, _CHUNK)
    with closing(ThreadPool(threads)) as pool, ONE_BLAS_THREAD:
        for first in range(0, len(starts), threads):
            together = starts[first : first + threads]
            with numpy_settings():
                pool.map(together, judge)
            for start in together:
                yield Progress(Stage.READING, min(start + _CHUNK, n), n)
    predicted = probabilities.argmax(axis=1)
    return Assessment(
        examples,
        probabilities,
        predicted,
        probabilities.max(axis=1),
        is_unsure,
        confusion_of(examples.labels, predicted),
    )
