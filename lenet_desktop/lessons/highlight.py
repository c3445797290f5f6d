"""A frame around the control that a lesson points at."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QScrollArea, QWidget

_GAP, _WIDTH, _CORNER = 4, 3, 9
"""Distance from the control, width of the line and radius of the corners, in pixels."""
_MOVES = {
    QEvent.Type.Move,
    QEvent.Type.Resize,
    QEvent.Type.Show,
    QEvent.Type.Hide,
    QEvent.Type.ParentChange,
}


class Highlight(QWidget):
    """Follows a control, wherever it is moved; the mouse and the keyboard ignore the frame.

    Parameters
    ----------
    area
        Contains the controls; the frame lies above everything in it.
    """

    def __init__(self, area: QWidget) -> None:
        super().__init__(area)
        self.setObjectName("lesson_highlight")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._area = area
        self._control: QWidget | None = None
        self._watched = list[QWidget]()
        self.hide()

    def point_at(self, control: QWidget | None) -> None:
        """Frame a control, or none."""
        for widget in self._watched:
            widget.removeEventFilter(self)
        self._watched.clear()
        if self._control is not None:
            self._control.destroyed.disconnect(self._forget)
        self._control = control
        while control is not None and control is not self._area:
            control.installEventFilter(self)
            self._watched.append(control)
            control = control.parentWidget()
        if self._control is not None:
            self._control.destroyed.connect(self._forget)
        self._place()

    def reveal(self) -> None:
        """Scroll to the control, sideways no further than it needs from the left edge."""
        control = self._control
        for each in reversed(self._watched):
            # What was not shown yet has no place so far.
            if (layout := each.layout()) is not None:
                layout.activate()
        widget = control.parentWidget() if control else None
        while control is not None and widget is not None:
            if isinstance(widget, QScrollArea):
                widget.horizontalScrollBar().setValue(0)
                widget.ensureWidgetVisible(control, 0)
            widget = widget.parentWidget()

    def _forget(self) -> None:
        self._control = None
        self._watched.clear()
        self.hide()

    def _place(self) -> None:
        """Frame what can be seen of the control."""
        control = self._control
        if control is None or not control.isVisible():
            self.hide()
            return
        rect = self._in_area(control)
        for widget in self._watched[1:]:
            rect &= self._in_area(widget)
        self.setGeometry(rect.adjusted(-_GAP, -_GAP, _GAP, _GAP) & self._area.rect())
        self.setVisible(not rect.isEmpty())
        self.raise_()

    def _in_area(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._area, QPoint()), widget.size())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the control and what it is in."""
        if event.type() in _MOVES:
            self._place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), _WIDTH))
        inset = _WIDTH / 2
        frame = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(frame, _CORNER, _CORNER)
