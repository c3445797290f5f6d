"""A small chart of shares, with a cursor that tells its values, by mouse and by keyboard."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_desktop.percentages import per_cent
from lenet_desktop.theme import UNIT

_TICKS = 5
_DROP = 6
"""From the axis to its numbers."""


class Chart(QWidget):
    """Paints axes in per cent and a cursor; what is between them, a subclass does.

    Parameters
    ----------
    name
        The object name.
    title, x_label, y_label
        What it shows, and what its axes count.
    """

    def __init__(
        self, name: str, title: str, x_label: str, y_label: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self._title, self._x_label, self._y_label = title, x_label, y_label
        self.x_range = self.y_range = 0.0, 1.0
        self._cursor: int | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    @abstractmethod
    def headline(self) -> str:
        """The one figure that sums it up."""

    @property
    @abstractmethod
    def points(self) -> list[QPointF]:
        """Where the cursor can stand, from left to right, in shares of 1."""

    @abstractmethod
    def sentence(self, number: int) -> str:
        """Say what a point shows."""

    @abstractmethod
    def paint_data(self, painter: QPainter, area: QRectF) -> None:
        """Paint the data into the area between the axes."""

    def refresh(self) -> None:
        """Show new data."""
        self._cursor = None
        self.setAccessibleDescription(self.headline)
        self.update()

    def place(self, point: QPointF, area: QRectF) -> QPointF:
        """Where a point of the data lies in the area."""
        (left, right), (low, high) = self.x_range, self.y_range
        return QPointF(
            area.left() + (point.x() - left) / (right - left) * area.width(),
            area.bottom() - (point.y() - low) / (high - low) * area.height(),
        )

    @property
    def area(self) -> QRectF:
        """The room between the axes."""
        line = self.fontMetrics().height()
        left = self.fontMetrics().horizontalAdvance("100.00 %") + UNIT
        top = 2 * line + UNIT
        return QRectF(self.rect()).adjusted(left, top, -3 * UNIT, -2 * line - _DROP)

    def _move_cursor(self, number: int | None) -> None:
        if number != self._cursor:
            self._cursor = number
            self.setAccessibleDescription(
                self.headline if number is None else self.sentence(number)
            )
            self.update()

    def _paint_head(self, painter: QPainter) -> None:
        role, line = QPalette.ColorRole, self.fontMetrics().height()
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self.palette().color(role.Text))
        row = QRectF(0, 0, self.width(), line)
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(self.font())
        painter.setPen(self.palette().color(role.PlaceholderText))
        text = self.headline if self._cursor is None else self.sentence(self._cursor)
        text = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(row.translated(0, line), Qt.AlignmentFlag.AlignLeft, text)

    def _paint_axes(self, painter: QPainter, area: QRectF) -> None:
        role, line = QPalette.ColorRole, self.fontMetrics().height()
        small = QFont(self.font())
        small.setPixelSize(11)
        painter.setFont(small)
        (left, right), (low, high) = self.x_range, self.y_range
        for step in range(_TICKS + 1):
            share = step / _TICKS
            x, y = left + share * (right - left), low + share * (high - low)
            at = self.place(QPointF(x, y), area)
            painter.setPen(QPen(self.palette().color(role.Mid), 1))
            painter.drawLine(QPointF(area.left(), at.y()), QPointF(area.right(), at.y()))
            painter.setPen(self.palette().color(role.PlaceholderText))
            beside = QRectF(0, at.y() - line / 2, area.left() - UNIT, line)
            middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
            painter.drawText(beside, middle, _tick(y, high - low))
            below = QRectF(at.x() - 40, area.bottom() + _DROP, 80, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, _tick(x, right - left))
        painter.drawText(
            QRectF(area.left(), area.bottom() + _DROP + line, area.width(), line),
            Qt.AlignmentFlag.AlignCenter,
            self.tr("{y} against {x}").format(y=self._y_label, x=self._x_label),
        )

    def _paint_cursor(self, painter: QPainter, area: QRectF, number: int) -> None:
        role, at = QPalette.ColorRole, self.place(self.points[number], area)
        painter.setPen(QPen(self.palette().color(role.Dark), 1))
        painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()))
        painter.setPen(QPen(self.palette().color(role.Base), 2))
        painter.setBrush(self.palette().color(role.Accent))
        painter.drawEllipse(at, 5, 5)

    def sizeHint(self) -> QSize:
        """Room for the axes' numbers."""
        return QSize(360, 240)

    def minimumSizeHint(self) -> QSize:
        """As low as the curve can still be followed."""
        return QSize(220, 130)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all of it."""
        del event
        painter, area = QPainter(self), self.area
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        self._paint_axes(painter, area)
        self.paint_data(painter, area)
        if self._cursor is not None:
            self._paint_cursor(painter, area, self._cursor)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 1))
            painter.drawRoundedRect(area, 2, 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on the nearest point."""
        area, x = self.area, event.position().x()
        distances = [abs(self.place(point, area).x() - x) for point in self.points]
        self._move_cursor(distances.index(min(distances)) if distances else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Take the cursor away."""
        self._move_cursor(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor by arrows, Home and End."""
        last, key = len(self.points) - 1, Qt.Key
        at = -1 if self._cursor is None else self._cursor
        targets = {
            key.Key_Left: at - 1,
            key.Key_Right: at + 1,
            key.Key_Home: 0,
            key.Key_End: last,
        }
        target = targets.get(Qt.Key(event.key()))
        if target is None or last < 0:
            super().keyPressEvent(event)
        else:
            self._move_cursor(min(max(target, 0), last))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard arrived."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the cursor away."""
        self._move_cursor(None)
        self.update()
        super().focusOutEvent(event)


def _tick(share: float, span: float) -> str:
    return per_cent(share, 0 if span >= 0.25 else 1 if span >= 0.025 else 2)
