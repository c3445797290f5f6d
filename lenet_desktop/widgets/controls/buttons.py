"""Buttons that are not bound to an action."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from lenet_desktop.text.plain import literal
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT, scaled, scaled_size


def push_button(
    name: str, text: str, parent: QWidget | None = None, *, is_primary: bool = False
) -> QPushButton:
    """Return a button with a text.

    Parameters
    ----------
    name
        Object name of the button.
    is_primary
        Whether it is the main button of its page, which is filled with the accent colour.
    """
    button = QPushButton(text, parent)
    button.setObjectName(name)
    button.setAccessibleName(text.replace("&", ""))
    if is_primary:
        button.setProperty("primary", True)
    return button


def icon_button(
    name: str, icon_name: str, tip: str, parent: QWidget | None = None, *, size: int = 18
) -> QToolButton:
    """Return a button with an icon.

    Parameters
    ----------
    name
        Object name of the button.
    icon_name
        Name of the icon, as `lenet_desktop.theme.icons.icon` takes it.
    tip
        The tooltip, which is also the name for screen readers.
    size
        Width and height of the icon at the normal scale, in pixels.
    """
    button = QToolButton(parent)
    button.setObjectName(name)
    button.setIcon(icon(icon_name))
    button.setIconSize(scaled_size(size, size))
    button.setToolTip(literal(tip))
    button.setAccessibleName(tip)
    return button


class FlatButton(QToolButton):
    """A button that looks like a link, perhaps with a menu behind an arrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("flat", True)

    def sizeHint(self) -> QSize:
        """Return room for the text.

        Qt shortens it by its width with the ampersand of the mnemonic, for which it leaves no
        room, and lays the arrow of a menu over its end.
        """
        size = super().sizeHint()
        if "&" in self.text():
            size.setWidth(size.width() + self.fontMetrics().horizontalAdvance("&"))
        if self.popupMode() is QToolButton.ToolButtonPopupMode.MenuButtonPopup:
            size.setWidth(size.width() + round(scaled(UNIT)))
        return size


def flat_button(name: str, text: str, parent: QWidget | None = None) -> FlatButton:
    """Return a button that looks like a link; its object name is `name`."""
    button = FlatButton(parent)
    button.setObjectName(name)
    button.setText(text)
    button.setAccessibleName(text)
    return button
