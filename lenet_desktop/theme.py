"""The look of the program: one accent colour, light or dark as the system is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

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
    return _STYLE.format(**vars(colours))


_STYLE = """
QToolButton {{ background: transparent; border: 1px solid transparent; border-radius: 8px;
    padding: 7px; }}
QToolButton:hover {{ background: {hover}; }}
QToolButton:pressed {{ background: {line}; }}
QToolButton:checked {{ background: {accent_soft}; }}
QToolButton:focus {{ border-color: {accent}; }}
QToolButton::menu-indicator {{ image: none; }}
QPushButton {{ background: {surface}; border: 1px solid {line}; border-radius: 8px;
    padding: 6px 16px; color: {text}; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed {{ background: {line}; }}
QPushButton:focus {{ border-color: {accent}; }}
QPushButton:disabled {{ color: {faint}; }}
QPushButton#details_button {{ background: transparent; border-color: transparent;
    color: {accent}; padding: 4px 8px; }}
QPushButton#details_button:hover {{ background: {accent_soft}; }}
QPushButton#details_button:focus {{ border-color: {accent}; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMenuBar {{ background: {window}; padding: 4px 8px; }}
QMenuBar::item {{ padding: 4px 10px; border-radius: 6px; background: transparent; }}
QMenuBar::item:selected {{ background: {hover}; }}
QMenu {{ background: {surface}; border: 1px solid {line}; padding: 6px; }}
QMenu::item {{ padding: 6px 28px 6px 12px; border-radius: 6px; }}
QMenu::item:selected {{ background: {accent_soft}; }}
QMenu::item:disabled {{ color: {faint}; }}
QMenu::icon {{ padding-left: 8px; }}
QMenu::separator {{ height: 1px; background: {line}; margin: 6px 8px; }}
QToolTip {{ background: {surface}; color: {text}; border: 1px solid {line}; padding: 3px 5px; }}
QTabWidget::pane {{ border: none; }}
QTabBar::tab {{ padding: 8px 16px; margin: 0 4px; border: none;
    border-bottom: 2px solid transparent; color: {muted}; background: transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom-color: {accent}; }}
QTabBar::tab:focus {{ background: {hover}; }}
QFrame#card {{ background: {surface}; border: 1px solid {line}; border-radius: 14px; }}
QFrame#separator {{ background: {line}; border: none; }}
QFrame#notice {{ background: {surface}; border: 1px solid {accent}; border-radius: 12px; }}
QFrame#notice[bad="true"] {{ border-color: {danger}; }}
QSlider {{ background: transparent; }}
QSlider::groove:horizontal {{ height: 4px; border-radius: 2px; background: {line}; }}
QSlider::sub-page:horizontal {{ height: 4px; border-radius: 2px; background: {accent}; }}
QSlider::handle:horizontal {{ width: 14px; height: 14px; margin: -6px 0; border-radius: 8px;
    background: {surface}; border: 1px solid {faint}; }}
QSlider::handle:horizontal:hover, QSlider::handle:horizontal:focus {{ border-color: {accent}; }}
QSlider::handle:horizontal:focus {{ background: {accent_soft}; }}
"""
