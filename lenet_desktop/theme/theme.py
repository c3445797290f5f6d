"""The look of the program: one accent colour, light or dark as the system is."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

import resources
from lenet_desktop.theme.palette import DARK, LIGHT, Colours, palette_of
from lenet_desktop.theme.style_sheet import STYLE, STYLE_ICONS


class Theme(QObject):
    """Dresses the application, and again whenever the system turns light or dark."""

    def __init__(self, application: QApplication, appearance: str = "system") -> None:
        super().__init__()
        self._application = application
        self._appearance = appearance
        application.styleHints().colorSchemeChanged.connect(self._dress)
        self._dress()

    @property
    def appearance(self) -> str:
        """``"system"``, ``"light"`` or ``"dark"``."""
        return self._appearance

    @appearance.setter
    def appearance(self, appearance: str) -> None:
        self._appearance = appearance
        self._dress()

    def _dress(self) -> None:
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
    """The style sheet for what Fusion would draw in another manner."""
    icons = {name: resources.path(f"icons/{name}.svg").as_posix() for name in STYLE_ICONS}
    return STYLE.format(**vars(colours), **icons)
