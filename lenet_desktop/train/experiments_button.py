"""The button that offers the prepared experiments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

import resources
from core.errors import UserError
from core.runs.experiments import (
    MOST_RUNS,
    Experiment,
    PlannedRun,
    load_experiment,
    save_experiment,
    text_in,
)
from core.runs.library import RunSummary
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.earlier_runs import run_name
from lenet_desktop.text.language import current_language
from lenet_desktop.text.plain import shortened
from lenet_desktop.widgets.controls.buttons import FlatButton
from lenet_desktop.widgets.dialogs import ask_to_open, ask_to_save

_FILTER = "*.json"


class ExperimentsButton(FlatButton):
    """Opens a menu of experiments; a click on one asks for its start."""

    chosen = Signal(object)
    """The `Experiment` to start."""

    def __init__(
        self,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.compared: Sequence[RunSummary] = ()
        """The earlier runs that are compared, which can be saved as an experiment."""
        self._settings, self._notices = settings, notices
        self.setObjectName("experiments_button")
        self.setText(self.tr("E&xperiments"))
        self.setToolTip(self.tr("Train prepared runs one after the other and compare their curves"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(self._show_menu)

    def open(self, file: Path) -> None:
        """Ask for the start of the experiment in a file; report why, if it is not one."""
        try:
            experiment = load_experiment(file)
        except UserError as error:
            self._notices.error(error)
        else:
            self.chosen.emit(experiment)

    def open_shipped(self, name: str) -> None:
        """Ask for the start of an experiment that comes with the program."""
        self.open(resources.path(f"experiments/{name}.json"))

    def _show_menu(self) -> None:
        menu = QMenu(self)
        menu.setObjectName("experiments_menu")
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for file in sorted(resources.path("experiments").glob(_FILTER)):
            title = text_in(load_experiment(file).title, current_language())
            menu.addAction(shortened(title).replace("&", "&&")).setData(str(file))
        menu.addSeparator()
        menu.addAction(self.tr("&Open an Experiment…"), self._choose_file)
        save = menu.addAction(
            self.tr("&Save the Compared Runs as an Experiment…"), self._choose_where_to_save
        )
        save.setEnabled(0 < len(self.compared) <= MOST_RUNS)
        menu.triggered.connect(self._open_entry)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def _open_entry(self, entry: QAction) -> None:
        if entry.data() is not None:
            self.open(Path(str(entry.data())))

    def _choose_file(self) -> None:
        filters = self.tr("Experiment ({kinds})").format(kinds=_FILTER)
        if file := ask_to_open(self, self._settings, self.tr("Open an Experiment"), filters):
            self.open(file)

    def _choose_where_to_save(self) -> None:
        filters = self.tr("Experiment ({kinds})").format(kinds=_FILTER)
        title = self.tr("Save as an Experiment")
        if file := ask_to_save(self, self._settings, title, "experiment.json", filters):
            self.save(file)

    def save(self, file: Path) -> None:
        """Save the compared runs as an experiment named after the file."""
        runs = self.compared
        planned = tuple(PlannedRun(run_name(run), run.plan) for run in runs)
        try:
            save_experiment(file, Experiment(file.stem, runs[0].sources, planned))
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self._notices.info(self.tr("Saved as {file}.").format(file=file.name))
