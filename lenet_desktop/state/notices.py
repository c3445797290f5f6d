"""Messages for the user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core.errors import printable
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.plain import shortened


@dataclass(frozen=True, eq=False)
class Notice:
    """A message.

    Attributes
    ----------
    text
        One or two sentences, plain text.
    is_error
        Whether the message reports an error; it is then shown until it is dismissed or settled.
    undo
        A bound method that undoes the reported change; None if that is not possible.
    offer, accept
        The text of a button, and the bound method that it calls; such a message is shown until it
        is dismissed.
    """

    text: str
    is_error: bool = False
    undo: Callable[[], object] | None = None
    offer: str = ""
    accept: Callable[[], object] | None = None


class Notices(QObject):
    """Collects messages, which the window shows."""

    posted = Signal(object)
    """Emitted with a `Notice`."""
    settled = Signal()
    """The last message, which reported an error, no longer describes the state."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_error_last = False

    def info(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Post a message about a completed action."""
        self._is_error_last = False
        self.posted.emit(Notice(_line(text), undo=undo))

    def offer(self, text: str, offer: str, accept: Callable[[], object]) -> None:
        """Post a message with a button that does what it says."""
        self._is_error_last = False
        self.posted.emit(Notice(_line(text), offer=offer, accept=accept))

    def error(self, error: Exception | str, failure: str = "{reason}") -> None:
        """Post an error message.

        Parameters
        ----------
        error
            An exception, or a translated text.
        failure
            The translated template for unexpected exceptions, see `error_message`.
        """
        text = error if isinstance(error, str) else error_message(error, failure)
        self._is_error_last = True
        self.posted.emit(Notice(_line(text), is_error=True))

    def settle(self) -> None:
        """Withdraw an error message, because something was started or has succeeded since."""
        if self._is_error_last:
            self._is_error_last = False
            self.settled.emit()


def _line(text: str) -> str:
    """Return a text, which may name files, as one line that is not too long."""
    return printable(shortened(text))
