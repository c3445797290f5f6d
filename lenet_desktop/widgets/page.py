"""The pages of the main window, and the tabs that contain them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TypeAlias, TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QStackedWidget, QTabWidget, QWidget

from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.polish import catch_up, wait_for_polish
from lenet_desktop.widgets.focus import forget_hidden_focus
from lenet_desktop.widgets.view_state import choices_in, choose_in

AnyObject = TypeVar("AnyObject", bound=QObject)
MenuSection: TypeAlias = Literal["undo", "edit", "view"]
"""Where the actions of a page go: to the top of the Edit menu, further down, or to View."""
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


class Page(QWidget):
    """A tab of the main window: views of the workspace's models.

    A page is made without its content, which `fill` adds: at the latest when the page is shown, or
    when somebody asks the window for it. The parts of the content are imported only then, so that
    the window is painted sooner. Nothing that must outlive the page is kept in it, because
    the window builds its pages again when the language changes.

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
        wait_for_polish(self)
        self._workspace = workspace
        self._n_parts_made = 0
        self._to_restore: Mapping[str, Any] = {}

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

    @property
    def is_filled(self) -> bool:
        """Whether the page has its content."""
        return self._n_parts_made == len(self._parts)

    def fill(self) -> None:
        """Make the content, unless the page has it."""
        while not self.is_filled:
            self.fill_part()

    def fill_part(self) -> None:
        """Make the next part of the content, of a page that has not all of it."""
        make = self._parts[self._n_parts_made]
        self._n_parts_made += 1
        make()
        if self.is_filled and self._to_restore:
            self._restore(self._to_restore)
            self._to_restore = {}

    def polish(self) -> None:
        """Give the content its style, so that its sizes are those with which it will be shown."""
        for child in self.findChildren(QWidget, options=_DIRECT):
            child.ensurePolished()

    def view_state(self) -> Mapping[str, Any]:
        """Return the user's choices that no model stores, by name."""
        return self._view_state() if self.is_filled else self._to_restore

    def restore(self, state: Mapping[str, Any]) -> None:
        """Restore the choices that `view_state` of a page of the same class returned.

        A page without content restores them once it has one.
        """
        if not self.is_filled:
            self._to_restore = state
        elif state:
            self._restore(state)

    @property
    def _parts(self) -> Sequence[Callable[[], None]]:
        """What makes the parts of the content, in turn; each takes a few frames at most."""
        return (self._make_content,)

    def _make_content(self) -> None:
        """Make the controls."""
        raise NotImplementedError

    def _view_state(self) -> dict[str, object]:
        return choices_in(self)

    def _restore(self, state: Mapping[str, Any]) -> None:
        choose_in(self, state)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fill the page, which is resized just before it is first shown."""
        super().resizeEvent(event)
        self.fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Take over colours and forget the focus of a control hidden while the page was."""
        super().showEvent(event)
        catch_up(self)
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
        self._fits_current = False
        self.currentChanged.connect(self._measure_again)

    @property
    def pages(self) -> Iterator[Page]:
        """The pages in their order, with or without content."""
        for index in range(self.count()):
            page = self.widget(index)
            if isinstance(page, Page):
                yield page

    def fit_current(self, is_chosen: bool) -> None:
        """Choose whether the current page alone determines the smallest size, or all of them."""
        self._fits_current = is_chosen
        self._measure_again()

    def _measure_again(self) -> None:
        if self._fits_current:
            QApplication.postEvent(self, QEvent(QEvent.Type.LayoutRequest))

    @property
    def least_size(self) -> QSize:
        """The smallest size with which every page fits."""
        return super().minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size with which all pages fit, or the current one."""
        if not self._fits_current:
            return self.least_size
        largest = QSize()
        for page in self.pages:
            largest = largest.expandedTo(page.minimumSizeHint())
        return self.least_size - largest + self.currentWidget().minimumSizeHint()

    def fill(self) -> None:
        """Give every page its content."""
        for page in self.pages:
            page.fill()

    def findChild(  # noqa: N802
        self,
        type: type[AnyObject],  # noqa: A002
        name: str = "",
        options: Qt.FindChildOption = Qt.FindChildOption.FindChildrenRecursively,
    ) -> AnyObject | None:
        """Find a part of any page, also of one that has not been shown."""
        self.fill()
        return super().findChild(type, name, options)

    def findChildren(self, *arguments: Any, **options: Any) -> list[Any]:  # noqa: N802
        """Find parts of all pages, also of those that have not been shown."""
        self.fill()
        return super().findChildren(*arguments, **options)

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
