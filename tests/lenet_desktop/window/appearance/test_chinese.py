"""The window in Chinese: nothing is cut off on any page, in a small window and in a large one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRegularExpression, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QTableView,
)

from core.device import Device
from core.errors import Message
from lenet_desktop.state import workspace
from tests.support.window.cut_off import is_cut_off
from tests.support.window.pages import each_page

KINDS = QLabel, QAbstractButton, QComboBox, QAbstractSpinBox


@pytest.fixture
def _long_reason(monkeypatch):
    """The device's reason takes two lines, as on most computers without an NVIDIA GPU."""
    reason = Message("The NVIDIA driver is missing or too old for CUDA 12.")
    monkeypatch.setattr(workspace, "find_device", lambda: Device("cpu", "CPU", reason))


@pytest.fixture
def chinese(qtbot, _long_reason, full_window):
    if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
        pytest.skip("no Chinese font is installed")
    with qtbot.waitSignal(full_window.filled):
        full_window.set_language("zh_CN")
    yield full_window
    full_window.set_language("en")


def visible_in(page):
    widgets = [one for kind in KINDS for one in page.findChildren(kind)]
    # The buttons of the digits give up their padding.
    slim = set(page.findChildren(QAbstractButton, QRegularExpression("^digit_\\d$")))
    return [one for one in widgets if one.isVisible() and one not in slim]


def text_of(widget):
    return widget.currentText() if isinstance(widget, QComboBox) else getattr(widget, "text", str)()


def cut_off_headers(page):
    for table in page.findChildren(QTableView):
        header = table.horizontalHeader()
        if table.isVisible() and isinstance(header, QHeaderView):
            # Names of files are shortened in the middle.
            is_of_files = header.textElideMode() is Qt.TextElideMode.ElideMiddle
            for column in () if is_of_files else range(header.count()):
                if header.sectionSize(column) < header.sectionSizeHint(column) - 16:
                    yield table.objectName(), column


def test_every_page_fits_the_small_window(chinese):
    needed = chinese.minimumSizeHint()
    assert (needed.width() <= 900, needed.height() <= 600) == (True, True), needed


@pytest.mark.parametrize("size", [(900, 600), (1920, 1080)])
def test_nothing_is_cut_off(chinese, size):
    window = chinese
    window.resize(*size)
    QTest.qWait(1)
    assert (window.width(), window.height()) == size
    seen, cut_off = 0, set()
    for page in each_page(window):
        shown = visible_in(page)
        seen += len(shown)
        cut_off |= {(one.objectName(), text_of(one)) for one in shown if is_cut_off(one)}
        cut_off |= set(cut_off_headers(page))
        corner = page.mapToGlobal(page.rect().bottomRight())
        cut_off |= {
            (one.objectName(), "outside the page")
            for one in page.children()
            if one.isWidgetType()
            and one.isVisible()
            and one.mapToGlobal(one.rect().bottomRight()).y() > corner.y()
        }
    assert seen > 80
    assert cut_off == set()
    bar = window.tabs.tabBar()
    assert bar.sizeHint().width() <= bar.width()
    assert window.menus.sizeHint().width() <= window.menus.width()
