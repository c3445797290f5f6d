"""Mouse, pen and touch events, unified as drawing gestures."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, QPointF, Qt, Signal
from PySide6.QtGui import QInputDevice, QMouseEvent, QPointingDevice, QTabletEvent, QTouchEvent
from PySide6.QtWidgets import QWidget

ECHO_MS = 200
"""Milliseconds after a pen event in which mouse events are its echo: some systems send both."""


class Pointer(QObject):
    """Filters the input events of a widget and emits drawing gestures.

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

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self._active: QInputDevice.DeviceType | None = None
        self._button = Qt.MouseButton.NoButton
        self._since_pen = QElapsedTimer()
        widget.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        widget.setAttribute(Qt.WidgetAttribute.WA_TabletTracking)
        widget.setMouseTracking(True)
        widget.installEventFilter(self)

    @property
    def is_down(self) -> bool:
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
            if not self.is_down:
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
            if self.is_down:
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
            if not self.is_down:
                self._press(finger, points[0].position(), False)
        elif self._active == finger:
            if event.type() == QEvent.Type.TouchEnd:
                self._release()
            elif event.type() == QEvent.Type.TouchCancel or len(points) > 1:
                self._cancel()
            else:
                self.moved.emit(points[0].position())
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Handle the input events of the widget."""
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
