"""Whoever has no mouse, or does not see the screen, can use every page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QScrollBar,
    QTabBar,
    QWidget,
)

from lenet_desktop.evaluate.comparison_view import ComparisonView

CONTROLS = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox)
PAGES = ["draw_page", "inside_page", "train_page", "evaluate_page", "my_digits_page"]


@pytest.fixture(params=PAGES)
def page(request, window):
    page = getattr(window, request.param)
    window.tabs.setCurrentWidget(page)
    return page


def ancestors_of(widget):
    while widget := widget.parentWidget():
        yield widget


def is_part_of_another(widget):
    """Whether the widget is part of a control that is described as a whole."""
    is_qts_own = widget.objectName().startswith("qt_") or isinstance(widget, QScrollBar)
    return is_qts_own or any(isinstance(a, (*CONTROLS, QTabBar)) for a in ancestors_of(widget))


def widgets_of(page):
    """All but those of a comparison, which are named when there is one."""
    return [
        widget
        for widget in page.findChildren(QWidget)
        if not is_part_of_another(widget)
        and not any(isinstance(a, ComparisonView) for a in ancestors_of(widget))
    ]


def takes_focus(widget):
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def name_of(widget):
    return widget.accessibleName() or (isinstance(widget, QAbstractButton) and widget.text())


def in_words(widgets):
    return sorted(f"{type(w).__name__} {w.objectName()}" for w in widgets)


def test_what_takes_the_focus_has_a_name_and_what_can_be_clicked_takes_it(page):
    reachable = [w for w in widgets_of(page) if takes_focus(w)]
    assert len(reachable) > 3
    assert in_words(w for w in reachable if not name_of(w)) == []
    controls = [w for w in widgets_of(page) if isinstance(w, CONTROLS)]
    assert in_words(w for w in controls if not takes_focus(w)) == []
