"""The earlier runs, to compare, name, resume, use, copy or delete."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QVBoxLayout, QWidget

from core.runs.library import DamagedRun, RunSummary
from core.training.presets import PRESETS
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.earlier_runs import EarlierRuns
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.state.training.run_folders import RunFolders
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.networks import preset_name
from lenet_desktop.theme.curve_colours import N_COMPARED, compared_colour
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.train.form.plan_fields import changes_from
from lenet_desktop.train.runs.model import Run
from lenet_desktop.train.runs.notes_editor import NotesEditor
from lenet_desktop.train.runs.table import RunsTable
from lenet_desktop.widgets.actions import make_action
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.controls.buttons import icon_button, push_button
from lenet_desktop.widgets.dialogs import ask_for_folder


class RunsPanel(QWidget):
    """Shows the earlier runs; the curves of the selected ones are compared."""

    compared_changed = Signal()
    """`compared` has changed."""
    resume_requested = Signal(object)
    use_requested = Signal(object)
    settings_requested = Signal(object)

    def __init__(
        self,
        earlier: EarlierRuns,
        folders: RunFolders,
        training: TrainingRun,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.earlier, self._folders = earlier, folders
        self._training, self._settings = training, settings
        self._colours: dict[Path, int] = {}
        self._is_restored = False  # The selection of the last session.
        self.table = RunsTable(self)
        self._details = caption("", self, is_small=True)
        self._details.setObjectName("run_details")
        self._details.setWordWrap(True)
        self._notes = NotesEditor(self)
        self._resume = push_button("resume_earlier_button", self.tr("Resume"), self)
        self._resume.setToolTip(self.tr("Continue this run where it ended"))
        self._use = push_button("use_earlier_button", self.tr("Use Weights"), self)
        self._use.setToolTip(self.tr("Use the best weights of this run to recognise drawings"))
        self._copy_settings = icon_button(
            "fill_in_button", "copy", self.tr("Copy these settings to the form"), self
        )
        tip = self.tr("Copy all files of the selected runs to a folder")
        self._export = icon_button("export_run_button", "export", tip, self)
        tip = self.tr("Delete the selected runs; this can be undone until the window closes")
        self._delete = icon_button("delete_run_button", "delete", tip, self)
        self.undo_action = make_action(
            self,
            "action_undo_delete",
            self.tr("&Undo Delete"),
            folders.undo,
            shortcut=QKeySequence.StandardKey.Undo,
        )
        self._lay_out()
        self._connect()
        self._fill()
        self._follow_folders()

    @property
    def compared(self) -> dict[int, RunSummary]:
        """The runs whose curves are shown, by the number of their colour."""
        runs = {run.folder: run for run in self._readable}
        return {colour: runs[folder] for folder, colour in self._colours.items()}

    @property
    def selected_folders(self) -> list[Path]:
        """The folders of the selected runs."""
        return [run.folder for run in self.table.selected]

    def select(self, folders: list[Path]) -> None:
        """Select the runs of these folders, as far as they are listed."""
        self.table.select(folders)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT // 2)
        for button in (self._resume, self._use):
            buttons.addWidget(button, 1)
        for tool in (self._copy_settings, self._export, self._delete):
            buttons.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self.table, 1)
        layout.addWidget(self._details)
        layout.addWidget(self._notes)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.table.selected_changed.connect(self._compare)
        self.table.delete_requested.connect(self._delete_selected)
        self.table.naming_requested.connect(self._notes.name.setFocus)
        self._notes.edited.connect(self._folders.annotate)
        actions: tuple[tuple[QAbstractButton, Callable[[], None]], ...] = (
            (self._resume, self._ask_to_resume),
            (self._use, self._ask_to_use),
            (self._copy_settings, self._ask_to_refill),
            (self._export, self._choose_where_to_export),
            (self._delete, self._delete_selected),
        )
        for button, do in actions:
            button.clicked.connect(do)
        self.earlier.changed.connect(self._fill)
        self._training.changed.connect(self._show_details)
        self._folders.changed.connect(self._follow_folders)

    @property
    def _readable(self) -> list[RunSummary]:
        """The selected runs that can be read."""
        return [run for run in self.table.selected if isinstance(run, RunSummary)]

    @property
    def _single(self) -> Run | None:
        """The selected run if it is only one."""
        selected = self.table.selected
        return selected[0] if len(selected) == 1 else None

    def _fill(self) -> None:
        """Show the runs again and keep the selection, which the settings remember."""
        runs = [run for run in self.earlier.runs if run.folder != self._training.folder]
        selected = self.selected_folders
        if runs and not self._is_restored:
            self._is_restored = True
            remembered = set(self._settings.compared_runs)
            selected = [run.folder for run in runs if run.folder.name in remembered]
        self.table.show_runs(runs, selected)
        self._compare()

    def _compare(self) -> None:
        """Give each selected run the same colour as before, and emit `compared_changed`."""
        shown = [run.folder for run in self._readable[:N_COMPARED]]
        kept = {folder: number for folder, number in self._colours.items() if folder in shown}
        free = (number for number in range(N_COMPARED) if number not in kept.values())
        self._colours = {folder: kept[folder] if folder in kept else next(free) for folder in shown}
        self._show_colours()
        if self.earlier.runs:
            self._settings.compared_runs = [folder.name for folder in self.selected_folders]
        self._show_details()
        self.compared_changed.emit()

    def _show_colours(self) -> None:
        palette = self.palette()
        self.table.mark(
            self._readable,
            {folder: compared_colour(number, palette) for folder, number in self._colours.items()},
        )

    def _show_details(self) -> None:
        run, readable = self._single, self._readable
        is_one = isinstance(run, RunSummary)
        self._use.setEnabled(is_one)
        self._copy_settings.setEnabled(is_one)
        self._export.setEnabled(bool(readable))
        self._delete.setEnabled(bool(readable) and len(readable) == len(self.table.selected))
        can_resume = isinstance(run, RunSummary) and not run.has_result
        self._resume.setEnabled(can_resume and not self._training.is_busy)
        self._notes.show_run(run if isinstance(run, RunSummary) else None)
        self._details.setText(self._describe(run))

    def _describe(self, run: Run | None) -> str:
        selected = self.table.selected
        if isinstance(run, DamagedRun):
            return error_message(run.error)
        if run is not None:
            preset = PRESETS.get(run.plan.preset)
            changes = changes_from(run.plan, preset) if preset else ""
            text = (
                self.tr("Preset {preset}; {changes}.") if changes else self.tr("Preset {preset}.")
            )
            return text.format(preset=preset_name(run.plan.preset), changes=changes)
        if len(selected) > N_COMPARED:
            text = self.tr(
                "%Ln run(s) selected; the curves of {most} are shown.", "", len(selected)
            )
            return text.format(most=N_COMPARED)
        if selected:
            return self.tr("%Ln run(s) selected.", "", len(selected))
        if self.table.shown:
            return self.tr("Select runs to see their curves; Ctrl or Shift selects several.")
        return self.tr("Your training runs appear here.")

    def _follow_folders(self) -> None:
        self.undo_action.setEnabled(self._folders.can_undo)

    def _ask_to_resume(self) -> None:
        self.resume_requested.emit(self._single)

    def _ask_to_use(self) -> None:
        self.use_requested.emit(self._single)

    def _ask_to_refill(self) -> None:
        self.settings_requested.emit(self._single)

    def _choose_where_to_export(self) -> None:
        runs = self._readable
        folder = ask_for_folder(self, self._settings, self.tr("Copy Runs to Folder"))
        if folder is not None:
            self._folders.export(runs, folder)

    def _delete_selected(self) -> None:
        if self._delete.isEnabled():
            self._notes.flush()
            self._folders.delete(self.table.selected)

    def changeEvent(self, event: QEvent) -> None:
        """Show the colours of the new palette."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._show_colours()
