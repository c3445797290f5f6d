"""What a run's progress is in figures: how far, how fast, how good."""

from __future__ import annotations

from dataclasses import dataclass, field
from time import monotonic

from PySide6.QtCore import QCoreApplication

from core.device import Device
from core.training.events import BatchesDone, EpochDone, RunStarted
from lenet_desktop.text.devices import device_name
from lenet_desktop.text.numbers import data_size, decimal, duration, per_cent, significant, whole

translate = QCoreApplication.translate


@dataclass
class RunProgress:
    """Follows the events of one run."""

    started: RunStarted
    device: Device = field(init=False)
    batches: BatchesDone | None = None
    best_val_accuracy: float | None = None
    is_over: bool = False
    _seconds: float = 0.0
    _running_since: float | None = field(default_factory=monotonic)

    def __post_init__(self) -> None:
        self.device = self.started.device

    @property
    def steps(self) -> int:
        """Batches of the whole run."""
        return self.started.plan.epochs * self.started.batches_per_epoch

    @property
    def steps_done(self) -> int:
        """Batches done so far, those before an interruption included."""
        return self.batches.step if self.batches else self._first_step

    @property
    def epoch(self) -> int:
        """The epoch that is under way."""
        return self.batches.epoch if self.batches else self.started.first_epoch

    @property
    def seconds_left(self) -> float | None:
        """Estimate by the speed so far, pauses left out; None before there is one."""
        done = self.steps_done - self._first_step
        return (self.steps - self.steps_done) * self.seconds / done if done > 0 else None

    @property
    def seconds(self) -> float:
        """How long the run has been going on, without pauses."""
        since = self._running_since
        return self._seconds + (0.0 if since is None else monotonic() - since)

    def take_epoch(self, event: EpochDone) -> None:
        """Note the best so far."""
        self.best_val_accuracy = event.checkpoint.best_val_accuracy

    def pause(self) -> None:
        """Stop the clock."""
        self._seconds, self._running_since = self.seconds, None

    def resume(self) -> None:
        """Let the clock go on."""
        if self._running_since is None:
            self._running_since = monotonic()

    def end(self) -> None:
        """Tell from now on how long it took."""
        self.pause()
        self.is_over = True

    @property
    def _first_step(self) -> int:
        return (self.started.first_epoch - 1) * self.started.batches_per_epoch

    def metrics(self) -> list[tuple[str, str]]:
        """Return the metrics of the run, each as its name and its value."""
        batches, best, nothing = self.batches, self.best_val_accuracy, "–"
        rate = batches.images_per_second if batches else 0
        on_gpu = self.device.kind == "gpu"
        memory = batches.memory if batches else None
        return [
            self._time(nothing),
            (translate("RunProgress", "Images/s"), whole(round(rate)) if batches else nothing),
            (translate("RunProgress", "Loss"), decimal(batches.loss, 4) if batches else nothing),
            (
                translate("RunProgress", "Training"),
                per_cent(batches.accuracy, 1) if batches else nothing,
            ),
            (
                translate("RunProgress", "Best validation"),
                nothing if best is None else per_cent(best, 2),
            ),
            (
                translate("RunProgress", "Learning rate"),
                significant(batches.learning_rate, 3) if batches else nothing,
            ),
            (
                translate("RunProgress", "GPU memory"),
                nothing if memory is None else data_size(memory),
            )
            if on_gpu
            else (translate("RunProgress", "Runs on"), device_name(self.device)),
        ]

    def _time(self, nothing: str) -> tuple[str, str]:
        if self.is_over:
            return translate("RunProgress", "Took"), duration(self.seconds)
        left = self.seconds_left
        return translate("RunProgress", "Time left"), nothing if left is None else duration(left)
