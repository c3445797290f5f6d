"""The choice of one or more data sources to train on."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from core.data.sources import MNIST, MY_DIGITS, NON_DIGITS, REGIONAL, SYNTHETIC
from core.paths import data_dir
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.text.datasets import description_of, title_of
from lenet_desktop.text.plain import literal, name_of
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT, scaled_size
from lenet_desktop.widgets.card import Label, caption
from lenet_desktop.widgets.controls.buttons import icon_button
from lenet_desktop.widgets.controls.choice_box import ChoiceBox
from lenet_desktop.widgets.dialogs import SourceMenu


class DataChoice(QWidget):
    """Offers a list of sources; further sources can be added to the chosen one."""

    changed = Signal()

    def __init__(
        self,
        my_digits: MyDigits,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._my_digits, self._settings, self._notices = my_digits, settings, notices
        tip = self.tr("Open an ink file or a folder")
        self._first = ChoiceBox(self.tr("Data"), "dataset", tip, self)
        self._first.open_requested.connect(self._offer_files)
        self._first.box.currentIndexChanged.connect(self._emit_change)
        self._description = caption("", self, is_small=True)
        self._description.setWordWrap(True)
        self._added: list[_AddedSource] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._add_button = QToolButton(self)
        self._add_button.setObjectName("add_dataset_button")
        self._add_button.setText(self.tr("Add more data"))
        self._add_button.setToolTip(self.tr("Train on several datasets"))
        self._add_button.setIcon(icon("add"))
        self._add_button.setIconSize(scaled_size(16, 16))
        self._add_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._add_button.setProperty("flat", True)
        self._add_button.clicked.connect(self._offer_more)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        for widget in (self._first, self._description):
            layout.addWidget(widget)
        layout.addLayout(self._rows)
        layout.addWidget(self._add_button)
        for source in (MNIST, SYNTHETIC, REGIONAL, NON_DIGITS):
            self._first.add(title_of(source), source)
        self._offer_my_digits()
        my_digits.changed.connect(self._offer_my_digits)
        ink = data_dir() / "ink"
        for path in sorted((*ink.glob("*.jsonl"), *ink.glob("*.jsonl.gz"))):
            self._first.add(name_of(path), str(path), str(path))

    @property
    def sources(self) -> tuple[str, ...]:
        """The chosen sources for `core.data.sources.load_all`, without duplicates."""
        chosen = (str(self._first.value), *(added.source for added in self._added))
        return tuple(dict.fromkeys(chosen))

    @property
    def offered(self) -> tuple[str, ...]:
        """The sources in the list."""
        return tuple(map(str, self._first.values))

    def offer(self, source: str) -> None:
        """Add a source to the list, unless it is there."""
        self._first.add(title_of(source), source, "" if source == MY_DIGITS else source)

    def show_sources(self, sources: tuple[str, ...]) -> None:
        """Choose these sources."""
        for added in tuple(self._added):
            self._remove(added)
        first, *others = sources
        self.offer(first)
        self._first.choose(first)
        for source in others:
            self.add(source)

    def add(self, source: str) -> None:
        """Add a source."""
        self.offer(source)
        if source in self.sources:
            return
        added = _AddedSource(source, self._name(source), self)
        added.removal_requested.connect(self._remove)
        self._added.append(added)
        self._rows.addWidget(added)
        self._emit_change()

    def _offer_my_digits(self) -> None:
        """Offer My Digits unless it is empty and not chosen."""
        if self._my_digits.drawings:
            self.offer(MY_DIGITS)
        elif MY_DIGITS not in self.sources:
            self._first.remove(MY_DIGITS)

    def _name(self, source: str) -> str:
        box = self._first.box
        return box.itemText(box.findData(source))

    def _remove(self, added: _AddedSource) -> None:
        self._added.remove(added)
        self._rows.removeWidget(added)
        added.hide()
        added.deleteLater()
        self._add_button.setFocus()
        self._emit_change()

    def _offer_files(self) -> None:
        menu = self._source_menu()
        menu.source_chosen.connect(self._choose)
        menu.pop_up_below(self._first.open_button)

    def _source_menu(self) -> SourceMenu:
        return SourceMenu(self._settings, self._notices, self, for_training=True)

    def _offer_more(self) -> None:
        menu, box = self._source_menu(), self._first.box
        for index in range(box.count()):
            source = cast("str", box.itemData(index))
            if source not in self.sources:
                menu.addAction(box.itemText(index)).setData(source)
        menu.triggered.connect(self._add_chosen)
        menu.source_chosen.connect(self._add_path)
        menu.addSeparator()
        menu.pop_up_below(self._add_button)

    def _add_chosen(self, action: QAction) -> None:
        if action.data() is not None:
            self.add(str(action.data()))

    def _add_path(self, path: Path) -> None:
        self.add(str(path))

    def _choose(self, path: Path) -> None:
        self.offer(str(path))
        self._first.choose(str(path))

    def _emit_change(self) -> None:
        self._description.setText(description_of(str(self._first.value)))
        self.changed.emit()


class _AddedSource(QWidget):
    """The name of an added source, and a button to remove it."""

    removal_requested = Signal(object)

    def __init__(self, source: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.source = source
        label = Label(f"+ {name}", self)
        label.setToolTip(literal(source))
        tip = self.tr("Remove {name}").format(name=name)
        remove = icon_button("remove_dataset_button", "close", tip, self, size=12)
        remove.clicked.connect(partial(self.removal_requested.emit, self))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(UNIT, 0, 0, 0)
        layout.addWidget(label, 1)
        layout.addWidget(remove)
