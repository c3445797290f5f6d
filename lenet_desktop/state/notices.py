"""Messages to the person: what was done, and what failed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from lenet_desktop.text.errors import error_message


@dataclass(frozen=True, eq=False)
class Notice:
    """A message.

    Attributes
    ----------
    text
        One or two sentences, plain text.
    is_error
        Whether something failed; such a message stays until it is dismissed.
    undo
        Takes back what the message reports, where that is possible; a bound method.
    """

    text: str
    is_error: bool = False
    undo: Callable[[], object] | None = None


class Notices(QObject):
    """Collects the messages of all parts of the program; the window shows them."""

    posted = Signal(object)
    """Emitted with each `Notice`."""

    def info(self, text: str, undo: Callable[[], object] | None = None) -> None:
        """Post a message about something that was done."""
        self.posted.emit(Notice(text, undo=undo))

    def error(self, error: Exception | str, failure: str = "{reason}") -> None:
        """Post a message about something that failed: an exception, or a ready text.

        Parameters
        ----------
        error
            What went wrong.
        failure
            The translated sentence for an unexpected exception, with `error_message`'s placeholder.
        """
        text = error if isinstance(error, str) else error_message(error, failure)
        self.posted.emit(Notice(text, is_error=True))
