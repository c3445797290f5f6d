"""How fast this machine trains the plan of the form, measured in the background."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from core.device import Device
from core.network.architectures import Architecture
from core.training.plan import Plan
from core.training.speed import measure_speed
from lenet_desktop.state.job import Job, Work
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.training.run import TrainingRun


@dataclass(frozen=True)
class _Kind:
    """What the speed depends on."""

    network: Architecture
    batch_size: int
    is_deformed: bool
    has_dropout: bool
    device: str
    threads: int


class TrainingSpeed(QObject):
    """Measures each kind of plan once; never while a run trains, which would slow it down."""

    changed = Signal()
    """Another speed is known."""

    def __init__(
        self, training: TrainingRun, notices: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._training = training
        self._known: dict[_Kind, float] = {}
        self._measured: _Kind | None = None
        self._next: tuple[_Kind, Work] | None = None
        self._job = Job(self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(notices.error)
        self._job.ended.connect(self._continue)
        training.changed.connect(self._make_way)

    def images_per_second(self, plan: Plan, device: Device, threads: int) -> float | None:
        """Return the speed of a plan; None if it is not known. It is then measured."""
        kind = _Kind(
            plan.network,
            plan.batch_size,
            plan.augmentation is not None,
            plan.dropout > 0,
            device.name,
            threads,
        )
        speed = self._known.get(kind)
        if speed is None and kind != self._measured:
            self._next = kind, partial(measure_speed, plan, device, threads)
            self._job.stop()
            if not self._job.is_running:
                self._continue()
        return speed

    def close(self) -> None:
        """Stop measuring and wait for it; nothing more is emitted."""
        self._job.abandon()

    def _continue(self) -> None:
        """Start the measurement that was asked for last."""
        self._measured = None
        if self._next is None or self._training.is_busy:
            return
        self._measured, measure = self._next
        self._next = None
        self._job.start(measure)

    def _take(self, speed: float) -> None:
        assert self._measured is not None
        self._known[self._measured] = speed
        self.changed.emit()

    def _make_way(self) -> None:
        """Stop for a run that trains; measure after it what was asked for."""
        if self._training.is_busy:
            self._job.stop()
        elif not self._job.is_running:
            self._continue()
