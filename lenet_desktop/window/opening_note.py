"""A note over the page while a file is being opened."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from lenet_desktop.state.opening import Opening
from lenet_desktop.text.plain import name_of
from lenet_desktop.widgets.card import Label
from lenet_desktop.widgets.page import Tabs

DELAY_MS = 300
"""Milliseconds after which the note is shown: most files are open by then."""


class OpeningNote(Label):
    """Names what is being opened, in the middle of its parent."""

    def __init__(self, opening: Opening, parent: Tabs) -> None:
        super().__init__("", parent)
        self._opening, self._parent = opening, parent
        self.setObjectName("opening_note")
        self._due = QTimer(self, singleShot=True, interval=DELAY_MS)
        self._due.timeout.connect(self._show)
        opening.changed.connect(self._follow)
        parent.resized.connect(self._keep_place)
        self.hide()
        self._follow()

    def _follow(self) -> None:
        if self._opening.source is None:
            self._due.stop()
            self.hide()
        elif self.isVisible():
            self._show()
        else:
            self._due.start()

    def _show(self) -> None:
        if (source := self._opening.source) is not None:
            name = self.tr("the picture") if source.path is None else name_of(source.path)
            self.setText(self.tr("Opening {file}…").format(file=name))
            self._place()
            self.show()
            self.raise_()

    def _place(self) -> None:
        self.resize(self.sizeHint())
        self.move(self._parent.rect().center() - self.rect().center())

    def _keep_place(self) -> None:
        if self.isVisible():
            self._place()
