"""The main window: its pages, its menus and what is dropped on it."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QPaintEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMainWindow, QMenu, QMessageBox, QTabWidget

from core.ink.drawing import Drawing
from lenet_desktop.draw.page import DrawPage
from lenet_desktop.evaluate.page import EvaluatePage
from lenet_desktop.my_digits.page import MyDigitsPage
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.theme import Theme
from lenet_desktop.train.page import TrainPage
from lenet_desktop.widgets.actions import make_action
from lenet_desktop.window.about import show_about
from lenet_desktop.window.files import Files
from lenet_desktop.window.notice import NoticeBar

FIRST_SIZE = 1040, 720


class MainWindow(QMainWindow):
    """Holds the pages and the menus; closing it ends the session.

    An open window keeps itself alive: were it left to Python's garbage collector, that might run,
    and delete it, in the thread of a worker.
    """

    _open_windows: ClassVar[set[MainWindow]] = set()

    def __init__(self, workspace: Workspace, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("main_window")
        self.setWindowTitle(self.tr("LeNet Desktop"))
        self.setAcceptDrops(True)
        self.workspace, self.theme = workspace, theme
        self._settings = workspace.settings
        self.asks_before_closing = True
        """Whether a person is asked first while a network is being trained."""
        self._was_painted = False
        workspace.setParent(self)
        theme.setParent(self)
        self.files = Files(workspace, self)
        self.draw_page = DrawPage(workspace, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("tabs")
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.train_page = TrainPage(workspace, self)
        self.evaluate_page = EvaluatePage(workspace, self)
        self.my_digits_page = MyDigitsPage(workspace, self)
        self.tabs.addTab(self.draw_page, self.tr("&Draw"))
        self.tabs.addTab(self.train_page, self.tr("&Train"))
        self.tabs.addTab(self.evaluate_page, self.tr("E&valuate"))
        self.tabs.addTab(self.my_digits_page, self.tr("&My Digits"))
        self.setCentralWidget(self.tabs)
        self.notice = NoticeBar(self.tabs)
        self.recent_menu = QMenu(self.tr("Open &Recent"), self)
        self._make_menus()
        self._connect()
        self._restore_geometry()
        self.draw_page.pad.setFocus()
        workspace.my_digits.load()

    def _connect(self) -> None:
        notices = self.workspace.notices
        notices.posted.connect(self.notice.show_notice)
        self.files.succeeded.connect(notices.info)
        self.files.failed.connect(notices.error)
        self.files.recent_files_changed.connect(self._list_recent_files)
        self.draw_page.succeeded.connect(notices.info)
        for part in (self.train_page, self.evaluate_page):
            part.succeeded.connect(notices.info)
            part.failed.connect(notices.error)
        self.evaluate_page.image_chosen.connect(self._show_pad)
        self.my_digits_page.fine_tuning.weights_kept.connect(self._list_recent_files)
        self.my_digits_page.pad_requested.connect(self._show_pad)
        self.my_digits_page.drawing_chosen.connect(self._open_drawing)
        self.draw_page.pad.dropped.connect(self.files.receive)
        self.draw_page.bar.position_requested.connect(self.files.show_page)
        self.recent_menu.triggered.connect(self._open_recent)
        self._list_recent_files()

    def _make_menus(self) -> None:
        self._fill_file_menu(self.menuBar().addMenu(self.tr("&File")))
        self._fill_edit_menu(self.menuBar().addMenu(self.tr("&Edit")))
        self._fill_view_menu(self.menuBar().addMenu(self.tr("&View")))
        about = make_action(self, "action_about", self.tr("&About LeNet Desktop"), self._show_about)
        self.menuBar().addMenu(self.tr("&Help")).addAction(about)

    def _fill_file_menu(self, menu: QMenu) -> None:
        files, keys = self.files, QKeySequence.StandardKey
        menu.addAction(
            make_action(
                self,
                "action_open_drawing",
                self.tr("&Open Drawing…"),
                files.choose_drawing_to_open,
                shortcut=keys.Open,
            )
        )
        menu.addMenu(self.recent_menu)
        menu.addAction(
            make_action(
                self,
                "action_save_drawing",
                self.tr("&Save Drawing…"),
                files.choose_where_to_save_drawing,
                shortcut=keys.Save,
            )
        )
        menu.addSeparator()
        menu.addAction(
            make_action(
                self,
                "action_open_weights",
                self.tr("Open &Weights…"),
                files.choose_weights_to_open,
                shortcut="Ctrl+Shift+O",
            )
        )
        menu.addAction(
            make_action(
                self,
                "action_save_weights",
                self.tr("Save Weigh&ts…"),
                files.choose_where_to_save_weights,
                shortcut="Ctrl+Shift+S",
            )
        )
        menu.addAction(
            make_action(
                self,
                "action_model_card",
                self.tr("&Network Details"),
                self.draw_page.panel.model_card.show_card,
                shortcut="Ctrl+I",
            )
        )
        menu.addSeparator()
        menu.addAction(
            make_action(self, "action_quit", self.tr("&Quit"), self.close, shortcut="Ctrl+Q")
        )

    def _fill_edit_menu(self, menu: QMenu) -> None:
        files, bar, keys = self.files, self.draw_page.bar, QKeySequence.StandardKey
        copy = make_action(
            self, "action_copy", self.tr("&Copy Drawing"), files.copy, shortcut=keys.Copy
        )
        paste = make_action(
            self, "action_paste", self.tr("&Paste"), files.paste, shortcut=keys.Paste
        )
        menu.addActions([bar.undo, bar.redo])
        menu.addSeparator()
        menu.addActions([copy, paste, bar.clear])
        menu.addSeparator()
        menu.addActions([bar.pen, bar.eraser, bar.whole_strokes, bar.wider, bar.narrower])
        menu.addSeparator()
        menu.addActions([bar.previous, bar.next])

    def _fill_view_menu(self, menu: QMenu) -> None:
        appearances = QActionGroup(self)
        for name, text in (
            ("system", self.tr("As the &System")),
            ("light", self.tr("&Light")),
            ("dark", self.tr("&Dark")),
        ):
            action = QAction(text, self)
            action.setObjectName(f"action_{name}")
            action.setCheckable(True)
            action.setChecked(name == self.theme.appearance)
            action.setData(name)
            appearances.addAction(action)
            menu.addAction(action)
        appearances.triggered.connect(self._set_appearance)
        menu.addSeparator()
        panel = self.draw_page.panel
        menu.addActions([panel.previous_digit, panel.next_digit])
        menu.addSeparator()
        self._full_screen = make_action(
            self,
            "action_full_screen",
            self.tr("&Full Screen"),
            self._switch_full_screen,
            shortcut="F11",
        )
        self._full_screen.setCheckable(True)
        menu.addAction(self._full_screen)

    def _set_appearance(self, action: QAction) -> None:
        self.theme.appearance = self._settings.appearance = str(action.data())

    def _switch_full_screen(self) -> None:
        if self._full_screen.isChecked():
            self.showFullScreen()
        else:
            self.showNormal()

    def _show_about(self) -> None:
        show_about(self)

    def _list_recent_files(self) -> None:
        self.recent_menu.clear()
        files = self._settings.recent_files
        for number, path in enumerate(files, start=1):
            action = self.recent_menu.addAction(f"&{number}  {path.name.replace('&', '&&')}")
            action.setToolTip(str(path))
            action.setData(str(path))
        if files:
            self.recent_menu.addSeparator()
            self.recent_menu.addAction(self.tr("&Clear This List")).setObjectName("action_forget")
        self.recent_menu.setToolTipsVisible(True)
        self.recent_menu.setEnabled(bool(files))

    def _open_recent(self, action: QAction) -> None:
        if action.data() is None:
            self._settings.forget_files()
            self._list_recent_files()
        else:
            self.files.open(Path(str(action.data())))

    def _show_pad(self) -> None:
        self.tabs.setCurrentWidget(self.draw_page)

    def _open_drawing(self, drawing: Drawing) -> None:
        self.files.show_drawing(drawing, self.tr("Opening"))
        self._show_pad()
        self.draw_page.pad.setFocus()

    def _may_close(self) -> bool:
        """Ask whether the training may be stopped."""
        button = QMessageBox.StandardButton
        question = self.tr(
            "A network is being trained. Stop that and close?\n\n"
            "The best weights so far stay among the earlier runs."
        )
        answer = QMessageBox.question(
            self, self.tr("Training Is Running"), question, button.Yes | button.No, button.No
        )
        return answer == button.Yes

    def _restore_geometry(self) -> None:
        self.setMinimumSize(self.minimumSizeHint())
        geometry = self._settings.geometry
        if geometry is None or not self.restoreGeometry(geometry):
            self.resize(*FIRST_SIZE)

    def showEvent(self, event: QShowEvent) -> None:
        """Stay alive from now on."""
        super().showEvent(event)
        self._open_windows.add(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Look for a GPU once the window is painted: importing CuPy would hold that up."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.workspace.find_device)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and end what goes on, training not without a word."""
        if self.train_page.training.is_busy and self.asks_before_closing and not self._may_close():
            event.ignore()
            return
        self._settings.geometry = self.saveGeometry()
        self.hide()
        self.train_page.close_training()
        self.evaluate_page.close_evaluation()
        self.my_digits_page.close_learning()
        self.workspace.close()
        self._open_windows.discard(self)
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take anything; what it is good for is found out when it is dropped."""
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped beside the pad."""
        event.acceptProposedAction()
        self.files.receive(event.mimeData())
