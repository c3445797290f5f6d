"""A note on the pad: what the last switch of networks changed for the drawing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from lenet_desktop.state.networks.network_change import Answer, NetworkChange
from lenet_desktop.text.networks import answer_text
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label
from lenet_desktop.widgets.pad.pad import Pad


class ChangeNote(Label):
    """Shows the answers before and after at the upper edge of the pad; lets the mouse through."""

    def __init__(self, change: NetworkChange, pad: Pad) -> None:
        super().__init__("", pad)
        self._change, self._pad = change, pad
        self.setObjectName("change_note")
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        pad.resized.connect(self._place)
        change.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        before, now = self._change.before, self._change.now
        if before is None:
            self.hide()
            return
        self.setText(
            "\n".join(
                (
                    self.tr("Before: {answer}").format(answer=self._describe(before)),
                    self.tr("Now: {answer}").format(answer=self._describe(now)),
                )
            )
        )
        self.setAccessibleName(self.text())
        self._place()
        self.show()

    def _describe(self, answer: Answer) -> str:
        room = max(self._pad.width() // 2, 1)
        name = self.fontMetrics().elidedText(answer.network, Qt.TextElideMode.ElideMiddle, room)
        return f"{answer_text(answer.reading)} · {name}"

    def _place(self) -> None:
        self.resize(self.sizeHint())
        self.move((self._pad.width() - self.width()) // 2, UNIT)
