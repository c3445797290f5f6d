"""The button that exports what a page shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from core.errors import UserError
from lenet_desktop.charts.export import Export
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.theme.icons import icon
from lenet_desktop.widgets.dialogs import ask_to_save

SUFFIXES = (".png", ".svg", ".csv")


class ExportButton(QToolButton):
    """Offers exports in a menu and asks for the file name of the chosen one.

    Parameters
    ----------
    exports
        Called when the menu opens; returns the exports with their menu texts.
    """

    def __init__(
        self,
        exports: Callable[[], Sequence[tuple[str, Export]]],
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("export_button")
        self._exports, self._settings, self._notices = exports, settings, notices
        self._offered: Sequence[tuple[str, Export]] = ()
        self.setText(self.tr("Export"))
        self.setAccessibleName(self.tr("Export"))
        self.setToolTip(self.tr("Save the matrix, a table or a chart as PNG, SVG or CSV"))
        self.setIcon(icon("export"))
        self.setIconSize(QSize(20, 20))
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._offer)
        self._menu.triggered.connect(self._choose_file)
        self.setMenu(self._menu)

    def save(self, path: Path, export: Export) -> None:
        """Write a file and report the outcome."""
        try:
            export.save(path)
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self._notices.info(self.tr("Saved as {file}.").format(file=path.name))

    def _offer(self) -> None:
        self._menu.clear()
        self._offered = self._exports()
        for index, (text, _) in enumerate(self._offered):
            self._menu.addAction(text).setData(index)

    def _choose_file(self, action: QAction) -> None:
        _, export = self._offered[int(action.data())]
        filters = self.tr("Picture (*.png);;Drawing (*.svg);;Table (*.csv)")
        name = f"{export.name}{SUFFIXES[0]}"
        if path := ask_to_save(self, self._settings, self.tr("Export"), name, filters):
            self.save(path, export)
