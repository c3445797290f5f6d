"""A picture with a frame around the part of it that is used."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

_LEAST = 8
"""Least side of the frame in pixels of the picture."""
_STEP = 0.02
"""What an arrow key moves, as a share of the picture's longer side."""


class CropView(QWidget):
    """Shows a picture; dragging, or the arrow keys, choose a part.

    Arrow keys move the frame, and with Shift its lower right corner.
    """

    chosen = Signal()
    """`part` has changed."""

    def __init__(self, image: QImage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("crop_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(self.tr("Part of the picture"))
        self.setAccessibleDescription(
            self.tr("Drag a frame around the digits, or move it with the arrow keys.")
        )
        self._image = image
        self._start: QPointF | None = None
        self._end = QPointF()
        self.part = image.rect()
        """The chosen part in pixels of the picture."""

    def choose(self, part: QRect) -> None:
        """Choose a part; one that is too small becomes the whole picture."""
        part = part & self._image.rect()
        if min(part.width(), part.height()) < _LEAST:
            part = self._image.rect()
        if part != self.part:
            self.part = part
            self.update()
            self.chosen.emit()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(420, 360)

    def minimumSizeHint(self) -> QSize:
        """Return the least size at which a frame can be dragged."""
        return QSize(200, 160)

    def _place(self) -> QRectF:
        """Return where the picture is."""
        size = self._image.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(QRectF(self.rect()).center())
        return place

    def _scale(self) -> float:
        return self._place().width() / max(self._image.width(), 1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a frame."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = self._end = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw the frame."""
        if self._start is not None:
            self.update()
            self._end = event.position()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose what is in the frame; a click chooses the whole picture."""
        if self._start is None:
            return
        frame = QRectF(self._start, event.position()).normalized()
        self._start = None
        frame.translate(-self._place().topLeft())
        scale = self._scale()
        corner, size = frame.topLeft() / scale, frame.size() / scale
        self.choose(QRectF(corner, size).toRect())
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or resize the frame by the arrow keys."""
        key = Qt.Key
        steps = {
            key.Key_Left: (-1, 0),
            key.Key_Right: (1, 0),
            key.Key_Up: (0, -1),
            key.Key_Down: (0, 1),
        }
        if (step := steps.get(key(event.key()))) is None:
            super().keyPressEvent(event)
            return
        side = max(self._image.width(), self._image.height())
        dx, dy = (round(each * max(side * _STEP, 1)) for each in step)
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.choose(self.part.adjusted(0, 0, dx, dy))
            return
        whole = self._image.rect()
        dx = min(max(dx, -self.part.left()), whole.right() - self.part.right())
        dy = min(max(dy, -self.part.top()), whole.bottom() - self.part.bottom())
        self.choose(self.part.translated(dx, dy))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, dimmed outside the frame."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place, scale = self._place(), self._scale()
        painter.drawImage(place, self._image)
        part = QRectF(self.part)
        frame = QRectF(part.topLeft() * scale + place.topLeft(), part.size() * scale)
        if self._start is not None:
            frame = QRectF(self._start, self._end).normalized() & place
        shade = QColor(Qt.GlobalColor.black)
        shade.setAlphaF(0.45)
        for outside in (
            QRectF(place.topLeft(), QPointF(place.right(), frame.top())),
            QRectF(QPointF(place.left(), frame.bottom()), place.bottomRight()),
            QRectF(QPointF(place.left(), frame.top()), frame.bottomLeft()),
            QRectF(frame.topRight(), QPointF(place.right(), frame.bottom())),
        ):
            painter.fillRect(outside, shade)
        painter.setPen(QPen(self.palette().color(self.palette().ColorRole.Accent), 2))
        painter.drawRect(frame)
