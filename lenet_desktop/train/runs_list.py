"""The list of earlier runs, to compare, resume, use, copy or delete."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.runs.library import DamagedRun, RunSummary, copy_run, delete_run
from core.training.presets import PRESETS
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.earlier_runs import EarlierRuns, run_name
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.numbers import per_cent
from lenet_desktop.text.plain import shortened
from lenet_desktop.theme.curve_colours import compared_colour
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.train.form.plan_fields import changes_from
from lenet_desktop.widgets.buttons import icon_button, push_button
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.dialogs import ask, ask_for_folder

_SWATCH = 12


class EarlierRunsList(QWidget):
    """Shows the earlier runs; the curves of checked runs are compared."""

    compared_changed = Signal()
    """`compared` has changed."""
    resume_requested = Signal(object)
    use_requested = Signal(object)
    settings_requested = Signal(object)

    def __init__(
        self,
        earlier: EarlierRuns,
        training: TrainingRun,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.earlier, self._training = earlier, training
        self._settings, self._notices = settings, notices
        self._list = QListWidget(self)
        self._list.setObjectName("runs_list")
        self._list.setAccessibleName(self.tr("Earlier runs"))
        self._list.setWordWrap(True)
        self._list.setSpacing(2)
        self._list.setIconSize(QSize(_SWATCH, _SWATCH))
        self._list.setFrameShape(QListWidget.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._details = caption("", self, is_small=True)
        self._details.setObjectName("run_details")
        self._details.setWordWrap(True)
        self._resume = push_button("resume_earlier_button", self.tr("Resume"), self)
        self._resume.setToolTip(self.tr("Continue this run where it ended"))
        self._resume.clicked.connect(self._ask_to_resume)
        self._use = push_button("use_earlier_button", self.tr("Use Weights"), self)
        self._use.setToolTip(self.tr("Use the best weights of this run to recognise drawings"))
        self._use.clicked.connect(self._ask_to_use)
        self._copy_settings = icon_button(
            "fill_in_button", "copy", self.tr("Copy these settings to the form"), self
        )
        self._copy_settings.clicked.connect(self._ask_to_refill)
        self._export = icon_button(
            "export_run_button", "export", self.tr("Copy all files of this run to a folder"), self
        )
        self._export.clicked.connect(self._choose_where_to_export)
        self._delete = icon_button("delete_run_button", "delete", self.tr("Delete this run"), self)
        self._delete.clicked.connect(self._ask_to_delete)
        self._lay_out()
        self._list.itemChanged.connect(self._compare)
        self._list.currentItemChanged.connect(self._show_details)
        earlier.changed.connect(self._fill)
        training.changed.connect(self._show_details)
        self._fill()

    @property
    def compared(self) -> list[RunSummary]:
        """The checked runs."""
        return [
            run for run, item in self._items() if isinstance(run, RunSummary) and _is_checked(item)
        ]

    @property
    def selected_folder(self) -> Path | None:
        """The folder of the selected run; None without one."""
        return self._selected.folder if self._selected else None

    def select(self, folder: Path | None) -> None:
        """Select the run of a folder, if it is listed."""
        for run, item in self._items():
            if run.folder == folder:
                self._list.setCurrentItem(item)

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT // 2)
        for button in (self._resume, self._use):
            buttons.addWidget(button, 1)
        tools = QHBoxLayout()
        tools.setSpacing(UNIT // 2)
        tools.addStretch(1)
        for tool in (self._copy_settings, self._export, self._delete):
            tools.addWidget(tool)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._details)
        layout.addLayout(tools)
        layout.addLayout(buttons)

    def _items(self) -> list[tuple[RunSummary | DamagedRun, QListWidgetItem]]:
        items = [self._list.item(row) for row in range(self._list.count())]
        return [(_run_of(item), item) for item in items]

    @property
    def _selected(self) -> RunSummary | DamagedRun | None:
        item = cast("QListWidgetItem | None", self._list.currentItem())
        return None if item is None else _run_of(item)

    def _fill(self) -> None:
        """Refill the list and keep the selection."""
        before, checked = self._selected, set(self._settings.compared_runs)
        with QSignalBlocker(self._list):
            self._add_items(before, checked)
        self._compare()
        self._show_details()

    def _add_items(self, before: RunSummary | DamagedRun | None, checked: set[str]) -> None:
        """Add an item for each run, and select the one that was selected before."""
        self._list.clear()
        for run in self.earlier.runs:
            if run.folder == self._training.folder:
                continue
            item = QListWidgetItem(f"{run_name(run)}\n{self._summary(run)}", self._list)
            item.setData(Qt.ItemDataRole.UserRole, run)
            if isinstance(run, RunSummary):
                is_checked = run.folder.name in checked
                item.setCheckState(Qt.CheckState.Checked if is_checked else Qt.CheckState.Unchecked)
            if before is not None and run.folder == before.folder:
                self._list.setCurrentItem(item)
        if self._selected is None and self._list.count():
            self._list.setCurrentRow(0)

    def _summary(self, run: RunSummary | DamagedRun) -> str:
        if isinstance(run, DamagedRun):
            return self.tr("Damaged")
        epochs, planned = len(run.history), run.plan.epochs
        text = self.tr("{share} · %Ln epoch(s) · {data}", "", epochs)
        if not run.is_finished:
            text = self.tr("{share} · epoch {epochs} of {planned} · {data}")
        share = per_cent(run.best_val_accuracy, 2)
        return text.format(share=share, epochs=epochs, planned=planned, data=shortened(run.dataset))

    def _compare(self) -> None:
        """Show the colours of the checked runs and emit `compared_changed`."""
        number = 0
        with QSignalBlocker(self._list):
            for _, item in self._items():
                if _is_checked(item):
                    item.setIcon(_swatch(compared_colour(number, self.palette())))
                    number += 1
                else:
                    item.setIcon(_swatch(QColor(Qt.GlobalColor.transparent)))
        if self.earlier.runs:
            self._settings.compared_runs = [run.folder.name for run in self.compared]
        self.compared_changed.emit()

    def _show_details(self) -> None:
        run, is_busy = self._selected, self._training.is_busy
        self._delete.setEnabled(run is not None)
        for button in (self._use, self._copy_settings, self._export):
            button.setEnabled(isinstance(run, RunSummary))
        can_resume = isinstance(run, RunSummary) and not run.has_result and not is_busy
        self._resume.setEnabled(can_resume)
        if run is None:
            self._details.setText(self.tr("Your training runs appear here."))
            return
        if isinstance(run, DamagedRun):
            self._details.setText(error_message(run.error))
            return
        preset = PRESETS.get(run.plan.preset)
        changes = changes_from(run.plan, preset) if preset else ""
        text = self.tr("Preset {preset}; {changes}.") if changes else self.tr("Preset {preset}.")
        self._details.setText(text.format(preset=run.plan.preset, changes=changes))

    def _ask_to_resume(self) -> None:
        self.resume_requested.emit(self._selected)

    def _ask_to_use(self) -> None:
        self.use_requested.emit(self._selected)

    def _ask_to_refill(self) -> None:
        self.settings_requested.emit(self._selected)

    def _choose_where_to_export(self) -> None:
        run = self._selected
        folder = ask_for_folder(self, self._settings, self.tr("Copy Run to Folder"))
        if not isinstance(run, RunSummary) or folder is None:
            return
        try:
            copy = copy_run(run, folder)
        except OSError as error:
            self._notices.error(error)
        else:
            self._notices.info(self.tr("Copied to {folder}.").format(folder=copy.name))

    def _ask_to_delete(self) -> None:
        run = self._selected
        if run is None:
            return
        question = self.tr("Delete the run {name} with its weights and curves?")
        title = self.tr("Delete Run")
        answers = self.tr("&Delete"), self.tr("&Keep")
        if not ask(self, title, question.format(name=run_name(run)), *answers):
            return
        try:
            delete_run(run)
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self.earlier.forget(run)


def _run_of(item: QListWidgetItem) -> RunSummary | DamagedRun:
    return cast("RunSummary | DamagedRun", item.data(Qt.ItemDataRole.UserRole))


def _is_checked(item: QListWidgetItem) -> bool:
    return item.checkState() == Qt.CheckState.Checked


def _swatch(colour: QColor) -> QIcon:
    pixmap = QPixmap(_SWATCH * 2, _SWATCH * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(2, 2, 2 * _SWATCH - 4, 2 * _SWATCH - 4)
    painter.end()
    return QIcon(pixmap)
