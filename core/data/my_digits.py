"""My digits: drawings that a person has labelled, an ink file of their own."""

from __future__ import annotations

from pathlib import Path

import platformdirs

from core.errors import UserError

MY_DIGITS = "my-digits"
"""The name that they have as a dataset."""


def my_digits_path() -> Path:
    """The ink file, in the user's data folder whatever LENET_DATA_DIR names; it need not exist."""
    return platformdirs.user_data_path("lenet-desktop", appauthor=False) / "my-digits.jsonl"


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
