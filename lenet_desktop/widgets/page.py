"""The pages of the main window, and the tabs that contain them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from lenet_desktop.state.workspace import Workspace
from lenet_desktop.widgets.focus import forget_hidden_focus
from lenet_desktop.widgets.view_state import choices_in, choose_in

MenuSection: TypeAlias = Literal["undo", "edit", "view"]
"""Where the actions of a page go: to the top of the Edit menu, further down, or to View."""


class Page(QWidget):
    """A tab of the main window: views of the workspace's models.

    Nothing that must outlive the page is kept in it, because the window builds its pages again when
    the language changes.

    Parameters
    ----------
    workspace
        The models that the page shows.
    """

    pad_requested = Signal()
    """Emitted when the pad should come to the front."""
    inside_requested = Signal()
    """Emitted when the values behind the reading should come to the front."""
    dropped = Signal(object)
    """Emitted with the QMimeData dropped on the page."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace

    @property
    def title(self) -> str:
        """The text of the tab, with its mnemonic."""
        raise NotImplementedError

    @property
    def shows_pad(self) -> bool:
        """Whether the drawing can be copied from the page."""
        return False

    def actions_in(self, section: MenuSection) -> Sequence[QAction]:
        """Return the actions that a menu offers, with their shortcuts, while the page is shown."""
        del section
        return ()

    def view_state(self) -> dict[str, object]:
        """Return the user's choices that no model stores, by name."""
        return choices_in(self)

    def restore(self, state: Mapping[str, Any]) -> None:
        """Restore the choices that `view_state` of a page of the same class returned."""
        choose_in(self, state)

    def showEvent(self, event: QShowEvent) -> None:
        """Forget the focus of a control that was hidden while the page was."""
        super().showEvent(event)
        forget_hidden_focus(self)


def stack_of(tabs: QTabWidget) -> QStackedWidget:
    """Return the parent of the pages of tabs; a page with another parent takes longer to add."""
    stack = tabs.findChild(QStackedWidget)
    assert stack is not None
    return stack


class Tabs(QTabWidget):
    """Shows one page at a time; notes float over it."""

    resized = Signal()
    hints_changed = Signal()
    """`sizeHint` and `minimumSizeHint` may return other sizes from now on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tabs")
        self.setDocumentMode(True)
        self.tabBar().setDrawBase(False)
        self.stack = stack_of(self)

    def event(self, event: QEvent) -> bool:
        """Emit `hints_changed` after a page has changed its layout."""
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.hints_changed.emit()
        return is_handled

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Emit `resized`."""
        super().resizeEvent(event)
        self.resized.emit()
