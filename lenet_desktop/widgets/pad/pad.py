"""The pad, drawn on by mouse, pen or finger."""

from __future__ import annotations

from enum import Enum

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QFocusEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from core.recognition.strokes.misfits import Misfits
from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps
from lenet_desktop.widgets.images import ink_painter
from lenet_desktop.widgets.images.ink_cache import InkCache
from lenet_desktop.widgets.pad.digit_boxes import DigitBoxes
from lenet_desktop.widgets.pad.drawing_area import DrawingArea
from lenet_desktop.widgets.pad.eraser import erase
from lenet_desktop.widgets.pad.pad_texts import MisfitNote, PadHint, paint_frame


class Tool(Enum):
    """The tool of the left mouse button."""

    PEN = "pen"
    ERASER = "eraser"


class Pad(DrawingArea):
    """Shows the pad's content and adds a step to its history for each gesture.

    A growing stroke is painted incrementally, so that the cost does not depend on its length. A dot
    inside the box of a digit is a click on the digit.
    """

    dropped = Signal(object)
    """The QMimeData dropped on the pad."""
    digit_clicked = Signal(int)
    """The index of the digit from the left."""

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
        self._below = self._own_content = pad_history.value
        self._stroke: PenStroke | None = None
        self._pressed_digit: int | None = None
        self._erased_to: QPointF | None = None
        self._eraser_at: QPointF | None = None
        self._is_highlighted = False
        self._ink = InkCache()
        self._misfits, self._is_partial = Misfits(), False
        self._more_ink = QTimer(self, singleShot=True, interval=0)
        self._more_ink.timeout.connect(self.update)
        self.marks = DigitBoxes(self)
        self.hint, self._note = PadHint(self), MisfitNote(self)
        self.setAcceptDrops(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Drawing pad"))
        self.setAccessibleDescription(self.tr("Draw digits here with the mouse, pen or finger."))
        self.pressed.connect(self._begin)
        self.moved.connect(self._continue)
        self.released.connect(self._finish)
        self.cancelled.connect(self._abandon)
        self.hovered.connect(self._hover)
        pad_history.changed.connect(self._show_change)

    @property
    def tool(self) -> Tool:
        """The tool of the left mouse button."""
        return self._tool

    @tool.setter
    def tool(self, tool: Tool) -> None:
        self._tool = tool
        self._move_eraser(None)

    def show_misfits(self, misfits: Misfits, *, is_partial: bool = False) -> None:
        """Grey the ink that is not read, and say why, once the pen is lifted; see `Reading`."""
        self._misfits, self._is_partial = misfits, is_partial
        if self._stroke is None:
            self._grey_misfits()

    def _grey_misfits(self) -> None:
        is_picture = self._pad_history.value.picture is not None
        greyed = () if is_picture else self._misfits.strokes
        if greyed != self._ink.greyed:
            self._ink.greyed = greyed
            self._repaint_all()
        self._note.show_misfits(self._misfits, is_picture=is_picture, is_partial=self._is_partial)

    def _begin(self, position: QPointF, erases: bool) -> None:
        self._pad_history.revert()
        if erases or self._tool is Tool.ERASER:
            self._erase_to(position)
        else:
            self._below = self._pad_history.value
            self._stroke = PenStroke(np.array([self._to_pad(position)]), self.pen_width)
            self._pressed_digit = self.marks.digit_at(position)
            if self._pressed_digit is None:
                self._show_stroke(self._stroke)

    def _continue(self, position: QPointF) -> None:
        if self._erased_to is not None:
            self._erase_to(position)
        elif self._stroke is not None:
            x, y = self._to_pad(position)
            if (self._stroke.points[-1] != (x, y)).any():
                self._stroke = self._stroke.extended(x, y)
                self._show_stroke(self._stroke)

    def _show_stroke(self, stroke: PenStroke) -> None:
        """Show a growing stroke, but do not replace a picture for a click."""
        if self._pad_history.value.picture is None:
            self._show(self._below.with_stroke(stroke))
        elif not stroke.is_dot:
            self._show(self._below.with_stroke(stroke))
            self._repaint_all()

    def _finish(self) -> None:
        pressed_digit, is_click = self._pressed_digit, bool(self._stroke and self._stroke.is_dot)
        if is_click and (pressed_digit is not None or self._below.picture is not None):
            self._abandon()
            if pressed_digit is not None:
                self.digit_clicked.emit(pressed_digit)
            return
        is_drawn = self._stroke is not None
        if self._stroke is not None:
            self._ink.finish(self._stroke, len(self._below.strokes))
        self._end_gesture()
        self._pad_history.commit(steps.stroke if is_drawn else steps.erasing)

    def _abandon(self) -> None:
        self._ink.invalidate()
        self._end_gesture()
        self._pad_history.revert()

    def _end_gesture(self) -> None:
        self._stroke = self._erased_to = self._pressed_digit = None
        if self._tool is Tool.PEN:
            self._move_eraser(None)
        self._grey_misfits()
        self.update()

    def _hover(self, position: QPointF) -> None:
        self._move_eraser(position if self._tool is Tool.ERASER else None)

    def _erase_to(self, position: QPointF) -> None:
        start = position if self._erased_to is None else self._erased_to
        self._erased_to = position
        self._move_eraser(position)
        if (content := self._pad_history.value).picture is not None:
            self._show(PadContent())
            return
        left = erase(
            content.strokes,
            self._to_pad(start),
            self._to_pad(position),
            self.eraser_width / 2,
            whole_strokes=self.eraser_removes_strokes,
        )
        if left != content.strokes:
            self._show(PadContent(left, position=content.position))

    def _to_pad(self, position: QPointF) -> tuple[float, float]:
        """Convert a position in the widget to pad coordinates, clipped to the pad."""
        x, y = position.x() / self._side, position.y() / self._side
        return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)

    @property
    def _side(self) -> int:
        return max(min(self.width(), self.height()), 1)

    def _show(self, content: PadContent) -> None:
        self._own_content = content
        self._pad_history.show(content)

    def _show_change(self) -> None:
        if self._pad_history.value is not self._own_content:
            # Another change, such as undo or paste, cancels the gesture.
            self._stroke = self._erased_to = self._pressed_digit = None
        if self._stroke is None:
            self._repaint_all()
            return
        self._ink.add_newest_piece(self._stroke, self._side, self.palette())
        tail = ink_painter.tail_rect(self._stroke, self._side).toAlignedRect()
        self.update(tail if len(self._stroke.points) > 1 else self.rect())

    def _repaint_all(self) -> None:
        self._ink.invalidate()
        self.update()

    def _move_eraser(self, position: QPointF | None) -> None:
        for at in (self._eraser_at, position):
            if at is not None:
                self.update(self._eraser_rect(at).adjusted(-2, -2, 2, 2).toAlignedRect())
        self._eraser_at = position

    def _eraser_rect(self, position: QPointF) -> QRectF:
        width = self.eraser_width * self._side
        return QRectF(position, QSizeF(width, width)).translated(-width / 2, -width / 2)

    def _highlight(self, is_highlighted: bool) -> None:
        self._is_highlighted = is_highlighted
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size that is comfortable to draw on."""
        return QSize(480, 480)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ink, the tip of a growing stroke, the hint and the eraser."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        content, side = self._pad_history.value, self._side
        painter.fillRect(event.rect(), self.palette().window())
        ink = self._ink.pixmap(content, side, self.devicePixelRatioF(), self.palette())
        painter.drawPixmap(0, 0, ink)
        if not self._ink.is_complete:
            self._more_ink.start()
        if self._stroke is not None:
            ink_painter.paint_tip(painter, self._stroke, side, self.palette().text().color())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        paint_frame(painter, self, is_highlighted=self._is_highlighted)
        if content.is_blank:
            self.hint.paint(painter)
        if self._eraser_at is not None:
            painter.setPen(QPen(self.palette().color(QPalette.ColorRole.PlaceholderText), 1.5))
            painter.drawEllipse(self._eraser_rect(self._eraser_at))

    def changeEvent(self, event: QEvent) -> None:
        """Repaint in the new colours."""
        if event.type() == QEvent.Type.PaletteChange:
            self._repaint_all()
        super().changeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Resize the marks with the pad."""
        self.marks.resize(self.size())
        self._note.place()
        super().resizeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Complete what the pen or the eraser is doing."""
        if self._stroke is not None or self._erased_to is not None:
            self._finish()
        super().hideEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the eraser."""
        self._move_eraser(None)
        super().leaveEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Highlight the frame for keyboard focus."""
        reason = Qt.FocusReason
        self._highlight(event.reason() in (reason.TabFocusReason, reason.BacktabFocusReason))
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Remove the highlight."""
        self._highlight(False)
        super().focusOutEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept the drag and highlight the frame."""
        event.acceptProposedAction()
        self._highlight(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Remove the highlight."""
        self._highlight(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Emit `dropped` with the data."""
        event.acceptProposedAction()
        self._highlight(False)
        self.dropped.emit(event.mimeData())
