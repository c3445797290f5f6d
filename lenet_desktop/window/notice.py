"""A message that comes up over the page and asks for nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT

SHOWN_MS = 5000
"""How long good news stays; bad news stays until it is put away."""
WIDEST = 480


class Notice(QFrame):
    """Floats near the bottom of its parent until it has been read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("notice")
        self._text = QLabel(self)
        self._text.setObjectName("notice_text")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._undo: Callable[[], object] | None = None
        self._undo_button = QToolButton(self)
        self._undo_button.setObjectName("notice_undo_button")
        self._undo_button.setText(self.tr("Undo"))
        self._undo_button.setProperty("flat", True)
        self._undo_button.clicked.connect(self._take_back)
        close = QToolButton(self)
        close.setObjectName("notice_close_button")
        close.setIcon(icon("close"))
        close.setIconSize(QSize(16, 16))
        close.setToolTip(self.tr("Put this message away"))
        close.setAccessibleName(self.tr("Close message"))
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
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """The last message."""
        return self._text.text()

    def tell(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Show good news for a while.

        Parameters
        ----------
        text
            The news.
        undo
            Takes back what is told of, if that can be: a bound method.
        """
        self._undo = undo
        self._show(text, is_bad=False)
        self._timer.start()

    def warn(self, text: str) -> None:
        """Show bad news until it is put away."""
        self._undo = None
        self._show(text, is_bad=True)
        self._timer.stop()

    def _take_back(self) -> None:
        undo = self._undo
        self.hide()
        if undo is not None:
            undo()

    def _show(self, text: str, *, is_bad: bool) -> None:
        self._text.setText(text)
        self._undo_button.setVisible(self._undo is not None)
        self.setProperty("bad", is_bad)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def _place(self) -> None:
        metrics, text = self._text.fontMetrics(), self._text.text()
        widest = min(WIDEST, self._parent.width() - 8 * UNIT)
        self._text.setFixedWidth(min(widest, metrics.horizontalAdvance(text) + UNIT))
        self._text.setFixedHeight(self._text.heightForWidth(self._text.width()))
        self._layout.invalidate()
        self.resize(self._layout.totalSizeHint())
        room = self._parent.size() - self.size()
        self.move(room.width() // 2, room.height() - 3 * UNIT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Stay in the middle of the parent."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)
