"""What went wrong, in the language of the window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.errors import UserError


def in_words(error: UserError | OSError) -> str:
    """Tell a person what went wrong, in one or two sentences."""
    if isinstance(error, UserError):
        return QCoreApplication.translate("core", error.template).format(**error.values)
    return QCoreApplication.translate("messages", "{file}: {reason}.").format(
        file=error.filename or "", reason=error.strerror or str(error)
    )
