"""The size of text and controls, chosen in the View menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from lenet_desktop.widgets.actions import make_action

SIZES = 75, 90, 100, 110, 125, 150, 175, 200, 250, 300
"""The sizes that can be chosen, in per cent of the system's."""
NORMAL = 100


class Scaling(QObject):
    """Adds the actions that change the size to a menu.

    Parameters
    ----------
    size
        The size now, in per cent.
    menu
        Their menu, which becomes the parent.
    """

    chosen = Signal(int)
    """Emitted with the size that the user chose, in per cent."""

    def __init__(self, size: int, menu: QMenu) -> None:
        super().__init__(menu)
        self._size = size
        larger = make_action(
            menu, "action_larger", self.tr("L&arger Text and Controls"), self._enlarge
        )
        # On many keyboards, + is above =, and the key pad has a key of its own.
        larger.setShortcuts([QKeySequence("Ctrl++"), QKeySequence("Ctrl+=")])
        smaller = make_action(
            menu,
            "action_smaller",
            self.tr("S&maller Text and Controls"),
            self._reduce,
            shortcut="Ctrl+-",
        )
        make_action(
            menu, "action_normal_size", self.tr("&Normal Size"), self._reset, shortcut="Ctrl+0"
        )
        larger.setEnabled(size < SIZES[-1])
        smaller.setEnabled(size > SIZES[0])

    def _enlarge(self) -> None:
        self.chosen.emit(next(each for each in SIZES if each > self._size))

    def _reduce(self) -> None:
        self.chosen.emit(next(each for each in reversed(SIZES) if each < self._size))

    def _reset(self) -> None:
        self.chosen.emit(NORMAL)
