"""My digits: drawings that a person has labelled, an ink file of their own."""

from __future__ import annotations

from pathlib import Path

from core.errors import UserError
from core.paths import my_digits_path

MY_DIGITS = "my-digits"
"""The name that they have as a dataset."""


def collected_digits() -> Path:
    """The ink file once there is a drawing in it.

    Raises
    ------
    UserError
        When there is none yet, or the file cannot be read.
    """
    path = my_digits_path()
    try:
        if path.is_file() and path.read_bytes().strip():
            return path
    except OSError as error:
        raise UserError(
            "{file} cannot be read: {reason}.", file=path, reason=error.strerror or error
        ) from error
    raise UserError("There are no digits of yours yet: draw one in the window and say what it is.")
