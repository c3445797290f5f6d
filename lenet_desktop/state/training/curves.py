"""The curves of a run, which grow within a fixed amount of memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.runs.curves import Curve, merged
from core.training.checkpoints import Checkpoint, EpochMetrics
from core.training.events import BatchesDone

MOST_POINTS = 2**18
"""Maximum size of a series; beyond it, neighbouring points are merged in pairs."""
_FIRST_CAPACITY = 1024
_POINTS = 10
"""Points of the training accuracy for each epoch of a short run."""


class Series:
    """Points sorted by x."""

    def __init__(self, most_points: int = MOST_POINTS) -> None:
        self._most_points = most_points
        self._points: Curve = np.empty((2, _FIRST_CAPACITY))
        self._n = 0
        self._merged = 1
        self._waiting: Curve = np.empty((2, 0))

    def __len__(self) -> int:
        return self._n

    @property
    def points(self) -> Curve:
        """A view of the points, (2, n); merged points are means."""
        return self._points[:, : self._n]

    def extend(self, x: npt.ArrayLike, y: npt.ArrayLike) -> None:
        """Add points."""
        new = np.concatenate([self._waiting, np.array([x, y], np.float64)], axis=1)
        whole = new.shape[1] // self._merged * self._merged
        self._waiting = new[:, whole:]
        self._append(merged(new[:, :whole], self._merged))

    def _append(self, new: Curve) -> None:
        n = self._n + new.shape[1]
        if n > self._points.shape[1]:
            grown = np.empty((2, max(n, 2 * self._points.shape[1])))
            grown[:, : self._n] = self.points
            self._points = grown
        self._points[:, self._n : n] = new
        self._n = n
        while self._n > self._most_points:
            self._halve()

    def _halve(self) -> None:
        pairs = self._n // 2
        odd = self._points[:, 2 * pairs : self._n].copy()
        self._points[:, :pairs] = merged(self._points[:, : 2 * pairs], 2)
        self._points[:, pairs : pairs + odd.shape[1]] = odd
        self._n = pairs + odd.shape[1]
        self._merged *= 2


class RunCurves:
    """The curves of a run against epochs.

    Parameters
    ----------
    batches_per_epoch
        Converts steps to epochs.
    resumed_from
        The checkpoint that the run was resumed from; its curves come first.
    within_epochs
        Whether the accuracies have points within the epochs too.

    Attributes
    ----------
    losses
        Loss of each batch.
    learning_rates
        Learning rate, at steps of increasing number.
    history
        Metrics of each epoch.
    """

    def __init__(
        self,
        batches_per_epoch: int,
        resumed_from: Checkpoint | None = None,
        *,
        within_epochs: bool = False,
    ) -> None:
        self._batches_per_epoch = batches_per_epoch
        self.shows_within_epochs = within_epochs
        self._train_within = Series()
        self._val_within = Series()
        self._averaged = 0, 0, 0.0
        """Epoch, batches done in it and their accuracy at the last point of `_train_within`."""
        self.losses = Series()
        self.learning_rates = Series()
        self.history: list[EpochMetrics] = []
        if resumed_from:
            losses = resumed_from.batch_losses
            self.add_losses(len(losses), losses)
            self.history.extend(resumed_from.history)
            self.learning_rates.extend(
                [metrics.epoch for metrics in self.history],
                [metrics.learning_rate for metrics in self.history],
            )

    def add_batches(self, event: BatchesDone) -> None:
        """Add the losses and the learning rate of batches."""
        self.add_losses(event.step, event.losses)
        epoch = event.step / self._batches_per_epoch
        self.learning_rates.extend([epoch], [event.learning_rate])
        self._add_train_accuracy(event)
        if event.val_accuracy is not None:
            self._val_within.extend([epoch], [100 * event.val_accuracy])

    def _add_train_accuracy(self, event: BatchesDone) -> None:
        """Add a point after each tenth of an epoch, for the batches since the last point.

        The mean since the start of the epoch, which the event brings, would lag behind and jump
        where the next epoch starts.
        """
        epoch, done, accuracy = self._averaged
        if epoch != event.epoch:
            done, accuracy = 0, 0.0
        per_epoch = self._batches_per_epoch
        now = event.step - (event.epoch - 1) * per_epoch
        if now * _POINTS // per_epoch == done * _POINTS // per_epoch:
            return
        mean = (now * event.accuracy - done * accuracy) / (now - done)
        self._train_within.extend([event.step / per_epoch], [100 * mean])
        self._averaged = event.epoch, now, event.accuracy

    def add_losses(self, step: int, losses: Sequence[float] | npt.NDArray[np.float32]) -> None:
        """Add the losses of the batches up to `step`."""
        steps = np.arange(step - len(losses) + 1, step + 1)
        self.losses.extend(steps / self._batches_per_epoch, losses)

    @property
    def train_accuracy(self) -> Curve:
        """Per cent, one point an epoch; in a short run, one for each tenth of an epoch."""
        ends = accuracy_curve(self.history, "train_accuracy")
        if not self.shows_within_epochs or not len(self._train_within):
            return ends
        within = self._train_within.points
        resumed = ends[:, ends[0] < within[0, 0]]
        return np.concatenate([resumed, within], axis=1)

    @property
    def val_accuracy(self) -> Curve:
        """Per cent, one point an epoch; within it, the accuracy on some of the images."""
        ends = accuracy_curve(self.history, "val_accuracy")
        if not self.shows_within_epochs:
            return ends
        points = np.concatenate([ends, self._val_within.points], axis=1)
        # Of two points at the same place, the end of the epoch comes first.
        _, places = np.unique(points[0], return_index=True)
        return points[:, places]


@dataclass(frozen=True, eq=False)
class ComparedRun:
    """The curves of an earlier run: smoothed losses, and validation accuracy in per cent.

    Attributes
    ----------
    colour
        Number of the colour, as `lenet_desktop.theme.curve_colours.compared_colour` takes it.
    """

    name: str
    losses: Curve
    val_accuracy: Curve
    colour: int = 0


def accuracy_curve(history: Sequence[EpochMetrics], name: str) -> Curve:
    """Return an accuracy of `EpochMetrics` in per cent against the epochs, (2, n)."""
    points = [(metrics.epoch, 100 * getattr(metrics, name)) for metrics in history]
    return np.array(points, np.float64).reshape(-1, 2).T
