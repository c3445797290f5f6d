"""The page to draw on: the bar and the pad, and beside them what was read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from lenet_desktop.digit_row import pressed_digit
from lenet_desktop.drawing_bar import DrawingBar
from lenet_desktop.pad import Pad
from lenet_desktop.reading_panel import ReadingPanel
from lenet_desktop.session import Session
from lenet_desktop.settings import Settings
from lenet_desktop.theme import UNIT

MARGIN, GAP = 2 * UNIT, 3 * UNIT
LOW = 600
"""Height of the page below which the gaps in the column are narrow."""
LEAST_PAD = 320
PANEL_WIDTHS = 320, 440
"""Least and greatest width of the column beside the pad."""


class DrawPage(QWidget):
    """Gives the pad the largest square there is and keeps all of it together in the middle.

    A digit's key says what is drawn: it goes into My Digits.
    """

    succeeded = Signal(str)
    """News, in words."""

    def __init__(self, session: Session, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("draw_page")
        self.pad = Pad(session.document, self)
        self.bar = DrawingBar(session.document, self.pad, settings, self)
        self.panel = ReadingPanel(session, self)
        self._session = session
        session.reading_changed.connect(self._mark_digits)
        self.pad.digit_clicked.connect(session.select)
        self.panel.digit_said.connect(self._keep)

    def _mark_digits(self) -> None:
        session = self._session
        self.pad.marks.show_reading(session.document.sheet, session.reading, session.selected)

    def _keep(self, digit: int) -> None:
        """Keep the digit that the details are of as what a person says it is."""
        session = self._session
        session.catch_up()
        if session.document.sheet.picture is not None:
            self.succeeded.emit(
                self.tr("A picture has no strokes to learn from: draw the digit with the pen.")
            )
        elif session.ink:
            session.my_digits.say(session.ink, digit)

    def minimumSizeHint(self) -> QSize:
        """A pad one can draw on, with the whole column beside it."""
        panel = self.panel.minimumSizeHint()
        return QSize(
            2 * MARGIN + LEAST_PAD + GAP + PANEL_WIDTHS[0],
            2 * MARGIN + max(self.bar.sizeHint().height() + UNIT + LEAST_PAD, panel.height()),
        )

    def _lay_out(self) -> None:
        room = self.rect().adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        self.panel.set_gap(UNIT if self.height() < LOW else 2 * UNIT)
        bar_height = self.bar.sizeHint().height()
        least, greatest = PANEL_WIDTHS
        panel_width = min(max(room.width() // 4, least), greatest)
        side = min(room.height() - bar_height - UNIT, room.width() - GAP - panel_width)
        left = room.left() + (room.width() - side - GAP - panel_width) // 2
        height = bar_height + UNIT + side
        top = room.top() + (room.height() - height) // 2
        self.bar.setGeometry(left, top, side, bar_height)
        self.pad.setGeometry(left, top + bar_height + UNIT, side, side)
        panel_height = max(height, self.panel.minimumSizeHint().height())
        panel_top = min(top, room.bottom() + 1 - panel_height)
        self.panel.setGeometry(QRect(left + side + GAP, panel_top, panel_width, panel_height))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit for what is drawn."""
        digit = pressed_digit(event)
        if digit is None:
            super().keyPressEvent(event)
        else:
            self._keep(digit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out the page anew."""
        super().resizeEvent(event)
        self._lay_out()

    def event(self, event: QEvent) -> bool:
        """Lay out the page anew when the column needs more room than before, or less."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._lay_out()
        return super().event(event)
