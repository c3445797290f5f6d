"""The list of changes."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QWidget

from lenet_desktop.text.plain import literal


class ChangesList(QListWidget):
    """Lists what was changed; Delete takes the selected change back."""

    deletion_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("changes_list")
        self.setAccessibleName(self.tr("Changes"))
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(1)

    def show_texts(self, texts: list[str]) -> None:
        """Show the changes; the selection stays where it is."""
        blocked = self.blockSignals(True)
        while self.count() > len(texts):
            self.takeItem(self.count() - 1)
        for row, text in enumerate(texts):
            if row == self.count():
                self.addItem(text)
            self.item(row).setText(text)
            self.item(row).setToolTip(literal(text))
        self.blockSignals(blocked)

    def event(self, event: QEvent) -> bool:
        """Claim Delete, which is the shortcut that clears the pad."""
        is_override = event.type() == QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo the selected change by Delete."""
        if event.key() == Qt.Key.Key_Delete:
            self.deletion_requested.emit()
        else:
            super().keyPressEvent(event)
