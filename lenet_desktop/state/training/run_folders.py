"""The folders of the earlier runs: naming, deleting, exporting, and what a kill left behind."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.errors import UserError
from core.runs.aside import Aside, restore_leftovers
from core.runs.library import DamagedRun, RunSummary, copy_run, interrupted_runs
from core.runs.notes import RunNotes, load_notes, save_notes
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.job import Job
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.training.earlier_runs import EarlierRuns, run_name


class RunFolders(QObject):
    """Changes the folders of the earlier runs; a deleted run can be brought back.

    A run that cannot be read is never deleted: it may be something else.
    """

    changed = Signal()
    """`can_undo` has changed."""
    resume_requested = Signal(object)
    """The `RunSummary` of an interrupted run that the user wants to resume."""

    def __init__(
        self,
        folder: Path,
        earlier: EarlierRuns,
        network: CurrentNetwork,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._folder, self._earlier = folder, earlier
        self._network, self._notices = network, notices
        self._aside = Aside(folder)
        self._deleted: list[list[Path]] = []
        self._unsaved: dict[Path, tuple[RunNotes, RunNotes]] = {}
        self._interrupted: RunSummary | None = None
        self._tidying = Job(self)
        self._tidying.succeeded.connect(self._offer)
        self._tidying.failed.connect(self._report)
        self._export = Job(self)
        self._export.succeeded.connect(self._note_copies)
        self._export.failed.connect(self._report)

    @property
    def can_undo(self) -> bool:
        """Whether a deletion can be undone."""
        return bool(self._deleted)

    def tidy(self) -> None:
        """Bring back what a killed window had deleted, and offer to resume a killed run."""
        if not self._tidying.is_running:
            self._tidying.call(partial(_tidy, self._folder))

    def annotate(self, run: RunSummary, notes: RunNotes) -> None:
        """Save the name and the notes of a run.

        An error is posted; they are then still shown, and saved with the next change, or when the
        window closes.
        """
        unsaved = self._unsaved.pop(run.folder, None)
        if notes == run.notes and unsaved is None:
            return
        before = unsaved[0] if unsaved else run.notes
        stored = load_notes(run.folder).name
        try:
            notes = save_notes(run.folder, notes, before)
        except (UserError, OSError) as error:
            self._unsaved[run.folder] = before, notes
            self._notices.error(error)
        else:
            if stored not in (before.name, notes.name):
                text = self.tr("Another window had named the run “{name}”. Your name replaces it.")
                self._notices.info(text.format(name=stored))
        self._earlier.annotate(run.folder, notes, is_saved=run.folder not in self._unsaved)
        if run.folder in self._network.path.parents:
            self._network.renamed.emit()

    def delete(self, runs: Sequence[RunSummary | DamagedRun]) -> None:
        """Delete runs; the message can undo it, and so can `undo` until the window closes."""
        moved: list[Path] = []
        for run in runs:
            try:
                self._check(run)
                moved.append(self._aside.move(run.folder))
            except (UserError, OSError) as error:
                self._notices.error(error)
                break
            self._earlier.forget(run)
        if not moved:
            return
        self._deleted.append(moved)
        self._earlier.refresh()
        self.changed.emit()
        if len(moved) == len(runs):
            self._notices.info(self.tr("%Ln run(s) deleted.", "", len(moved)), undo=self.undo)

    def undo(self) -> None:
        """Bring back the runs that were deleted last."""
        if not self._deleted:
            return
        n_restored, error = 0, None
        for moved in self._deleted.pop():
            try:
                self._aside.bring_back(moved)
                n_restored += 1
            except OSError as caught:
                error = caught
        self._earlier.refresh()
        self.changed.emit()
        # A message in any case: the former one offers to undo what is undone.
        if error is not None:
            self._notices.error(error)
        else:
            self._notices.info(self.tr("%Ln run(s) restored.", "", n_restored))

    def export(self, runs: Sequence[RunSummary], folder: Path) -> None:
        """Copy runs to a folder in the background, then post a message."""
        self._export.finish()
        self._export.start(partial(_copy_runs, runs, folder))

    def close(self) -> None:
        """Wait until everything is copied, and remove the deleted runs from the disk."""
        for folder, (before, notes) in self._unsaved.items():
            with suppress(UserError, OSError):  # Which was reported at the first attempt.
                save_notes(folder, notes, before)
        self._tidying.abandon()
        self._export.finish()
        self._aside.close()

    def _check(self, run: RunSummary | DamagedRun) -> None:
        if isinstance(run, DamagedRun):
            raise UserError(
                "{folder} cannot be read as a run, so it is not deleted.", folder=run.folder.name
            )
        if run.folder in self._network.path.parents:
            raise UserError(
                "The network in use belongs to this run. Choose another network before you "
                "delete it."
            )

    def _offer(self, interrupted: list[RunSummary]) -> None:
        if not interrupted:
            return
        run = self._interrupted = interrupted[0]
        text = self.tr("The run {name} was interrupted after epoch {epoch} of {epochs}.").format(
            name=run_name(run), epoch=len(run.history), epochs=run.plan.epochs
        )
        self._notices.offer(text, self.tr("Resume"), self._resume)

    def _resume(self) -> None:
        if self._interrupted is not None:
            self.resume_requested.emit(self._interrupted)

    def _note_copies(self, copies: list[Path]) -> None:
        if len(copies) == 1:
            self._notices.info(self.tr("Copied to {folder}.").format(folder=copies[0].name))
        else:
            self._notices.info(self.tr("%Ln run(s) copied.", "", len(copies)))

    def _report(self, error: Exception) -> None:
        self._notices.error(error, self.tr("The folder of runs could not be changed: {reason}"))


def _tidy(folder: Path) -> list[RunSummary]:
    restore_leftovers(folder)
    return interrupted_runs(folder)


def _copy_runs(runs: Sequence[RunSummary], folder: Path) -> Generator[None, None, list[Path]]:
    copies: list[Path] = []
    for run in runs:
        copies.append(copy_run(run, folder))
        yield
    return copies
