"""The colours of the light and the dark appearance."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette


@dataclass(frozen=True)
class Colours:
    """The colours of an appearance, as ``#rrggbb``.

    Attributes
    ----------
    window, surface
        Backgrounds of the window, and of cards and controls in it.
    text, muted, faint
        Text, secondary text, and disabled text.
    line, hover
        Borders and separators; the background of a control under the mouse.
    accent, accent_soft, on_accent
        The accent, a pale accent for selections, and text on the accent.
    danger
        Errors and warnings.
    """

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


_NAMES = {
    "window": "window",
    "surface": "base",
    "text": "text",
    "muted": "shadow",
    "faint": "dark",
    "line": "mid",
    "hover": "midlight",
    "accent": "highlight",
    "accent_soft": "link-visited",
    "on_accent": "highlighted-text",
    "danger": "bright-text",
}
"""The role of each colour, as style sheets of Qt 6.8 name it."""


def roles_in_style_sheet() -> dict[str, str]:
    """Return what stands for each field of `Colours` in a style sheet."""
    return {field: f"palette({name})" for field, name in _NAMES.items()}


def palette_of(colours: Colours) -> QPalette:
    """Return a palette that assigns the colours to Qt's colour roles."""
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
        # These two have no other use here; style sheets cannot name a role of one's own.
        role.LinkVisited: colours.accent_soft,
        role.Shadow: colours.muted,
    }.items():
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.faint))
    return palette


def is_dark(palette: QPalette) -> bool:
    """Return whether the palette is one for a dark appearance."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def mix(first: QColor, second: QColor, share: float) -> QColor:
    """Return an opaque mixture of two colours.

    Parameters
    ----------
    share
        Share of the second colour, 0-1.
    """
    return QColor.fromRgbF(
        first.redF() + (second.redF() - first.redF()) * share,
        first.greenF() + (second.greenF() - first.greenF()) * share,
        first.blueF() + (second.blueF() - first.blueF()) * share,
    )


def contrast(first: QColor, second: QColor) -> float:
    """Return the contrast ratio of two colours, 1-21, as WCAG 2.2 defines it."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
