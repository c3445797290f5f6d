"""A bar that shows a message over the page temporarily."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton

from lenet_desktop.state.notices import Notice
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label
from lenet_desktop.widgets.controls.buttons import icon_button
from lenet_desktop.widgets.page import Tabs

SHOWN_MS = 5000
"""Milliseconds until a message is hidden; an error stays until it is dismissed."""
MAX_WIDTH = 480


class NoticeBar(QFrame):
    """Floats near the bottom of its parent and shows one `Notice` at a time."""

    def __init__(self, parent: Tabs) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("notice")
        self._text = Label("", self)
        self._text.setObjectName("notice_text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._notice = Notice("")
        self._undo_button = QToolButton(self)
        self._undo_button.setObjectName("notice_undo_button")
        self._undo_button.setText(self.tr("Undo"))
        self._undo_button.setProperty("flat", True)
        self._undo_button.clicked.connect(self._undo)
        close = icon_button("notice_close_button", "close", self.tr("Dismiss"), self, size=16)
        close.setAccessibleName(self.tr("Dismiss message"))
        close.clicked.connect(self.hide)
        layout = self._layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self._text)
        layout.addWidget(self._undo_button)
        layout.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SHOWN_MS)
        self._timer.timeout.connect(self.hide)
        parent.resized.connect(self._keep_place)
        self.hide()

    @property
    def text(self) -> str:
        """The text of the current message."""
        return self._text.text()

    @property
    def _action(self) -> Callable[[], object] | None:
        """What the button of the message does."""
        return self._notice.accept or self._notice.undo

    def show_notice(self, notice: Notice) -> None:
        """Show a message; replaces the previous one."""
        self._notice = notice
        self._text.setText(notice.text)
        self._undo_button.setText(notice.offer or self.tr("Undo"))
        self._undo_button.setVisible(self._action is not None)
        self.setProperty("bad", notice.is_error)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(notice.text)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
        if notice.is_error or notice.offer:
            self._timer.stop()
        else:
            self._timer.start()

    def _undo(self) -> None:
        self.hide()
        if self._action is not None:
            self._action()

    def _place(self) -> None:
        metrics, text = self._text.fontMetrics(), self._text.text()
        widest = min(MAX_WIDTH, self._parent.width() - 8 * UNIT)
        self._text.setFixedWidth(min(widest, metrics.horizontalAdvance(text) + UNIT))
        self._text.setFixedHeight(self._text.heightForWidth(self._text.width()))
        self._layout.invalidate()
        self.resize(self._layout.totalSizeHint())
        room = self._parent.size() - self.size()
        self.move(room.width() // 2, room.height() - 3 * UNIT)

    def _keep_place(self) -> None:
        if self.isVisible():
            self._place()
