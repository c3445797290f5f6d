"""The menu bar: actions of the window and of the current page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from lenet_desktop.draw.network_card import show_network_details
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text.language import available_languages, current_language
from lenet_desktop.text.plain import literal, name_of
from lenet_desktop.theme.theme import Theme
from lenet_desktop.widgets.actions import make_action
from lenet_desktop.widgets.page import MenuSection, Page
from lenet_desktop.window.files import Files
from lenet_desktop.window.help.help import Help
from lenet_desktop.window.scaling import Scaling

Keys = QKeySequence.StandardKey


class MenuBar(QMenuBar):
    """Contains the actions of the window and those of the current page.

    A shortcut works while a visible menu or widget contains its action, so that the shortcuts of
    the other pages are inactive.

    Parameters
    ----------
    window
        The main window.
    """

    presenting_chosen = Signal(bool)
    """Emitted with whether the user wants a presentation."""
    language_chosen = Signal(str)
    """Emitted with the code of the language that the user chose."""
    size_chosen = Signal(int)
    """Emitted with the size of text and controls that the user chose, in per cent."""

    def __init__(self, files: Files, workspace: Workspace, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._files, self._workspace = files, workspace
        self._network, self._settings = workspace.network, workspace.settings
        self._theme, self._window = theme, window
        self._page: Page | None = None
        self._sections: dict[MenuSection, tuple[QMenu, QAction]] = {}
        self._add_file_menu()
        self._add_edit_menu()
        self._add_view_menu()
        help_menu = self.addMenu(self.tr("&Help"))
        self.lessons = QAction(self.tr("&Lessons"), help_menu)
        self.lessons.setObjectName("action_lessons")
        self.lessons.setShortcut("Ctrl+L")
        self.lessons.setCheckable(True)
        help_menu.addAction(self.lessons)
        self.help = Help(help_menu, self._window)
        self._settings.recent_files_changed.connect(self._list_recent_files)

    def show_page(self, page: Page) -> None:
        """Replace the actions of the previous page by those of `page`."""
        before, self._page = self._page, page
        self._copy.setEnabled(page.shows_pad)
        for section, (menu, end) in self._sections.items():
            if before is not None:
                for action in before.actions_in(section):
                    menu.removeAction(action)
            actions = page.actions_in(section)
            menu.insertActions(end, actions)
            end.setVisible(bool(actions))

    def show_networks(self) -> None:
        """Open the dialog to choose a network, or bring it to the front."""
        from lenet_desktop.window.networks_dialog import NetworksDialog

        dialog = self._window.findChild(NetworksDialog)
        if not isinstance(dialog, NetworksDialog) or not dialog.isVisible():
            dialog = NetworksDialog(self._workspace, self._window)
            dialog.open_requested.connect(self._files.choose_weights_to_open)
        dialog.show()
        dialog.raise_()
        dialog.activateWindow()

    def _end_section(self, section: MenuSection, menu: QMenu) -> None:
        """Mark the end of a section of the page by a separator."""
        self._sections[section] = menu, menu.addSeparator()

    def _add_file_menu(self) -> None:
        menu, files = self.addMenu(self.tr("&File")), self._files
        make_action(
            menu,
            "action_open_drawing",
            self.tr("&Open Drawing…"),
            files.choose_drawing_to_open,
            shortcut=Keys.Open,
        )
        self.recent = menu.addMenu(self.tr("Open &Recent"))
        self.recent.setToolTipsVisible(True)
        self.recent.triggered.connect(self._open_recent)
        self._list_recent_files()
        make_action(
            menu,
            "action_save_drawing",
            self.tr("&Save Drawing…"),
            files.choose_where_to_save_drawing,
            shortcut=Keys.Save,
        )
        menu.addSeparator()
        make_action(
            menu,
            "action_open_weights",
            self.tr("Open &Weights…"),
            files.choose_weights_to_open,
            shortcut="Ctrl+Shift+O",
        )
        make_action(
            menu,
            "action_save_weights",
            self.tr("Save Weigh&ts…"),
            files.choose_where_to_save_weights,
            shortcut="Ctrl+Shift+S",
        )
        make_action(
            menu,
            "action_my_network",
            self.tr("&My Network…"),
            self.show_networks,
            shortcut="Ctrl+Shift+N",
        )
        make_action(
            menu,
            "action_model_card",
            self.tr("&Network Details"),
            self._show_network,
            shortcut="Ctrl+I",
        )
        self._use_bundled = make_action(
            menu,
            "action_use_bundled",
            self.tr("Use the &Bundled Network"),
            self._workspace.use_bundled_network,
        )
        self._network.changed.connect(self._follow_network)
        self._follow_network()
        menu.addSeparator()
        make_action(menu, "action_quit", self.tr("&Quit"), self._window.close, shortcut="Ctrl+Q")

    def _add_edit_menu(self) -> None:
        menu, files = self.addMenu(self.tr("&Edit")), self._files
        self._end_section("undo", menu)
        self._copy = make_action(
            menu, "action_copy", self.tr("&Copy Drawing"), files.copy, shortcut=Keys.Copy
        )
        make_action(menu, "action_paste", self.tr("&Paste"), files.paste, shortcut=Keys.Paste)
        self._end_section("edit", menu)

    def _add_view_menu(self) -> None:
        menu = self.addMenu(self.tr("&View"))
        appearances = QActionGroup(menu)
        for name, text in (
            ("system", self.tr("Use &System Setting")),
            ("light", self.tr("&Light")),
            ("dark", self.tr("&Dark")),
        ):
            action = QAction(text, menu)
            action.setObjectName(f"action_{name}")
            action.setCheckable(True)
            action.setChecked(name == self._theme.appearance)
            action.setData(name)
            appearances.addAction(action)
            menu.addAction(action)
        appearances.triggered.connect(self._set_appearance)
        menu.addSeparator()
        self._add_language_menu(menu)
        menu.addSeparator()
        Scaling(round(100 * self._theme.scale), menu).chosen.connect(self.size_chosen)
        menu.addSeparator()
        self._end_section("view", menu)
        self.presentation = make_action(
            menu,
            "action_presentation",
            self.tr("&Presentation"),
            self._present,
            shortcut="F5",
        )
        self.presentation.setCheckable(True)
        self._full_screen = make_action(
            menu,
            "action_full_screen",
            self.tr("&Full Screen"),
            self._switch_full_screen,
            shortcut="F11",
        )
        self._full_screen.setCheckable(True)
        self._full_screen.setChecked(self._window.isFullScreen())

    def _add_language_menu(self, view: QMenu) -> None:
        menu = view.addMenu(self.tr("Lan&guage"))
        languages = QActionGroup(menu)
        for code, name in available_languages().items():
            action = QAction(name, menu)
            action.setObjectName(f"action_language_{code.partition('_')[0]}")
            action.setCheckable(True)
            action.setChecked(code == current_language())
            action.setData(code)
            languages.addAction(action)
            menu.addAction(action)
        languages.triggered.connect(self._choose_language)

    def _choose_language(self, action: QAction) -> None:
        if action.data() != current_language():
            self.language_chosen.emit(action.data())

    def _present(self) -> None:
        self.presenting_chosen.emit(self.presentation.isChecked())

    def _set_appearance(self, action: QAction) -> None:
        self._theme.appearance = self._settings.appearance = str(action.data())

    def _switch_full_screen(self) -> None:
        self._window.setWindowState(self._window.windowState() ^ Qt.WindowState.WindowFullScreen)

    def _follow_network(self) -> None:
        self._use_bundled.setEnabled(not self._network.is_bundled)

    def _show_network(self) -> None:
        show_network_details(self._network, self._window)

    def _list_recent_files(self) -> None:
        menu, files = self.recent, self._settings.recent_files
        menu.clear()
        for number, path in enumerate(files, start=1):
            action = menu.addAction(f"&{number}  {name_of(path).replace('&', '&&')}")
            action.setToolTip(literal(str(path)))
            action.setData(str(path))
        if files:
            menu.addSeparator()
            menu.addAction(self.tr("&Clear List")).setObjectName("action_forget")
        menu.setEnabled(bool(files))

    def _open_recent(self, action: QAction) -> None:
        if action.data() is None:
            self._settings.forget_files()
        else:
            self._files.open(Path(str(action.data())))
