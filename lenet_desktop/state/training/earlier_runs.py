"""The earlier runs, listed in the background."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QObject, Signal

from core.runs.library import DamagedRun, RunSummary, list_runs
from core.runs.notes import RunNotes
from lenet_desktop.state.job import Job
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.training.curves import ComparedRun, accuracy_curve
from lenet_desktop.text.networks import preset_name
from lenet_desktop.text.plain import name_of, shortened

_TIME = "yyyy-MM-dd HH.mm.ss"


class EarlierRuns(QObject):
    """Lists the runs of a folder, damaged ones included, the newest first.

    Parameters
    ----------
    folder
        Contains a folder for each run; it need not exist.
    notices
        Receives error messages.
    """

    changed = Signal()
    """The list was refreshed, possibly with an error, or a run was removed."""

    def __init__(self, folder: Path, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._notices = folder, notices
        self.runs: list[RunSummary | DamagedRun] = []
        self._unsaved: dict[Path, RunNotes] = {}
        self._is_outdated = False
        self._job = Job(self)
        self._job.succeeded.connect(self._take)
        self._job.failed.connect(self._report)
        self._job.ended.connect(self._finish)

    def refresh(self) -> None:
        """List the runs again in the background, then emit `changed`."""
        self._is_outdated = self._job.is_running
        if not self._is_outdated:
            self._job.call(partial(list_runs, self._folder))

    def forget(self, run: RunSummary | DamagedRun) -> None:
        """Remove a run from the list."""
        self.runs = [other for other in self.runs if other.folder != run.folder]
        self.changed.emit()

    def annotate(self, folder: Path, notes: RunNotes, *, is_saved: bool = True) -> None:
        """Show another name and other notes of a run; unsaved ones whatever its file holds."""
        self._unsaved.pop(folder, None)
        if not is_saved:
            self._unsaved[folder] = notes
        self.runs = [_annotated(run, {folder: notes}) for run in self.runs]
        self.changed.emit()

    def close(self) -> None:
        """Wait for the listing to end; nothing more is emitted."""
        self._job.abandon()

    def _take(self, runs: list[RunSummary | DamagedRun]) -> None:
        self.runs = [_annotated(run, self._unsaved) for run in runs]

    def _report(self, error: Exception) -> None:
        self._notices.error(error, self.tr("Listing the earlier runs failed: {reason}"))

    def _finish(self) -> None:
        if self._is_outdated:
            self.refresh()
        else:
            self.changed.emit()


def _annotated(
    run: RunSummary | DamagedRun, notes: Mapping[Path, RunNotes]
) -> RunSummary | DamagedRun:
    if isinstance(run, RunSummary) and run.folder in notes:
        return replace(run, notes=notes[run.folder])
    return run


def run_name(run: RunSummary | DamagedRun) -> str:
    """Return the name that the user gave a run; without one, `default_name`."""
    return run.notes.name if isinstance(run, RunSummary) and run.notes.name else default_name(run)


def default_name(run: RunSummary | DamagedRun) -> str:
    """Return the preset, if it is known, and the start of a run in the user's locale.

    No two runs share this name.
    """
    start = start_of(run)
    if not isinstance(run, RunSummary):
        return start
    return f"{shortened(preset_name(run.plan.preset))}, {start}"


def start_of(run: RunSummary | DamagedRun) -> str:
    """Return when a run was started, in the user's locale."""
    return start_text(run.folder)


def start_text(folder: Path) -> str:
    """Return the time that a folder is named after, in the user's locale."""
    # As QDateTime::toString takes it; month and day come in another order elsewhere.
    form = QCoreApplication.translate("Runs", "d MMM, HH:mm:ss")
    return _with_time(name_of(folder), QLocale().name(), form)


@lru_cache(maxsize=4096)  # Qt takes half a millisecond, and a list of runs asks several times.
def _with_time(start: str, locale: str, form: str) -> str:
    """Write the time at the start of a name in the format of a locale."""
    time = QDateTime.fromString(start[: len(_TIME)], _TIME)
    return QLocale(locale).toString(time, form) + start[len(_TIME) :] if time.isValid() else start


def compared_runs(runs: Mapping[int, RunSummary]) -> list[ComparedRun]:
    """Return the curves of runs, each under a name of its own.

    Parameters
    ----------
    runs
        By the number of the colour.
    """
    names = Counter(map(run_name, runs.values()))
    return [
        ComparedRun(
            run_name(run) if names[run_name(run)] == 1 else f"{run_name(run)}, {start_of(run)}",
            run.losses,
            accuracy_curve(run.history, "val_accuracy"),
            colour,
        )
        for colour, run in runs.items()
    ]
