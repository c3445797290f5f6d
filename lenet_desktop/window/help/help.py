"""The actions of the Help menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from lenet_desktop.text.glossary import term_of
from lenet_desktop.text.language import current_language
from lenet_desktop.widgets.actions import make_action
from lenet_desktop.window.help.finder import ControlFinder, names_around


class Help(QObject):
    """Adds its actions to the Help menu; imports a dialog when it is first shown.

    Parameters
    ----------
    menu
        The menu, which becomes the parent.
    window
        The main window.
    """

    def __init__(self, menu: QMenu, window: QWidget) -> None:
        super().__init__(menu)
        self._window = window
        self._finder = ControlFinder(self)
        self._finder.found.connect(self.explain)
        focus = make_action(
            menu,
            "action_help",
            self.tr("&Help on This Control"),
            self._explain_focus,
            shortcut="F1",
        )
        focus.setShortcutContext(Qt.ShortcutContext.ApplicationShortcut)
        self.find_control = make_action(
            menu,
            "action_whats_this",
            self.tr("&What’s This?"),
            self._finder.start,
            shortcut="Shift+F1",
            drawing="help",
        )
        make_action(menu, "action_glossary", self.tr("&Glossary"), self._show_glossary)
        make_action(menu, "action_shortcuts", self.tr("&Keyboard Shortcuts"), self._show_shortcuts)
        menu.addSeparator()
        make_action(menu, "action_about", self.tr("&About LeNet Desktop"), self._show_about)

    def explain(self, term: str) -> None:
        """Open the glossary at a term.

        Parameters
        ----------
        term
            Its name; the first term is shown if there is none of that name.
        """
        from lenet_desktop.window.help.glossary_dialog import GlossaryDialog

        dialog = self._window.findChild(GlossaryDialog)
        if not isinstance(dialog, GlossaryDialog) or not dialog.isVisible():
            dialog = GlossaryDialog(current_language(), self._window)
        dialog.show()
        dialog.show_term(term)
        dialog.raise_()
        dialog.activateWindow()

    def _explain_focus(self) -> None:
        self.explain(term_of(names_around(QApplication.focusWidget())) or "")

    def _show_glossary(self) -> None:
        self.explain("")

    def _show_shortcuts(self) -> None:
        from lenet_desktop.window.help.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._window).show()

    def _show_about(self) -> None:
        from lenet_desktop.window.help.about import AboutDialog

        AboutDialog(self._window).open()
