"""The main window: pages, menus and notices."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import ClassVar, TypeVar, cast

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from lenet_desktop.allocator import exclude_from_collection
from lenet_desktop.draw.page import DrawPage
from lenet_desktop.evaluate.page import EvaluatePage
from lenet_desktop.inside.page import InsidePage
from lenet_desktop.lessons.side import PagesAndLessons
from lenet_desktop.my_digits.page import MyDigitsPage
from lenet_desktop.state.lessons.lessons import Lessons
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text.language import current_language, install_language
from lenet_desktop.theme.theme import Theme
from lenet_desktop.train.page import TrainPage
from lenet_desktop.widgets.actions import make_button
from lenet_desktop.widgets.page import Page, Tabs
from lenet_desktop.widgets.screen import available_size
from lenet_desktop.window.closing import may_close
from lenet_desktop.window.files import Files
from lenet_desktop.window.menus import MenuBar
from lenet_desktop.window.notice import NoticeBar
from lenet_desktop.window.opening_note import OpeningNote
from lenet_desktop.window.placement import limit_minimum, place
from lenet_desktop.window.presentation import PresentationStack

PAGES: tuple[type[Page], ...] = (
    DrawPage,
    InsidePage,
    TrainPage,
    EvaluatePage,
    MyDigitsPage,
)

AnyPage = TypeVar("AnyPage", bound=Page)


class MainWindow(QMainWindow):
    """Contains the pages and the menus; closing it stops background jobs.

    An open window keeps a reference to itself. Otherwise Python's garbage collector could delete it
    in the thread of a job.
    """

    _open_windows: ClassVar[set[MainWindow]] = set()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.workspace, self.theme = workspace, theme
        self.asks_before_closing = True
        """Whether closing asks for confirmation if work is running or a result is undecided."""
        self._was_painted = False
        workspace.setParent(self)
        theme.setParent(self)
        self.files = Files(workspace, self)
        self.files.drawing_opened.connect(self._show_pad)
        self.lessons = Lessons(workspace, workspace)
        self._build()
        place(self, workspace.settings.geometry)
        self.draw_page.pad.setFocus()
        workspace.my_digits.load()

    def _build(self) -> None:
        """Make the menus and the pages; those before, if there are any, are deleted."""
        self.setWindowTitle(self.tr("LeNet Desktop"))
        self.tabs = Tabs(self)
        workspace = self.workspace
        # Before there are pages: Qt looks up the styles of all widgets that get another parent.
        self.side = PagesAndLessons(
            self.tabs, self.lessons, workspace.settings, workspace.notices, self
        )
        self.stage = PresentationStack(self.side, workspace, self)
        self.menus = MenuBar(self.files, workspace, self.theme, self)
        self.menus.language_chosen.connect(self.set_language)
        self.menus.size_chosen.connect(self.set_size)
        self.setMenuBar(self.menus)
        help_button = make_button(self.menus.help.find_control, "help_button")
        help_button.setProperty("small", True)  # no higher than the tabs
        self.tabs.setCornerWidget(help_button)
        self.pages = tuple(make(workspace, self.tabs.stack) for make in PAGES)
        for page in self.pages:
            self.tabs.addTab(page, page.title)
            page.pad_requested.connect(self._show_pad)
            page.inside_requested.connect(self._show_inside)
            page.dropped.connect(self.files.receive)
        self.train_page.front_requested.connect(self._show_train)
        self.draw_page.networks_requested.connect(self.menus.show_networks)
        self.tabs.currentChanged.connect(self._turn_menus)
        self.side.is_open_changed.connect(self._make_room)
        self.side.is_open_changed.connect(self.menus.lessons.setChecked)
        self.side.panel.preset_requested.connect(self.train_page.prepare_preset)
        experiments = self.train_page.experiments
        self.side.panel.experiment_requested.connect(experiments.open_shipped)
        self.menus.lessons.toggled.connect(self.side.set_open)
        self.stage.presenting_changed.connect(self.menus.presentation.setChecked)
        self.menus.presenting_chosen.connect(self.set_presenting)
        self.setCentralWidget(self.stage)
        self.opening_note = OpeningNote(workspace.opening, self.tabs)
        self.notice = NoticeBar(self.tabs)
        workspace.notices.posted.connect(self.notice.show_notice)
        workspace.notices.settled.connect(self.notice.hide)
        self.tabs.currentChanged.connect(self.notice.hide)
        self._turn_menus(0)

    def set_language(self, code: str) -> None:
        """Show the window in another language, and save the choice in the settings.

        Parameters
        ----------
        code
            A code of `text.language.available_languages`.

        Raises
        ------
        ValueError
            If there is no translation into the language.
        """
        install_language(code)
        self.workspace.settings.language = code
        self.theme.language = code
        self.unsetLocale()  # so that it takes over the new formats of numbers
        self.rebuild()
        if gc.get_freeze_count():
            # The previous pages are deleted first, by the event loop.
            QTimer.singleShot(0, exclude_from_collection)

    def set_size(self, per_cent: int) -> None:
        """Show text and controls in another size, and save it in the settings.

        The largest size is that at which the screen has room for every control.

        Parameters
        ----------
        per_cent
            The size in per cent of the system's.
        """
        before, size = self.theme.scale, self.size()
        self.theme.scale = per_cent / 100
        self.rebuild()
        needed = self.minimumSizeHint()
        if self.theme.scale > before and needed.boundedTo(available_size(self)) != needed:
            self.theme.scale = before
            self.rebuild()
            self.resize(size)
            self.workspace.notices.info(self.tr("The screen has no room for a larger size."))
            return
        self.workspace.settings.scale = per_cent

    def rebuild(self) -> None:
        """Build the menus and the pages again, in the language that is installed now.

        What a person chose on the pages, and what has the keyboard focus, stays; the models stay
        because the pages do not own them. The former widgets are deleted when the event loop has
        control again: one of them may be calling this.
        """
        focused = cast("QWidget | None", self.focusWidget())
        name = focused.objectName() if focused else ""
        # A hidden pad completes what the pen is doing on it.
        self.tabs.hide()
        states = [page.view_state() for page in self.pages]
        front, has_lessons = self.tabs.currentIndex(), self.side.is_open
        is_presenting = self.stage.is_presenting
        for dialog in self.findChildren(QDialog):
            dialog.close()
        self._build()
        for page, state in zip(self.pages, states, strict=True):
            page.restore(state)
        self.tabs.setCurrentIndex(front)
        self.lessons.speak(current_language())
        self.side.set_open(has_lessons)
        self.stage.show()
        self.set_presenting(is_presenting)
        limit_minimum(self)
        if name and (control := self.tabs.findChild(QWidget, name)):
            control.setFocus()

    def open_lesson(self, file: Path) -> None:
        """Show a lesson beside the pages.

        Raises
        ------
        UserError
            If the file cannot be read or is not a lesson.
        """
        self.lessons.open(file)
        self.side.set_open(True)

    def _make_room(self) -> None:
        """Widen the window for the lessons, as far as the screen has room."""
        if self.side.is_open and not (self.isMaximized() or self.isFullScreen()):
            room = available_size(self).width()
            width = min(self.side.comfortable_width, room)
            self.resize(max(self.width(), width), self.height())

    def set_presenting(self, is_presenting: bool) -> None:
        """Show a presentation in place of the pages, or the pages."""
        self.stage.end()
        if is_presenting:
            actions = [*self.draw_page.actions_in("undo"), self.draw_page.actions_in("edit")[0]]
            shows_curves = self.tabs.currentWidget() is self.train_page
            self.stage.present(actions, shows_curves=shows_curves)

    def _turn_menus(self, index: int) -> None:
        self.menus.show_page(self.pages[index])

    @property
    def draw_page(self) -> DrawPage:
        """The page with the pad."""
        return self._page(DrawPage)

    @property
    def inside_page(self) -> InsidePage:
        """The page of the network's values."""
        return self._page(InsidePage)

    @property
    def train_page(self) -> TrainPage:
        """The page of the training run."""
        return self._page(TrainPage)

    @property
    def evaluate_page(self) -> EvaluatePage:
        """The page of the evaluation."""
        return self._page(EvaluatePage)

    @property
    def my_digits_page(self) -> MyDigitsPage:
        """The page of My Digits."""
        return self._page(MyDigitsPage)

    def _page(self, kind: type[AnyPage]) -> AnyPage:
        return next(page for page in self.pages if isinstance(page, kind))

    def _show_pad(self) -> None:
        """Bring the pad to the front: that of the Draw page, unless another one is shown."""
        page = self.tabs.currentWidget()
        if isinstance(page, InsidePage):
            page.pad.setFocus()
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

    def showEvent(self, event: QShowEvent) -> None:
        """Keep a reference to the window from now on."""
        super().showEvent(event)
        self._open_windows.add(self)
        # The pages need more room than before they had their fonts.
        QTimer.singleShot(0, self._make_room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Search for a GPU after the first paint, and load pyqtgraph: imports take time."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.workspace.find_device)
            QTimer.singleShot(0, self.workspace.run_folders.tidy)
            QTimer.singleShot(0, self.train_page.board.load)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the geometry and stop background jobs; asks before anything is lost."""
        if self.asks_before_closing and not may_close(self.workspace, self):
            event.ignore()
            return
        self.workspace.settings.geometry = self.saveGeometry()
        self.hide()
        self.files.finish()
        self.workspace.close()
        self._open_windows.discard(self)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept any data; it is checked when dropped."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the dropped data."""
        event.acceptProposedAction()
        self.files.receive(event.mimeData())
