"""The appearance of the program: light or dark, as the system is or as the user prefers."""

from __future__ import annotations

from string import Template

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication

import resources
from lenet_desktop.theme.fonts import families_for
from lenet_desktop.theme.metrics import HEADLINE, SMALL, TITLE
from lenet_desktop.theme.palette import DARK, LIGHT, Colours, palette_of

_STYLE_ICONS = ("arrow_down", "arrow_up", "tick")
"""The icons that the style sheet refers to."""
_TEXT_SIZES = ("small_text", SMALL), ("title_text", TITLE), ("headline_text", HEADLINE)
"""The sizes of text that the style sheet refers to."""


class Theme(QObject):
    """Sets the application's palette and style sheet; follows the system's colours and font."""

    def __init__(
        self, application: QApplication, appearance: str = "system", language: str = "en"
    ) -> None:
        super().__init__()
        self._application = application
        self._appearance = appearance
        application.styleHints().colorSchemeChanged.connect(self._apply)
        application.fontChanged.connect(self._follow_font)
        application.setStyle("Fusion")
        self._system_font, self._is_setting_font = application.font(), False
        self.language = language

    @property
    def appearance(self) -> str:
        """``"system"``, ``"light"`` or ``"dark"``."""
        return self._appearance

    @appearance.setter
    def appearance(self, appearance: str) -> None:
        self._appearance = appearance
        self._apply()

    @property
    def language(self) -> str:
        """The code of the language whose script the fonts must have."""
        return self._language

    @language.setter
    def language(self, code: str) -> None:
        self._language = code
        self._set_font()
        self._apply()

    def _follow_font(self, font: QFont) -> None:
        if not self._is_setting_font:
            self._system_font = font
            self._set_font()
            self._apply()

    def _set_font(self) -> None:
        families, added = self._system_font.families(), families_for(self._language)
        if added:
            # An alias such as "Sans Serif" would give way to any family that exists.
            families = list(dict.fromkeys((QFontInfo(self._system_font).family(), *added)))
        if families == self._application.font().families():
            return
        font = QFont(self._system_font)
        font.setFamilies(families)
        self._is_setting_font = True
        self._application.setFont(font)
        self._is_setting_font = False

    def _apply(self) -> None:
        scheme = self._application.styleHints().colorScheme()
        is_dark = self._appearance == "dark" or (
            self._appearance == "system" and scheme == Qt.ColorScheme.Dark
        )
        colours = DARK if is_dark else LIGHT
        sheet = style_sheet_of(colours, self._application.font())
        # Qt polishes every widget of the program again, even for the same style sheet.
        if self._application.styleSheet() != sheet:
            # Replacing a style sheet takes five times as long as removing one and setting another.
            self._application.setStyleSheet("")
            self._application.setPalette(palette_of(colours))
            self._application.setStyleSheet(sheet)


def style_sheet_of(colours: Colours, font: QFont) -> str:
    """Return the window's style sheet in the given colours.

    Parameters
    ----------
    font
        The application's font; the sizes of text in the style sheet are multiples of its size.

    Raises
    ------
    KeyError
        If the style sheet uses a name that is not a colour, an icon or a size of text.
    """
    template = Template(resources.path("styles/window.qss").read_text(encoding="utf-8"))
    icons = {name: resources.path(f"icons/{name}.svg").as_posix() for name in _STYLE_ICONS}
    sizes = {name: f"{scale * QFontInfo(font).pointSizeF():.2f}pt" for name, scale in _TEXT_SIZES}
    return template.substitute(vars(colours), **icons, **sizes)
