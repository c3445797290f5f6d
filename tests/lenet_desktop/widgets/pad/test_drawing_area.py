"""Pens, fingers and their echoes: one of them draws at a time."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from lenet_desktop.widgets.pad import drawing_area
from lenet_desktop.widgets.pad.drawing_area import DrawingArea
from tests.support.window.clicks import click

LEFT, NO_BUTTON = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
PRESS, MOVE, RELEASE = QEvent.Type.TabletPress, QEvent.Type.TabletMove, QEvent.Type.TabletRelease


def make_pen(kind):
    capabilities = QInputDevice.Capability.Position | QInputDevice.Capability.Pressure
    return QPointingDevice("pen", 7, QInputDevice.DeviceType.Stylus, kind, capabilities, 1, 2)


PEN = make_pen(QPointingDevice.PointerType.Pen)
BLUNT_END = make_pen(QPointingDevice.PointerType.Eraser)


@pytest.fixture
def widget(qtbot):
    widget = DrawingArea()
    qtbot.addWidget(widget)
    widget.setMinimumSize(200, 200)
    widget.show()
    return widget


@pytest.fixture
def told(widget):
    """Record the gestures on the area."""
    told = []
    widget.pressed.connect(lambda place, erases: told.append(("pressed", place.toTuple(), erases)))
    widget.moved.connect(lambda place: told.append(("moved", place.toTuple())))
    widget.released.connect(lambda: told.append("released"))
    widget.cancelled.connect(lambda: told.append("cancelled"))
    widget.hovered.connect(lambda place: told.append(("hovered", place.toTuple())))
    return told


@pytest.fixture
def touch(qapp):
    return QTest.createTouchDevice()


def send_pen(widget, kind, x, y, *, pen=PEN, button=LEFT):
    place = QPointF(x, y)
    event = QTabletEvent(
        kind,
        pen,
        place,
        widget.mapToGlobal(place),
        0.5,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        NO_BUTTON if kind == MOVE else button,
        NO_BUTTON if kind == RELEASE else button,
    )
    QApplication.sendEvent(widget, event)
    return event


def finger(widget, touch):
    """Touches in the widget's coordinates; QTest forgets the frame that offscreen windows have."""
    frame = widget.geometry().topLeft() - widget.pos()

    class Finger:
        def __init__(self):
            self.sequence = QTest.touchEvent(widget, touch)

        def __getattr__(self, name):
            def add(number, x, y):
                getattr(self.sequence, name)(number, QPoint(x, y) + frame)
                return self

            return add

        def commit(self):
            self.sequence.commit()

    return Finger()


def test_a_pen_draws_with_its_exact_position(widget, told):
    send_pen(widget, PRESS, 10.25, 20.5)
    send_pen(widget, MOVE, 11.75, 21.5)
    send_pen(widget, RELEASE, 11.75, 21.5)
    assert told == [("pressed", (10.25, 20.5), False), ("moved", (11.75, 21.5)), "released"]


@pytest.mark.parametrize(
    ("pen", "button", "erases"),
    [(PEN, LEFT, False), (PEN, Qt.MouseButton.RightButton, True), (BLUNT_END, LEFT, True)],
)
def test_the_blunt_end_and_the_pens_button_erase(widget, told, pen, button, erases):
    send_pen(widget, PRESS, 10, 20, pen=pen, button=button)
    assert told == [("pressed", (10, 20), erases)]


def test_pen_events_are_accepted_so_that_qt_makes_no_mouse_events_of_them(widget, told):
    assert all(send_pen(widget, kind, 5, 5).isAccepted() for kind in (PRESS, MOVE, RELEASE))


def test_a_mouse_that_repeats_the_pen_is_ignored(widget, told):
    send_pen(widget, PRESS, 10, 20)
    click(widget, QPoint(10, 20))
    send_pen(widget, RELEASE, 10, 20)
    click(widget, QPoint(10, 20))
    assert told == [("pressed", (10, 20), False), "released"]


def test_the_mouse_draws_again_when_the_pen_has_long_gone(widget, told, monkeypatch):
    send_pen(widget, PRESS, 10, 20)
    send_pen(widget, RELEASE, 10, 20)
    monkeypatch.setattr(drawing_area, "ECHO_MS", 0)
    click(widget, QPoint(30, 40))
    assert told[2:] == [("pressed", (30, 40), False), "released"]


def test_a_hovering_pen_only_hovers(widget, told):
    send_pen(widget, MOVE, 10, 20, button=NO_BUTTON)
    assert told == [("hovered", (10, 20))]


def test_a_finger_draws(widget, told, touch):
    finger(widget, touch).press(0, 10, 20).commit()
    finger(widget, touch).move(0, 40, 50).commit()
    finger(widget, touch).release(0, 40, 50).commit()
    assert told == [("pressed", (10, 20), False), ("moved", (40, 50)), "released"]


def test_a_second_finger_calls_the_stroke_off(widget, told, touch):
    finger(widget, touch).press(0, 10, 20).commit()
    finger(widget, touch).move(0, 10, 20).press(1, 90, 90).commit()
    finger(widget, touch).release(0, 10, 20).release(1, 90, 90).commit()
    assert told == [("pressed", (10, 20), False), "cancelled"]


def test_the_palm_is_ignored_once_a_pen_was_seen(widget, told, touch):
    send_pen(widget, MOVE, 10, 20, button=NO_BUTTON)
    finger(widget, touch).press(0, 100, 150).commit()
    finger(widget, touch).release(0, 100, 150).commit()
    assert told == [("hovered", (10, 20))]


def test_a_pen_takes_over_from_the_palm_that_came_first(widget, told, touch):
    finger(widget, touch).press(0, 100, 150).commit()
    send_pen(widget, PRESS, 10, 20)
    assert told == [("pressed", (100, 150), False), "cancelled", ("pressed", (10, 20), False)]
    finger(widget, touch).release(0, 100, 150).commit()


def test_another_button_in_the_middle_of_a_stroke_changes_nothing(widget, told):
    none = Qt.KeyboardModifier.NoModifier
    QTest.mousePress(widget, LEFT, none, QPoint(10, 10))
    QTest.mousePress(widget, Qt.MouseButton.RightButton, none, QPoint(20, 20))
    QTest.mouseRelease(widget, Qt.MouseButton.RightButton, none, QPoint(20, 20))
    QTest.mouseRelease(widget, LEFT, none, QPoint(30, 30))
    assert told == [("pressed", (10, 10), False), "released"]
