"""A small chart of shares, with a cursor that tells its values, by mouse and by keyboard."""

from __future__ import annotations

from abc import abstractmethod

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from lenet_desktop.charts.share_axes import ChartAxes, chart_area


class ShareChart(QWidget):
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
    def to_values(self) -> list[list[object]]:
        """The data as bare values, below the names of their columns."""

    @abstractmethod
    def paint_data(self, painter: QPainter, axes: ChartAxes, palette: QPalette) -> None:
        """Paint the data between the axes."""

    def paint(self, painter: QPainter, size: QSizeF, palette: QPalette) -> None:
        """Paint title, axes and data, in the painter's font, without the cursor."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axes = self._axes_in(size, painter.font())
        self._paint_head(painter, size.width(), palette)
        label = self.tr("{y} against {x}").format(y=self._y_label, x=self._x_label)
        axes.paint(painter, palette, label)
        self.paint_data(painter, axes, palette)

    def refresh(self) -> None:
        """Show new data."""
        self._cursor = None
        self.setAccessibleDescription(self.headline)
        self.update()

    @property
    def axes(self) -> ChartAxes:
        """Where the data lies in the widget."""
        return self._axes_in(QSizeF(self.size()), self.font())

    def _axes_in(self, size: QSizeF, font: QFont) -> ChartAxes:
        return ChartAxes(self.x_range, self.y_range, chart_area(size, font))

    def _move_cursor(self, number: int | None) -> None:
        if number != self._cursor:
            self._cursor = number
            self.setAccessibleDescription(
                self.headline if number is None else self.sentence(number)
            )
            self.update()

    def _paint_head(self, painter: QPainter, width: float, palette: QPalette) -> None:
        role, font = QPalette.ColorRole, painter.font()
        metrics, strong = QFontMetricsF(font), QFont(font)
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(palette.color(role.Text))
        row = QRectF(0, 0, width, metrics.height())
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(font)
        painter.setPen(palette.color(role.PlaceholderText))
        text = self.headline if self._cursor is None else self.sentence(self._cursor)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(row.translated(0, row.height()), Qt.AlignmentFlag.AlignLeft, text)

    def _paint_cursor(self, painter: QPainter, number: int) -> None:
        role, area = QPalette.ColorRole, self.axes.area
        at = self.axes.place(self.points[number])
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
        painter = QPainter(self)
        self.paint(painter, QSizeF(self.size()), self.palette())
        if self._cursor is not None:
            self._paint_cursor(painter, self._cursor)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 1))
            painter.drawRoundedRect(self.axes.area, 2, 2)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Put the cursor on the nearest point."""
        axes, x = self.axes, event.position().x()
        distances = [abs(axes.place(point).x() - x) for point in self.points]
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
