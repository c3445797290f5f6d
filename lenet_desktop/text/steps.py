"""The names of the pad's undo steps, written in the language of the moment."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def stroke() -> str:
    """Return the name of drawing a stroke."""
    return translate("Step", "Stroke")


def erasing() -> str:
    """Return the name of using the eraser."""
    return translate("Step", "Erasing")


def clear() -> str:
    """Return the name of clearing the pad."""
    return translate("Step", "Clear")


def opening() -> str:
    """Return the name of opening a drawing."""
    return translate("Step", "Opening")


def pasting() -> str:
    """Return the name of pasting ink."""
    return translate("Step", "Pasting")


def picture() -> str:
    """Return the name of opening or pasting a picture."""
    return translate("Step", "Picture")


def example() -> str:
    """Return the name of putting an example of a dataset on the pad."""
    return translate("Step", "Example")
