"""Error messages in the user's language."""

from __future__ import annotations

import errno
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from core.errors import Message, UserError, printable
from core.paths import is_folder
from lenet_desktop.text.plain import shortened

translate = QCoreApplication.translate


def translated(message: Message | UserError) -> str:
    """Return a message of `core`, and messages among its values, in the user's language."""
    values = {
        name: translated(value) if isinstance(value, Message | UserError) else value
        for name, value in message.values.items()
    }
    return printable(translate("core", message.template).format(**values))


def error_message(error: BaseException, failure: str = "{reason}") -> str:
    """Describe an error in one or two sentences.

    Parameters
    ----------
    error
        A `UserError` or an `OSError` has its own message; any other error is unexpected.
    failure
        The translated template for unexpected errors, such as "Evaluation failed: {reason}".
    """
    if isinstance(error, UserError):
        return shortened(translated(error))
    if isinstance(error, OSError):
        known: Message | str | None = error.strerror  # A message for errors of `core.files`.
        reason = translated(known) if isinstance(known, Message) else known or str(error)
        if error.errno == errno.EEXIST and not is_folder(Path(str(error.filename))):
            reason = translate("Errors", "it is not a folder")
        if error.filename is None:
            return failure.format(reason=shortened(printable(f"{reason}.")))
        text = translate("Errors", "{file}: {reason}.")
        return shortened(printable(text.format(file=error.filename, reason=reason)))
    if isinstance(error, MemoryError):
        reason = translate("Errors", "not enough memory.")
    else:
        reason = str(error) or type(error).__name__
    return failure.format(reason=shortened(printable(reason)))
