"""Progress, duration and metrics of a training run."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from core.training.events import BatchesDone, EpochDone, RunStarted


@dataclass
class RunProgress:
    """Progress of one run.

    Attributes
    ----------
    runs_after
        Number of runs of the same size that follow.
    batches
        The last batches; None before the first.
    best_val_accuracy
        Validation accuracy of the best epoch so far, 0-1; None before the first epoch is done.
    is_over
        Whether the run has ended.
    """

    started: RunStarted
    runs_after: int = 0
    batches: BatchesDone | None = None
    best_val_accuracy: float | None = None
    is_over: bool = False
    _seconds: float = 0.0
    _running_since: float | None = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        if self.started.resumed_from:
            self.best_val_accuracy = self.started.resumed_from.best_val_accuracy

    @property
    def steps(self) -> int:
        """Number of batches of the whole run."""
        return self.started.plan.epochs * self.started.batches_per_epoch

    @property
    def steps_done(self) -> int:
        """Number of batches done, including those before the run was resumed."""
        return self.batches.step if self.batches else self._first_step

    @property
    def epoch(self) -> int:
        """The current epoch."""
        return self.batches.epoch if self.batches else self.started.first_epoch

    @property
    def epochs(self) -> int:
        """Number of epochs of the whole run."""
        return self.started.plan.epochs

    @property
    def seconds_left(self) -> float | None:
        """Estimate by the mean speed so far, without pauses; None before the first batch."""
        done = self.steps_done - self._first_step
        left = self.steps - self.steps_done + self.runs_after * self.steps
        return left * self._seconds_here / done if done > 0 else None

    @property
    def seconds(self) -> float:
        """Duration so far without pauses, including the epochs before the run was resumed."""
        earlier = self.started.resumed_from
        return self._seconds_here + (earlier.seconds if earlier else 0.0)

    @property
    def _seconds_here(self) -> float:
        since = self._running_since
        return self._seconds + (0.0 if since is None else monotonic() - since)

    def take_epoch(self, event: EpochDone) -> None:
        """Update the best validation accuracy."""
        self.best_val_accuracy = event.checkpoint.best_val_accuracy

    def pause(self) -> None:
        """Stop the clock."""
        self._seconds, self._running_since = self._seconds_here, None

    def resume(self) -> None:
        """Restart the clock."""
        if self._running_since is None:
            self._running_since = monotonic()

    def end(self) -> None:
        """Stop the clock at the end of the run."""
        self.pause()
        self.is_over = True

    @property
    def _first_step(self) -> int:
        return (self.started.first_epoch - 1) * self.started.batches_per_epoch
