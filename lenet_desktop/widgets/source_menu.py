"""The menu entries that open data in a file or a folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from lenet_desktop.state.settings import Settings
from lenet_desktop.widgets.file_dialogs import ask_for_folder, ask_to_open


class SourceMenu(QMenu):
    """Offers an ink file or a folder with IDX files, and deletes itself once it is closed."""

    source_chosen = Signal(Path)
    """The file or the folder that the user has chosen."""

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._owner, self._settings = parent, settings
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def pop_up_below(self, button: QWidget) -> None:
        """Add the entries and show the menu below a button."""
        self.addAction(self.tr("&Ink File…"), self._open_ink)
        self.addAction(self.tr("&Folder with IDX Files…"), self._open_folder)
        self.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _open_ink(self) -> None:
        filters = self.tr("Ink (*.jsonl *.jsonl.gz)")
        self._report(ask_to_open(self._owner, self._settings, self.tr("Open Ink File"), filters))

    def _open_folder(self) -> None:
        self._report(ask_for_folder(self._owner, self._settings, self.tr("Open Folder")))

    def _report(self, path: Path | None) -> None:
        if path is not None:
            self.source_chosen.emit(path)
