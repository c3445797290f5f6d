"""What went wrong, as the window reports it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.errors import UserError


def error_message(error: BaseException, failure: str = "{reason}") -> str:
    """Return what went wrong, in one or two sentences.

    Parameters
    ----------
    error
        A `UserError` or an `OSError` speaks for itself; anything else is unexpected.
    failure
        The translated sentence for an unexpected error, such as "Evaluation failed: {reason}".
    """
    if isinstance(error, UserError):
        return QCoreApplication.translate("core", error.template).format(**error.values)
    if isinstance(error, OSError):
        return QCoreApplication.translate("errors", "{file}: {reason}.").format(
            file=error.filename or "", reason=error.strerror or str(error)
        )
    if isinstance(error, MemoryError):
        reason = QCoreApplication.translate("errors", "not enough memory.")
    else:
        reason = str(error) or type(error).__name__
    return failure.format(reason=reason)
