"""Errors of the system, as the window reports them."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from core.errors import Message
from lenet_desktop.text.errors import error_message


def error_of(make, path: Path) -> OSError:
    with pytest.raises(OSError) as raised:  # noqa: PT011
        make(path)
    return raised.value


def test_a_file_in_place_of_a_folder_is_said_to_be_one(tmp_path):
    (tmp_path / "file").touch()
    error = error_of(lambda path: path.mkdir(exist_ok=True), tmp_path / "file")
    assert error_message(error) == f"{tmp_path / 'file'}: it is not a folder."
    error = error_of(Path.mkdir, tmp_path)
    assert error_message(error) == f"{tmp_path}: File exists."


def test_an_error_without_a_file_is_told_as_the_failure_of_what_was_done():
    error = OSError(errno.ENOENT, "No such file or directory")
    assert error_message(error, "Export failed: {reason}") == (
        "Export failed: No such file or directory."
    )


@pytest.mark.parametrize("name", ["two\nlines", "x" * 5000, "\u202etxt"])
def test_any_name_and_reason_make_one_line(name):
    for reason in ("Permission denied", Message("it is not a regular file")):
        text = error_message(OSError(errno.EACCES, reason, f"/{name}"))
        assert text.isprintable()
        assert len(text) <= 500
