"""The pad: a sheet of paper to draw on with mouse, pen or finger."""

from __future__ import annotations

from enum import Enum

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from lenet_desktop.draw.digit_boxes import DigitBoxes
from lenet_desktop.draw.eraser import erase
from lenet_desktop.draw.ink_cache import InkCache
from lenet_desktop.draw.pointer import Pointer
from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.theme.metrics import CORNER, TITLE, UNIT, scaled_font
from lenet_desktop.widgets.images import ink_painter


class Tool(Enum):
    """What the left mouse button does on the pad."""

    PEN = "pen"
    ERASER = "eraser"


class Pad(QWidget):
    """Shows a document's sheet and turns gestures into steps of its history.

    A growing stroke is painted piece by piece, so that a long one costs no more than a short one.
    A dot in the box of a digit, where a number has none, is a click on the digit.
    """

    dropped = Signal(object)
    """Something was let go over the pad: its QMimeData."""
    digit_clicked = Signal(int)
    """Which digit of a number, counted from the left."""

    def __init__(
        self, pad_history: SnapshotHistory[PadContent], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("pad")
        self.pen_width = 0.045
        self.eraser_width = 0.09
        self.eraser_removes_strokes = False
        self._tool = Tool.PEN
        self._pad_history = pad_history
        self._below = self._own_sheet = pad_history.value
        self._stroke: PenStroke | None = None
        self._aimed_at: int | None = None
        self._rubbed_to: QPointF | None = None
        self._eraser_at: QPointF | None = None
        self._is_marked = False
        self._ink = InkCache()
        self.marks = DigitBoxes(self)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Drawing pad"))
        self.setAccessibleDescription(self.tr("Draw digits here with mouse, pen or finger."))
        self._pointer = Pointer(self)
        self._pointer.pressed.connect(self._begin)
        self._pointer.moved.connect(self._continue)
        self._pointer.released.connect(self._finish)
        self._pointer.cancelled.connect(self._abandon)
        self._pointer.hovered.connect(self._hover)
        pad_history.changed.connect(self._show_change)

    @property
    def tool(self) -> Tool:
        """What the left mouse button does."""
        return self._tool

    @tool.setter
    def tool(self, tool: Tool) -> None:
        self._tool = tool
        self._move_eraser(None)

    def _begin(self, place: QPointF, erases: bool) -> None:
        self._pad_history.revert()
        if erases or self._tool is Tool.ERASER:
            self._rub_to(place)
        else:
            self._below = self._pad_history.value
            if self._below.picture is not None:
                self._ink.invalidate()
            self._stroke = PenStroke(np.array([self._in_sheet(place)]), self.pen_width)
            self._aimed_at = self.marks.digit_at(place)
            if self._aimed_at is None:
                self._show(self._below.with_stroke(self._stroke))

    def _continue(self, place: QPointF) -> None:
        if self._rubbed_to is not None:
            self._rub_to(place)
        elif self._stroke is not None:
            x, y = self._in_sheet(place)
            if (self._stroke.points[-1] != (x, y)).any():
                self._stroke = self._stroke.extended(x, y)
                self._show(self._below.with_stroke(self._stroke))

    def _finish(self) -> None:
        if self._aimed_at is not None and self._stroke is not None and self._stroke.is_dot:
            aimed_at = self._aimed_at
            self._abandon()
            self.digit_clicked.emit(aimed_at)
            return
        text = self.tr("Stroke") if self._stroke is not None else self.tr("Erasing")
        self._end_gesture()
        self._pad_history.commit(text)

    def _abandon(self) -> None:
        self._end_gesture()
        self._pad_history.revert()

    def _end_gesture(self) -> None:
        self._stroke = self._rubbed_to = self._aimed_at = None
        if self._tool is Tool.PEN:
            self._move_eraser(None)
        self._repaint_all()

    def _hover(self, place: QPointF) -> None:
        if self._tool is Tool.ERASER:
            self._move_eraser(place)

    def _rub_to(self, place: QPointF) -> None:
        start = place if self._rubbed_to is None else self._rubbed_to
        self._rubbed_to = place
        self._move_eraser(place)
        content = self._pad_history.value
        if content.picture is not None:
            self._show(PadContent())
            return
        left = erase(
            content.strokes,
            self._in_sheet(start),
            self._in_sheet(place),
            self.eraser_width / 2,
            whole_strokes=self.eraser_removes_strokes,
        )
        if left != content.strokes:
            self._show(PadContent(left, page=content.page))

    def _in_sheet(self, place: QPointF) -> tuple[float, float]:
        """Where a place of the widget lies on the sheet; what is outside lies on its border."""
        side = self._side
        return min(max(place.x() / side, 0.0), 1.0), min(max(place.y() / side, 0.0), 1.0)

    @property
    def _side(self) -> int:
        return max(min(self.width(), self.height()), 1)

    def _show(self, content: PadContent) -> None:
        self._own_sheet = content
        self._pad_history.show(content)

    def _show_change(self) -> None:
        if self._pad_history.value is not self._own_sheet:
            # Undo, paste or the like came in between: the gesture is off.
            self._stroke = self._rubbed_to = self._aimed_at = None
        if self._stroke is None:
            self._repaint_all()
            return
        self._ink.add_newest_piece(self._stroke, self._side, self.palette())
        if len(self._stroke.points) == 1:
            self.update()
        else:
            self.update(ink_painter.tail_rect(self._stroke, self._side).toAlignedRect())

    def _repaint_all(self) -> None:
        self._ink.invalidate()
        self.update()

    def _move_eraser(self, place: QPointF | None) -> None:
        for at in (self._eraser_at, place):
            if at is not None:
                self.update(self._eraser_rect(at).adjusted(-2, -2, 2, 2).toAlignedRect())
        self._eraser_at = place

    def _eraser_rect(self, place: QPointF) -> QRectF:
        radius = self.eraser_width * self._side / 2
        return QRectF(place.x() - radius, place.y() - radius, 2 * radius, 2 * radius)

    def _paint_frame(self, painter: QPainter) -> None:
        role = QPalette.ColorRole.Accent if self._is_marked else QPalette.ColorRole.Mid
        width = 2.0 if self._is_marked else 1.0
        painter.setPen(QPen(self.palette().color(role), width))
        inset = width / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, CORNER, CORNER)

    def _paint_hint(self, painter: QPainter) -> None:
        painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
        upper, lower = QRectF(self.rect()), QRectF(self.rect())
        upper.setBottom(upper.center().y())
        lower.setTop(upper.bottom() + UNIT)
        align = Qt.AlignmentFlag
        painter.setFont(scaled_font(self.font(), TITLE))
        painter.drawText(upper, align.AlignHCenter | align.AlignBottom, self.tr("Draw a digit"))
        painter.setFont(self.font())
        text = self.tr("or drop a picture or an ink file here")
        painter.drawText(lower, align.AlignHCenter | align.AlignTop, text)

    def _mark(self, is_marked: bool) -> None:
        self._is_marked = is_marked
        self.update()

    def sizeHint(self) -> QSize:
        """Large enough to draw in comfort."""
        return QSize(480, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ink, the tip of a growing stroke, the hint and the eraser."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        content, side = self._pad_history.value, self._side
        painter.fillRect(event.rect(), self.palette().window())
        painter.drawPixmap(
            0, 0, self._ink.pixmap(content, side, self.devicePixelRatioF(), self.palette())
        )
        if self._stroke is not None:
            colour = self.palette().color(QPalette.ColorRole.Text)
            ink_painter.paint_tip(painter, self._stroke, side, colour)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._paint_frame(painter)
        if content.is_blank:
            self._paint_hint(painter)
        if self._eraser_at is not None:
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5))
            painter.drawEllipse(self._eraser_rect(self._eraser_at))

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the new colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._repaint_all()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the marks over the whole of the paper."""
        self.marks.resize(self.size())
        super().resizeEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the eraser."""
        self._move_eraser(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard arrived here."""
        reason = Qt.FocusReason
        self._mark(event.reason() in (reason.TabFocusReason, reason.BacktabFocusReason))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard left."""
        self._mark(False)
        super().focusOutEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Show that something may be dropped here."""
        event.acceptProposedAction()
        self._mark(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Show that nothing is about to be dropped any more."""
        self._mark(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Pass on what was dropped."""
        event.acceptProposedAction()
        self._mark(False)
        self.dropped.emit(event.mimeData())
