"""Mouse, pen and touch events, unified as drawing gestures."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QElapsedTimer, QEvent, QPointF, Qt, Signal
from PySide6.QtGui import (
    QInputDevice,
    QMouseEvent,
    QPointingDevice,
    QResizeEvent,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QWidget

ECHO_MS = 200
"""Milliseconds after a pen event in which mouse events are its echo: some systems send both."""


class DrawingArea(QWidget):
    """Emits its input events as drawing gestures.

    Only one device draws at a time. The right mouse button and the eraser end of a pen erase. After
    the first pen event, touch is ignored as the resting palm.
    """

    pressed = Signal(QPointF, bool)
    """The position, and whether the gesture erases."""
    moved = Signal(QPointF)
    """The position while pressed."""
    released = Signal()
    cancelled = Signal()
    """The gesture was cancelled, such as by a second finger."""
    hovered = Signal(QPointF)
    """The position while not pressed."""
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._active: QInputDevice.DeviceType | None = None
        self._button = Qt.MouseButton.NoButton
        self._since_pen = QElapsedTimer()
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)
        self.setMouseTracking(True)

    @property
    def is_drawing(self) -> bool:
        """Whether a gesture is in progress."""
        return self._active is not None

    def _press(self, device: QInputDevice.DeviceType, position: QPointF, erases: bool) -> None:
        self._active = device
        self.pressed.emit(position, erases)

    def _release(self) -> None:
        self._active = None
        self.released.emit()

    def _cancel(self) -> None:
        self._active = None
        self.cancelled.emit()

    def _handle_mouse(self, event: QMouseEvent) -> bool:
        mouse = QInputDevice.DeviceType.Mouse
        if self._is_echo(event):
            return True
        if event.type() == QEvent.Type.MouseMove:
            (self.moved if self._active == mouse else self.hovered).emit(event.position())
        elif event.type() == QEvent.Type.MouseButtonRelease:
            if self._active == mouse and event.button() == self._button:
                self._release()
        elif event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            if not self.is_drawing:
                self._button = event.button()
                erases = self._button == Qt.MouseButton.RightButton
                self._press(mouse, event.position(), erases)
        else:
            return False
        return True

    def _is_echo(self, event: QMouseEvent) -> bool:
        """Return whether a mouse event only repeats a pen or touch event."""
        if event.device().type() not in (
            QInputDevice.DeviceType.Mouse,
            QInputDevice.DeviceType.TouchPad,
        ):
            return True
        pen = QInputDevice.DeviceType.Stylus
        is_after_pen = self._since_pen.isValid() and self._since_pen.elapsed() < ECHO_MS
        return self._active == pen or is_after_pen

    def _handle_tablet(self, event: QTabletEvent) -> bool:
        pen = QInputDevice.DeviceType.Stylus
        self._since_pen.start()
        if event.type() == QEvent.Type.TabletPress:
            if self.is_drawing:
                self._cancel()
            is_eraser_end = event.pointerType() == QPointingDevice.PointerType.Eraser
            erases = is_eraser_end or event.button() == Qt.MouseButton.RightButton
            self._press(pen, event.position(), erases)
        elif event.type() == QEvent.Type.TabletRelease:
            if self._active == pen:
                self._release()
        else:
            (self.moved if self._active == pen else self.hovered).emit(event.position())
        # Accepted, so that Qt does not synthesise mouse events.
        event.accept()
        return True

    def _handle_touch(self, event: QTouchEvent) -> bool:
        finger = QInputDevice.DeviceType.TouchScreen
        event.accept()
        if self._since_pen.isValid():
            return True
        points = event.points()
        if event.type() == QEvent.Type.TouchBegin:
            if not self.is_drawing:
                self._press(finger, points[0].position(), False)
        elif self._active == finger:
            if event.type() == QEvent.Type.TouchEnd:
                self._release()
            elif event.type() == QEvent.Type.TouchCancel or len(points) > 1:
                self._cancel()
            else:
                self.moved.emit(points[0].position())
        return True

    def event(self, event: QEvent) -> bool:
        """Handle the input events; the other ones are those of any widget."""
        return self._draw(event) or super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Emit `resized`."""
        super().resizeEvent(event)
        self.resized.emit()

    def _draw(self, event: QEvent) -> bool:
        match event.type():
            case (
                QEvent.Type.MouseButtonPress
                | QEvent.Type.MouseButtonDblClick
                | QEvent.Type.MouseMove
                | QEvent.Type.MouseButtonRelease
            ):
                return self._handle_mouse(cast("QMouseEvent", event))
            case QEvent.Type.TabletPress | QEvent.Type.TabletMove | QEvent.Type.TabletRelease:
                return self._handle_tablet(cast("QTabletEvent", event))
            case (
                QEvent.Type.TouchBegin
                | QEvent.Type.TouchUpdate
                | QEvent.Type.TouchEnd
                | QEvent.Type.TouchCancel
            ):
                return self._handle_touch(cast("QTouchEvent", event))
            case _:
                return False
