"""The results of an epoch in progress."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.engines import StepResult


@dataclass
class Totals:
    """The results of the batches of an epoch so far."""

    losses: list[float] = field(default_factory=list[float])
    images: int = 0
    _loss_sum: float = 0.0
    _correct: int = 0
    _digits: int = 0

    def add(
        self, results: Sequence[StepResult], sizes: Sequence[int], n_digits: int
    ) -> list[float]:
        """Add some batches and return the mean loss of each."""
        losses = [result.loss / size for result, size in zip(results, sizes, strict=True)]
        self.losses += losses
        self.images += sum(sizes)
        self._loss_sum += sum(result.loss for result in results)
        self._correct += sum(result.correct for result in results)
        self._digits += n_digits
        return losses

    @property
    def loss(self) -> float:
        """Mean loss of the images."""
        return self._loss_sum / self.images

    @property
    def accuracy(self) -> float:
        """Accuracy on the digits, 0-1."""
        return self._correct / max(self._digits, 1)
