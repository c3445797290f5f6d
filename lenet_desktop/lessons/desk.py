"""The window as a lesson sees and arranges it: pages, choices, clicks and hidden parts."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QTabWidget, QWidget

from lenet_desktop.text.plain import without_mnemonic
from lenet_desktop.widgets.page import Page

_SUFFIX = "_page"


class WindowDesk(QObject):
    """What `lenet_desktop.state.lessons.facts.Desk` asks of the window.

    Parameters
    ----------
    tabs
        The pages.
    """

    def __init__(self, tabs: QTabWidget) -> None:
        super().__init__(tabs)
        self._tabs = tabs
        self._watched = set[str]()
        self._clicked = set[str]()
        self._hidden = list[QWidget]()

    @property
    def page(self) -> str:
        """Name of the page in front."""
        return self._tabs.currentWidget().objectName().removesuffix(_SUFFIX)

    def choice(self, page: str, name: str) -> object:
        """Return a choice of a page; None if there is none of that name."""
        found = self._tabs.findChild(Page, page + _SUFFIX)
        return found.view_state().get(name) if found else None

    def was_clicked(self, name: str) -> bool:
        """Return whether a button was clicked since it was first asked about."""
        if name not in self._watched and (button := self.control(name)):
            self._watched.add(name)
            if isinstance(button, QAbstractButton):
                button.clicked.connect(self._note_click)
        return name in self._clicked

    def forget_clicks(self) -> None:
        """Count clicks from now on."""
        self._clicked.clear()

    def control(self, name: str) -> QWidget | None:
        """Return a control of the pages."""
        return self._tabs.findChild(QWidget, name)

    def label(self, name: str) -> str:
        """Return the text of a control or a page, as the window shows it in its language."""
        widget = self.control(name)
        if isinstance(widget, Page):
            text = widget.title
        elif isinstance(widget, QAbstractButton):
            text = widget.text() or widget.accessibleName()
        else:
            text = widget.accessibleName() if widget else name
        return without_mnemonic(text)

    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        page = self.control(name + _SUFFIX)
        if page is not None:
            self._tabs.setCurrentWidget(page)

    def hide_only(self, names: Iterable[str]) -> None:
        """Hide these pages and controls, and show those that were hidden before."""
        for widget in self._hidden:
            self._set_shown(widget, True)
        found = [widget for name in names if (widget := self.control(name))]
        self._hidden = [widget for widget in found if not self._is_hidden(widget)]
        for widget in self._hidden:
            self._set_shown(widget, False)

    def _set_shown(self, widget: QWidget, is_shown: bool) -> None:
        place = self._tabs.indexOf(widget)
        if place >= 0:
            self._tabs.setTabVisible(place, is_shown)
        else:
            widget.setVisible(is_shown)

    def _is_hidden(self, widget: QWidget) -> bool:
        place = self._tabs.indexOf(widget)
        return widget.isHidden() if place < 0 else not self._tabs.isTabVisible(place)

    def _note_click(self) -> None:
        self._clicked.add(self.sender().objectName())
