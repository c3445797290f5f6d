"""The look of the program: one accent colour, light or dark as the system is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

import resources
from lenet_desktop.theme.style_sheet import STYLE, STYLE_ICONS

UNIT = 8
"""The grid, in pixels, that distances are multiples of."""


@dataclass(frozen=True)
class Colours:
    """The colours of an appearance; `line` parts surfaces, `muted` is for lesser text."""

    window: str
    surface: str
    text: str
    muted: str
    faint: str
    line: str
    hover: str
    accent: str
    accent_soft: str
    on_accent: str
    danger: str


LIGHT = Colours(
    window="#f3f4f7",
    surface="#ffffff",
    text="#1a1d24",
    muted="#626b7a",
    faint="#a7aebb",
    line="#dfe2e9",
    hover="#e6e9ef",
    accent="#2f66e0",
    accent_soft="#dde7fc",
    on_accent="#ffffff",
    danger="#c0362c",
)
DARK = Colours(
    window="#14161a",
    surface="#1d2026",
    text="#eceef2",
    muted="#9aa3b2",
    faint="#5c6472",
    line="#30353e",
    hover="#272b33",
    accent="#76a3ff",
    accent_soft="#25365c",
    on_accent="#0f1626",
    danger="#ff8a7d",
)


class Theme(QObject):
    """Dresses the application, and again whenever the system turns light or dark."""

    def __init__(self, application: QApplication, appearance: str = "system") -> None:
        super().__init__()
        self._application = application
        self._appearance = appearance
        application.setStyle("Fusion")
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
        self._application.setPalette(palette_of(colours))
        self._application.setStyleSheet(style_sheet_of(colours))


def palette_of(colours: Colours) -> QPalette:
    """Sort the colours into Qt's roles, by which widgets paint."""
    role, palette = QPalette.ColorRole, QPalette()
    for name, colour in {
        role.Window: colours.window,
        role.WindowText: colours.text,
        role.Base: colours.surface,
        role.AlternateBase: colours.window,
        role.Text: colours.text,
        role.PlaceholderText: colours.muted,
        role.Button: colours.surface,
        role.ButtonText: colours.text,
        role.BrightText: colours.danger,
        role.ToolTipBase: colours.surface,
        role.ToolTipText: colours.text,
        role.Mid: colours.line,
        role.Midlight: colours.hover,
        role.Dark: colours.faint,
        role.Accent: colours.accent,
        role.Highlight: colours.accent,
        role.HighlightedText: colours.on_accent,
        role.Link: colours.accent,
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.faint))
    return palette


def style_sheet_of(colours: Colours) -> str:
    """The style sheet for what Fusion would draw in another manner."""
    icons = {name: resources.path(f"icons/{name}.svg").as_posix() for name in STYLE_ICONS}
    return STYLE.format(**vars(colours), **icons)
