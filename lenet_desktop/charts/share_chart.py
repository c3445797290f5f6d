"""A chart of shares with a cursor, moved by mouse and keyboard, that reads off its values."""

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
from lenet_desktop.theme.metrics import scaled_font


class ShareChart(QWidget):
    """Paints axes in percent and a cursor; a subclass paints the data.

    Parameters
    ----------
    name
        Object name of the widget.
    title, x_label, y_label
        Title of the chart, and the quantities on its axes.
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
        """The sentence that sums up the chart."""

    @property
    @abstractmethod
    def points(self) -> list[QPointF]:
        """The points that the cursor can reach, from left to right, as shares of 1."""

    @abstractmethod
    def sentence(self, index: int) -> str:
        """Return the sentence of a point."""

    @abstractmethod
    def to_values(self) -> list[list[object]]:
        """Return the data as values below the names of their columns."""

    @abstractmethod
    def paint_data(self, painter: QPainter, axes: ChartAxes, palette: QPalette) -> None:
        """Paint the data between the axes."""

    def paint(self, painter: QPainter, size: QSizeF, palette: QPalette) -> None:
        """Paint title, axes and data in the painter's font, without the cursor."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axes = self._axes_in(size, painter.font())
        self._paint_head(painter, size.width(), palette)
        label = self.tr("{y} against {x}").format(y=self._y_label, x=self._x_label)
        axes.paint(painter, palette, label)
        self.paint_data(painter, axes, palette)

    def refresh(self) -> None:
        """Show the new data."""
        self._cursor = None
        self.setAccessibleDescription(self.headline)
        self.update()

    @property
    def axes(self) -> ChartAxes:
        """The axes in the widget."""
        return self._axes_in(QSizeF(self.size()), self.font())

    def _axes_in(self, size: QSizeF, font: QFont) -> ChartAxes:
        return ChartAxes(self.x_range, self.y_range, chart_area(size, font))

    def _move_cursor(self, index: int | None) -> None:
        if index != self._cursor:
            self._cursor = index
            self.setAccessibleDescription(self.headline if index is None else self.sentence(index))
            self.update()

    def _paint_head(self, painter: QPainter, width: float, palette: QPalette) -> None:
        role, font = QPalette.ColorRole, painter.font()
        metrics = QFontMetricsF(font)
        painter.setFont(scaled_font(font, weight=QFont.Weight.DemiBold))
        painter.setPen(palette.color(role.Text))
        row = QRectF(0, 0, width, metrics.height())
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft, self._title)
        painter.setFont(font)
        painter.setPen(palette.color(role.PlaceholderText))
        text = self.headline if self._cursor is None else self.sentence(self._cursor)
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        painter.drawText(row.translated(0, row.height()), Qt.AlignmentFlag.AlignLeft, text)

    def _paint_cursor(self, painter: QPainter, index: int) -> None:
        role, area = QPalette.ColorRole, self.axes.area
        at = self.axes.position(self.points[index])
        painter.setPen(QPen(self.palette().color(role.Dark), 1))
        painter.drawLine(QPointF(at.x(), area.top()), QPointF(at.x(), area.bottom()))
        painter.setPen(QPen(self.palette().color(role.Base), 2))
        painter.setBrush(self.palette().color(role.Accent))
        painter.drawEllipse(at, 5, 5)

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(360, 240)

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which the data can be read."""
        return QSize(220, 130)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the chart, its cursor, and a frame while it has the focus."""
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
        """Move the cursor to the point nearest to the mouse."""
        axes, x = self.axes, event.position().x()
        distances = [abs(axes.position(point).x() - x) for point in self.points]
        self._move_cursor(distances.index(min(distances)) if distances else None)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the cursor."""
        self._move_cursor(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor with the arrow keys, Home and End."""
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
        """Show the frame."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        self._move_cursor(None)
        self.update()
        super().focusOutEvent(event)
