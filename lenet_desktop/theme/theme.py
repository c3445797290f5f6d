"""The appearance of the program: colours, font and size, the system's or those of the user."""

from __future__ import annotations

import re
from string import Template

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget

import resources
from lenet_desktop.theme.fonts import families_for
from lenet_desktop.theme.metrics import HEADLINE, SMALL, TITLE, scaled_font, set_scale
from lenet_desktop.theme.palette import DARK, LIGHT, palette_of, roles_in_style_sheet
from lenet_desktop.theme.polish import polish

_STYLE_ICONS = ("arrow_down", "arrow_up", "tick")
"""The icons that the style sheet refers to."""
_TEXT_SIZES = ("small_text", SMALL), ("title_text", TITLE), ("headline_text", HEADLINE)
"""The sizes of text that the style sheet refers to."""
_LENGTH = re.compile(r"\b([2-9]|\d{2,})px")


class Theme(QObject):
    """Sets the application's palette, font and style sheet; follows the system's colours and font.

    Parameters
    ----------
    appearance
        ``"system"``, ``"light"`` or ``"dark"``.
    language
        The code of the language whose script the fonts must have.
    scale
        Size of text and controls, as a multiple of the system's.
    """

    def __init__(
        self,
        application: QApplication,
        appearance: str = "system",
        language: str = "en",
        scale: float = 1.0,
    ) -> None:
        super().__init__()
        self._application = application
        self._appearance, self._language, self._scale = appearance, language, scale
        application.styleHints().colorSchemeChanged.connect(self._apply)
        application.fontChanged.connect(self._follow_font)
        application.setStyle("Fusion")
        self._system_font, self._is_setting_font = application.font(), False
        self._apply()

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
        self._apply()

    @property
    def scale(self) -> float:
        """Size of text and controls, as a multiple of the system's."""
        return self._scale

    @scale.setter
    def scale(self, scale: float) -> None:
        self._scale = scale
        self._apply()

    def _follow_font(self, font: QFont) -> None:
        if not self._is_setting_font:
            self._system_font = font
            self._apply()

    def _font(self) -> QFont:
        """Return the system's font in the size and with the fonts that are needed."""
        font = QFont(self._system_font)
        if self._scale != 1:
            font = scaled_font(font, self._scale, font.weight())
        if added := families_for(self._language):
            # They come first: heights of lines are those of the first font.
            font.setFamilies(list(dict.fromkeys((*added, *font.families()))))
        return font

    def _apply(self) -> None:
        scheme = self._application.styleHints().colorScheme()
        is_dark = self._appearance == "dark" or (
            self._appearance == "system" and scheme == Qt.ColorScheme.Dark
        )
        set_scale(self._scale)
        palette, font = palette_of(DARK if is_dark else LIGHT), self._font()
        sheet = style_sheet_of(font, self._scale)
        has_font = font == self._application.font()
        if self._application.styleSheet() == sheet and has_font:
            if self._application.palette() != palette:
                self._application.setPalette(palette)
                for window in self._application.topLevelWidgets():
                    if not isinstance(window.parent(), QWidget):  # No part of another one.
                        polish(window)
            return
        # Replacing a style sheet takes five times as long as removing one and setting another.
        self._application.setStyleSheet("")
        self._application.setPalette(palette)
        if not has_font:
            self._is_setting_font = True
            self._application.setFont(font)
            self._is_setting_font = False
        self._application.setStyleSheet(sheet)


def style_sheet_of(font: QFont, scale: float = 1.0) -> str:
    """Return the window's style sheet, whose colours are those of the palette.

    Parameters
    ----------
    font
        The application's font; the sizes of text in the style sheet are multiples of its size.
    scale
        Factor of the lengths in pixels. Lines of one pixel stay as they are.

    Raises
    ------
    KeyError
        If the style sheet uses a name that is not a colour, an icon or a size of text.
    """
    rules = resources.path("styles/window.qss").read_text(encoding="utf-8")
    template = Template(_LENGTH.sub(lambda length: f"{round(scale * int(length[1]))}px", rules))
    icons = {name: resources.path(f"icons/{name}.svg").as_posix() for name in _STYLE_ICONS}
    sizes = {name: f"{scale * QFontInfo(font).pointSizeF():.2f}pt" for name, scale in _TEXT_SIZES}
    return template.substitute(roles_in_style_sheet(), **icons, **sizes)
