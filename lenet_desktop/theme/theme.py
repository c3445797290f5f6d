"""The appearance of the program: light or dark, as the system is or as the user prefers."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

import resources
from lenet_desktop.theme.palette import DARK, LIGHT, Colours, palette_of

_STYLE_ICONS = ("arrow_down", "arrow_up", "tick")
"""The icons that the style sheet refers to."""


class Theme(QObject):
    """Sets palette and style sheet of the application, and follows the system's colour scheme."""

    def __init__(self, application: QApplication, appearance: str = "system") -> None:
        super().__init__()
        self._application = application
        self._appearance = appearance
        application.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def appearance(self) -> str:
        """``"system"``, ``"light"`` or ``"dark"``."""
        return self._appearance

    @appearance.setter
    def appearance(self, appearance: str) -> None:
        self._appearance = appearance
        self._apply()

    def _apply(self) -> None:
        scheme = self._application.styleHints().colorScheme()
        is_dark = self._appearance == "dark" or (
            self._appearance == "system" and scheme == Qt.ColorScheme.Dark
        )
        colours = DARK if is_dark else LIGHT
        sheet = style_sheet_of(colours)
        # Qt polishes every widget of the program again, even for the same style sheet.
        if self._application.styleSheet() != sheet:
            self._application.setStyle("Fusion")
            self._application.setPalette(palette_of(colours))
            self._application.setStyleSheet(sheet)


def style_sheet_of(colours: Colours) -> str:
    """Return the window's style sheet in the given colours.

    Raises
    ------
    KeyError
        If the style sheet uses a name that is neither a colour nor an icon.
    """
    template = Template(resources.path("styles/window.qss").read_text(encoding="utf-8"))
    icons = {name: resources.path(f"icons/{name}.svg").as_posix() for name in _STYLE_ICONS}
    return template.substitute(vars(colours), **icons)
