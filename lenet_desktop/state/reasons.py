"""Why the network gives its answer, and what would make it give another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Literal, TypeAlias

from PySide6.QtCore import QObject, Signal

from core.arrays import FloatArray
from core.network.weights import Weights
from core.recognition.activations import PROBABILITIES, activations
from core.recognition.attribution import occlusion, saliency
from core.recognition.counterfactual import counterfactual
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.state.job import Job
from lenet_desktop.state.notices import Notices

Method: TypeAlias = Literal["saliency", "occlusion"]


@dataclass(frozen=True, eq=False)
class Found:
    """The reasons for one answer.

    Attributes
    ----------
    label
        The answer, 0-9.
    attribution
        (28, 28), positive where the pixel supports the answer; None if not asked for.
    changed
        (28, 28), the image that is read as the target; None if not asked for, or not found.
    """

    label: int
    attribution: FloatArray | None
    changed: FloatArray | None


class Reasons(QObject):
    """Finds reasons, always for the newest drawing; what takes longer is found in the background.

    Nothing is computed unless a method or a target is chosen.
    """

    changed = Signal()
    """`found` or `failure` has changed."""

    def __init__(
        self, inspection: Inspection, notices: Notices, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._inspection, self._notices = inspection, notices
        self._method: Method | None = None
        self._target: int | None = None
        self._is_outdated = False
        self.found: Found | None = None
        """The newest reasons; None until they are found, and if nothing is asked for."""
        self.failure: Exception | None = None
        """Why there are none, after an error."""
        self._job = Job(self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._fail)
        self._job.ended.connect(self._continue)
        inspection.drawn_changed.connect(self._look_again)

    @property
    def method(self) -> Method | None:
        """How the answer is attributed to the pixels."""
        return self._method

    @property
    def target(self) -> int | None:
        """The digit that is to be the answer."""
        return self._target

    @property
    def is_searching(self) -> bool:
        """Whether the reasons are being looked for."""
        return self._job.is_running

    def ask(self, method: Method | None, target: int | None) -> None:
        """Choose what to look for: None for nothing."""
        if (method, target) != (self._method, self._target):
            self._method, self._target = method, target
            self._look_again()

    def close(self) -> None:
        """Stop looking."""
        self._job.abandon()

    def _look_again(self) -> None:
        self._is_outdated = True
        if self.found is not None or self.failure is not None:
            self.found = self.failure = None
            self.changed.emit()
        if not self._job.is_running:
            self._continue()

    def _continue(self) -> None:
        """Look for the reasons of the newest drawing unless they are found."""
        if not self._is_outdated:
            return
        self._is_outdated = False
        image = self._inspection.drawn
        if not image.any() or (self._method is None and self._target is None):
            return
        find = partial(_find, self._inspection.weights, image, self._method, self._target)
        if self._method != "occlusion" and self._target is None:
            # A gradient takes less than a millisecond: it follows the pen.
            self._take(find())
        else:
            self._job.call(find)

    def _take(self, found: Found) -> None:
        if not self._is_outdated:
            self.found = found
            self.changed.emit()

    def _fail(self, error: Exception) -> None:
        if not self._is_outdated:
            self.failure = error
            self._notices.error(error, self.tr("Explaining the answer failed: {reason}"))
            self.changed.emit()


def _find(weights: Weights, image: FloatArray, method: Method | None, target: int | None) -> Found:
    label = int(activations(weights, image).values[PROBABILITIES].argmax())
    attribution = None
    if method is not None:
        attribution = (saliency if method == "saliency" else occlusion)(weights, image, label)
    changed = None if target is None else counterfactual(weights, image, target)
    return Found(label, attribution, changed)
