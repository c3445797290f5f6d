"""The colours of the light and the dark appearance."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor, QPalette


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
