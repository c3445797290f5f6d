"""Import and export of My Digits in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal, SignalInstance

from core.ink.drawing import Drawing
from core.ink.ink_files import RejectedLine, load_digits, save_drawings
from lenet_desktop.state.job import Job
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.pad_content import content_of


@dataclass(frozen=True, eq=False)
class Import:
    """The drawings of an imported file, and the lines that were left out."""

    file: Path
    drawings: Sequence[Drawing]
    rejected: Sequence[RejectedLine]


class MyDigitsFiles(QObject):
    """Reads and writes ink files, several at once if requested.

    Parameters
    ----------
    notices
        Receives error messages.
    """

    imported = Signal(object)
    """Emitted with an `Import`."""
    exported = Signal(object)
    """Emitted with the path of the written file."""

    def __init__(self, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices

    def import_from(self, file: Path) -> None:
        """Read an ink file, then emit `imported`."""
        self._start(partial(_import, file), self.imported, self._report_import)

    def export_to(self, file: Path, drawings: Sequence[Drawing]) -> None:
        """Write an ink file, then emit `exported`."""
        self._start(partial(_export, file, drawings), self.exported, self._report_export)

    def close(self) -> None:
        """Wait for all imports and exports."""
        for job in self.findChildren(Job):
            job.finish()

    def _start(
        self,
        function: Callable[[], object],
        succeeded: SignalInstance,
        failed: Callable[[Exception], None],
    ) -> None:
        job = Job(self)
        job.succeeded.connect(succeeded)
        job.failed.connect(failed)
        job.ended.connect(job.deleteLater)
        job.call(function)

    def _report_import(self, error: Exception) -> None:
        self._notices.error(error, self.tr("Import failed: {reason}"))

    def _report_export(self, error: Exception) -> None:
        self._notices.error(error, self.tr("Export failed: {reason}"))


def _import(file: Path) -> Import:
    drawings, rejected = load_digits(file)
    return Import(file, [_on_the_pad(drawing) for drawing in drawings], rejected)


def _on_the_pad(drawing: Drawing) -> Drawing:
    """Convert a drawing to pad coordinates, so that the same drawing on the pad is found."""
    strokes = content_of(drawing.strokes, width=0).strokes
    return replace(drawing, strokes=tuple(stroke.points for stroke in strokes))


def _export(file: Path, drawings: Sequence[Drawing]) -> Path:
    save_drawings(file, drawings)
    return file
