"""The main window: pages, menus and notices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, cast

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QDialog, QMainWindow, QWidget

from lenet_desktop.draw.page import DrawPage
from lenet_desktop.lessons.side import PagesAndLessons
from lenet_desktop.state.lessons.lessons import Lessons
from lenet_desktop.state.lessons.preset import Preset
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text.language import current_language, install_language
from lenet_desktop.theme.theme import Theme
from lenet_desktop.train.page import TrainPage
from lenet_desktop.widgets.actions import make_button
from lenet_desktop.widgets.page import Page
from lenet_desktop.widgets.screen import available_size
from lenet_desktop.window.closing import may_close
from lenet_desktop.window.files import Files
from lenet_desktop.window.menus import MenuBar
from lenet_desktop.window.notice import NoticeBar
from lenet_desktop.window.opening_note import OpeningNote
from lenet_desktop.window.page_filler import PageFiller
from lenet_desktop.window.paged_window import PAGES, PagedWindow, View
from lenet_desktop.window.placement import limit_minimum, place
from lenet_desktop.window.presentation import PresentationStack


class MainWindow(PagedWindow):
    """Contains the pages and the menus; closing it stops background jobs.

    An open window keeps a reference to itself. Otherwise Python's garbage collector could delete it
    in the thread of a job.
    """

    filled = Signal()
    """Emitted when all pages have their content, after the start and after each rebuild."""
    _open_windows: ClassVar[set[MainWindow]] = set()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setAcceptDrops(True)
        self.workspace, self.theme = workspace, theme
        self.asks_before_closing = True
        """Whether closing asks for confirmation if work is running or a result is undecided."""
        self._was_painted = False
        self._before_larger: tuple[float, QSize] | None = None
        self._to_show: View | None = None
        workspace.setParent(self)
        theme.setParent(self)
        self.files = Files(workspace, self)
        self.files.drawing_opened.connect(self._show_pad)
        self.lessons = Lessons(workspace, workspace)
        self.filled.connect(workspace.run_folders.tidy, Qt.ConnectionType.SingleShotConnection)
        self._build()
        self._turn_menus(0)
        place(self, workspace.settings.geometry)
        self.draw_page.pad.setFocus()
        workspace.my_digits.load()
        workspace.recent_drawings.load()

    def _build(
        self, states: Sequence[Mapping[str, Any]] = ({},) * len(PAGES), front: int = 0
    ) -> None:
        """Make the menus, and the pages without their content.

        Each part is made in its place: Qt looks up the styles of all that gets another parent.
        """
        self.setWindowTitle(self.tr("LeNet Desktop"))
        workspace = self.workspace
        self.stage = PresentationStack(workspace, self)
        self.setCentralWidget(self.stage)
        side = self.side = PagesAndLessons(
            self.lessons, workspace.settings, workspace.notices, self.stage
        )
        self.stage.addWidget(side)
        self.tabs = side.tabs
        self.menus = MenuBar(self.files, workspace, self.theme, self)
        self.menus.language_chosen.connect(self.set_language)
        self.menus.size_chosen.connect(self.set_size)
        self.setMenuBar(self.menus)
        help_button = make_button(self.menus.help.find_control, "help_button")
        help_button.setProperty("small", True)  # no higher than the tabs
        self.tabs.setCornerWidget(help_button)
        for make, state in zip(PAGES, states, strict=True):
            page = make(workspace, self.tabs)
            self.tabs.addTab(page, page.title)
            page.restore(state)
            page.pad_requested.connect(self._show_pad)
            page.inside_requested.connect(self._show_inside)
            page.dropped.connect(self.files.receive)
        self._page(TrainPage).front_requested.connect(self._show_train)
        self._page(DrawPage).networks_requested.connect(self.menus.show_networks)
        self.tabs.setCurrentIndex(front)
        self.tabs.currentChanged.connect(self._turn_menus)
        side.is_open_changed.connect(self._make_room)
        side.is_open_changed.connect(self.menus.lessons.setChecked)
        side.panel.preset_requested.connect(self._prepare_preset)
        side.panel.experiment_requested.connect(self._open_experiment)
        self.menus.lessons.toggled.connect(side.set_open)
        self.stage.presenting_changed.connect(self.menus.presentation.setChecked)
        self.menus.presenting_chosen.connect(self.set_presenting)
        self.opening_note = OpeningNote(workspace.opening, self.tabs)
        self.notice = NoticeBar(self.tabs)
        workspace.notices.posted.connect(self.notice.show_notice)
        workspace.notices.settled.connect(self.notice.hide)
        self.tabs.currentChanged.connect(self.notice.hide)
        self._filler = PageFiller(self.tabs)
        self._filler.front_filled.connect(self._show_pages)
        # Queued, because what follows may delete the pages.
        self._filler.finished.connect(self._settle, Qt.ConnectionType.QueuedConnection)

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
        self.unsetLocale()  # so that it takes over the new formats of numbers
        self.rebuild(partial(setattr, self.theme, "language", code))

    def set_size(self, per_cent: int) -> None:
        """Show text and controls in another size, and save it in the settings.

        The largest size is that at which the screen has room for every control. A larger one is
        taken back as soon as the pages have their content.

        Parameters
        ----------
        per_cent
            The size in per cent of the system's.
        """
        before = self.theme.scale, self.size()
        self.rebuild(partial(setattr, self.theme, "scale", per_cent / 100))
        self._before_larger = before if self.theme.scale > before[0] else None
        self.workspace.settings.scale = per_cent

    def rebuild(self, restyle: Callable[[], object] = lambda: None) -> None:
        """Build the menus and the pages again, in the language that is installed now.

        What a person chose on the pages, and what has the keyboard focus, stays; the models stay
        because the pages do not own them. The screen keeps what it shows until the page in front
        has its content, some turns of the event loop later. No page may call this, because the
        former ones are deleted; a menu may.

        Parameters
        ----------
        restyle
            Called after the pages are deleted, because Qt applies a new style to every widget.
        """
        view = self._to_show or self._view()
        self.setUpdatesEnabled(False)
        # A hidden pad completes what the pen is doing on it.
        self.tabs.hide()
        states, front = [page.view_state() for page in self.tabs.pages], self.tabs.currentIndex()
        for dialog in QMainWindow.findChildren(self, QDialog):
            dialog.close()
        self.stage.deleteLater()
        QCoreApplication.sendPostedEvents(self.stage, QEvent.Type.DeferredDelete)
        restyle()
        self._build(states, front)
        self.stage.hide()  # Its layout would show it, and the page in front would be filled.
        self.lessons.speak(current_language())
        self._to_show = view
        if self.isVisible():
            self._filler.start()
        else:
            self._show_pages()

    def _view(self) -> View:
        focused = cast("QWidget | None", self.focusWidget())
        name = focused.objectName() if focused else ""
        return View(name, self.side.is_open, self.stage.is_presenting)

    def _show_pages(self) -> None:
        """Show the pages that were built again."""
        view, self._to_show = self._to_show, None
        if view is None:
            return
        self._turn_menus(self.tabs.currentIndex())
        if view.has_lessons:
            self.side.set_open(True)
        self.stage.show()
        if view.is_presenting:
            self.set_presenting(True)
        limit_minimum(self)
        if view.focused and (control := QMainWindow.findChild(self, QWidget, view.focused)):
            control.setFocus()
        self.setUpdatesEnabled(True)

    def _settle(self) -> None:
        """Limit the size by what the pages need; take back a larger one without room for it."""
        is_open = self in self._open_windows
        if not (is_open and all(page.is_filled for page in self.tabs.pages)):
            return
        limit_minimum(self)
        before, self._before_larger = self._before_larger, None
        needed = self.stage.minimumSizeHint()  # The menus may take some of the pages' room.
        if before is not None and needed.boundedTo(available_size(self)) != needed:
            scale, size = before
            self.workspace.settings.scale = round(100 * scale)
            self.rebuild(partial(setattr, self.theme, "scale", scale))
            self.resize(size)
            self.workspace.notices.info(self.tr("The screen has no room for a larger size."))
            return
        self.train_page.board.load()
        self.filled.emit()

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
            shows_curves = isinstance(self.tabs.currentWidget(), TrainPage)
            self.stage.present(actions, shows_curves=shows_curves)

    def _turn_menus(self, index: int) -> None:
        page = self.tabs.widget(index)
        assert isinstance(page, Page)
        page.fill()
        self.menus.show_page(page)

    def _prepare_preset(self, preset: Preset) -> None:
        self.train_page.prepare_preset(preset)

    def _open_experiment(self, name: str) -> None:
        self.train_page.experiments.open_shipped(name)

    def showEvent(self, event: QShowEvent) -> None:
        """Keep a reference to the window from now on."""
        super().showEvent(event)
        self._open_windows.add(self)
        # The pages need more room than before they had their fonts.
        QTimer.singleShot(0, self, self._make_room)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Search for a GPU after the first paint, which takes time, and fill the other pages."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self.workspace.find_device)
        self._filler.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save the geometry and stop background jobs; asks before anything is lost."""
        if self.asks_before_closing and not may_close(self.workspace, self):
            event.ignore()
            return
        self.workspace.settings.geometry = self.saveGeometry()
        self.hide()
        self._filler.stop()
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
