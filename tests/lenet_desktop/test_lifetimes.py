"""Deleting a window calls no Python code with half of an object, and deletes only its own."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

import lenet_desktop
from lenet_desktop.window import placement


@pytest.fixture
def _large_screen():
    """The screen is that of the platform here."""


def uses(*names):
    """Return where the sources of the window use or define one of some names."""
    return [
        f"{path.name}:{node.lineno}"
        for path in Path(lenet_desktop.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if getattr(node, "attr", getattr(node, "name", None)) in names
    ]


def test_few_classes_filter_events():
    """Deleting a widget sends events, and a filter in Python is given a wrapper of half of it."""
    files = {place.partition(":")[0] for place in uses("installEventFilter", "eventFilter")}
    assert files == {"highlight.py", "finder.py"}  # They follow controls of any kind.


def test_no_widget_is_asked_for_its_screen():
    """PySide deletes the screen with the widget that was asked, and the next window crashes."""
    assert not uses("screen")


def test_the_screen_does_not_belong_to_the_window_that_is_placed(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    assert placement.available_size(widget).isValid()
    assert "parent..." not in shiboken6.dump(QGuiApplication.primaryScreen())
