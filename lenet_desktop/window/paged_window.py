"""A main window whose pages have their content as soon as somebody asks for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtWidgets import QMainWindow

from lenet_desktop.draw.page import DrawPage
from lenet_desktop.evaluate.page import EvaluatePage
from lenet_desktop.inside.page import InsidePage
from lenet_desktop.my_digits.page import MyDigitsPage
from lenet_desktop.train.page import TrainPage
from lenet_desktop.widgets.page import Page, Tabs

PAGES: tuple[type[Page], ...] = (
    DrawPage,
    InsidePage,
    TrainPage,
    EvaluatePage,
    MyDigitsPage,
)

AnyPage = TypeVar("AnyPage", bound=Page)


@dataclass(frozen=True)
class View:
    """What a window shows besides the choices on its pages.

    Attributes
    ----------
    focused
        Object name of the control with the keyboard focus; empty if there is none.
    has_lessons, is_presenting
        Whether lessons are beside the pages, and whether a presentation is in their place.
    """

    focused: str
    has_lessons: bool
    is_presenting: bool


class PagedWindow(QMainWindow):
    """Fills a page when it is asked for, and all of them before something is searched in them."""

    tabs: Tabs

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages, with their content."""
        self.tabs.fill()
        return tuple(self.tabs.pages)

    @property
    def draw_page(self) -> DrawPage:
        """The page with the pad."""
        return self._filled(DrawPage)

    @property
    def inside_page(self) -> InsidePage:
        """The page of the network's values."""
        return self._filled(InsidePage)

    @property
    def train_page(self) -> TrainPage:
        """The page of the training run."""
        return self._filled(TrainPage)

    @property
    def evaluate_page(self) -> EvaluatePage:
        """The page of the evaluation."""
        return self._filled(EvaluatePage)

    @property
    def my_digits_page(self) -> MyDigitsPage:
        """The page of My Digits."""
        return self._filled(MyDigitsPage)

    def findChild(self, *arguments: Any, **options: Any) -> Any:  # noqa: N802
        """Find a part of the window, also on a page that has not been shown."""
        self.tabs.fill()
        return super().findChild(*arguments, **options)

    def findChildren(self, *arguments: Any, **options: Any) -> list[Any]:  # noqa: N802
        """Find parts of the window, also on pages that have not been shown."""
        self.tabs.fill()
        return super().findChildren(*arguments, **options)

    def _show_pad(self) -> None:
        """Bring the pad to the front: that of the Draw page, unless another one is shown."""
        if isinstance(self.tabs.currentWidget(), InsidePage):
            self.inside_page.pad.setFocus()
            return
        self.tabs.setCurrentWidget(self.draw_page)
        self.draw_page.pad.setFocus()

    def _show_train(self) -> None:
        """Bring the training run to the front."""
        self.tabs.setCurrentWidget(self.train_page)

    def _show_inside(self) -> None:
        """Bring the network's values for the pad to the front."""
        self.tabs.setCurrentWidget(self.inside_page)
        self.inside_page.pad.setFocus()

    def _filled(self, kind: type[AnyPage]) -> AnyPage:
        page = self._page(kind)
        page.fill()
        return page

    def _page(self, kind: type[AnyPage]) -> AnyPage:
        """Return a page with or without its content."""
        return next(page for page in self.tabs.pages if isinstance(page, kind))
