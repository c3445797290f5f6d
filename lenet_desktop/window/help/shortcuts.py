"""An overview of the keyboard shortcuts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAction, QFont, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QTabWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lenet_desktop.text.plain import without_mnemonic
from lenet_desktop.theme.metrics import UNIT, scaled_font, text_width
from lenet_desktop.widgets.page import Page
from lenet_desktop.widgets.screen import resize_dialog

translate = QCoreApplication.translate

_CHARACTERS, _LINES = 72, 34


class ShortcutsDialog(QDialog):
    """Lists the shortcuts of the menus, and what other keys do on each page."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("shortcuts")
        self.setWindowTitle(self.tr("Keyboard Shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._tree = QTreeWidget(self)
        self._tree.setObjectName("shortcuts_tree")
        self._tree.setAccessibleName(self.tr("Keyboard shortcuts"))
        self._tree.setHeaderLabels([self.tr("Action"), self.tr("Keys")])
        self._tree.setRootIsDecorated(False)
        self._tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        self._tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._tree.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self._tree.header().setStretchLastSection(False)
        self._add_group(self.tr("Window"), [*_actions_of(window, None), *_keys_of("window")])
        tabs = cast("QTabWidget", window.findChild(QTabWidget, "tabs"))
        pages = [tabs.widget(index) for index in range(tabs.count())]
        for page in (page for page in pages if isinstance(page, Page)):
            rows = [*_actions_of(window, page), *_keys_of(page.objectName())]
            if rows:
                self._add_group(plain(page.title), rows)
        self._tree.expandAll()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self._tree, 1)
        layout.addWidget(buttons)
        width = text_width(self.font(), _CHARACTERS)
        resize_dialog(self, QSize(width, _LINES * self.fontMetrics().height()))

    def _add_group(self, title: str, rows: list[tuple[str, str]]) -> None:
        group = QTreeWidgetItem(self._tree, [title])
        group.setFirstColumnSpanned(True)
        group.setFont(0, scaled_font(self.font(), weight=QFont.Weight.DemiBold))
        for text, keys in dict.fromkeys(rows):
            QTreeWidgetItem(group, [text, keys])


def plain(text: str) -> str:
    """Return the text of an action without its mnemonic and ellipsis."""
    return without_mnemonic(text).removesuffix("…")


def _actions_of(window: QWidget, page: Page | None) -> Iterator[tuple[str, str]]:
    """Yield the actions with shortcuts of a page, or of the window, and their keys."""
    for action in window.findChildren(QAction):
        keys = action.shortcuts()
        if keys and action.text() and _page_of(action) is page:
            native = QKeySequence.SequenceFormat.NativeText
            yield plain(action.text()), ", ".join(each.toString(native) for each in keys)


def _page_of(action: QAction) -> Page | None:
    owner = action.parent()
    while owner is not None and not isinstance(owner, Page):
        owner = owner.parent()
    return owner


def _keys_of(page: str) -> list[tuple[str, str]]:
    """Return what keys do that belong to no menu, and the keys."""
    arrows = translate("Shortcuts", "Arrow keys")
    keys = {
        "window": [
            (translate("Shortcuts", "Next page"), "Ctrl+Tab"),
            (translate("Shortcuts", "Underlined letter"), "Alt"),
            (translate("Shortcuts", "Next control"), "Tab"),
        ],
        "draw_page": [
            (translate("Shortcuts", "Label the digit and keep it"), "0 – 9"),
            (translate("Shortcuts", "Label it as not a digit"), "N"),
            (translate("Shortcuts", "Erase"), translate("Shortcuts", "Right mouse button")),
        ],
        "inside_page": [
            (translate("Shortcuts", "Move to another value"), arrows),
            (translate("Shortcuts", "Keep the value"), translate("Shortcuts", "Enter, Space")),
            (translate("Shortcuts", "Release the value"), "Esc"),
        ],
        "evaluate_page": [
            (translate("Shortcuts", "Move in the matrix"), arrows),
            (translate("Shortcuts", "Choose the cell"), translate("Shortcuts", "Enter, Space")),
            (translate("Shortcuts", "Choose all cells"), "Esc"),
        ],
        "my_digits_page": [
            (translate("Shortcuts", "Change the label"), "0 – 9"),
            (translate("Shortcuts", "Label it as not a digit"), "N"),
            (translate("Shortcuts", "Open on the pad"), "Enter"),
        ],
    }
    return keys.get(page, [])
