"""Errors of the operating system in the words of the commands."""

from __future__ import annotations

import errno

from core.errors import printable


def os_error_message(error: OSError) -> str:
    """Describe an error of the operating system in one sentence that names the file."""
    if isinstance(error, BrokenPipeError):
        return "Standard output was closed before everything was written."
    file = printable(str(error.filename or "standard output"))
    match error.errno:
        case errno.ENOENT:
            return f"{file} does not exist."
        case errno.ENOSPC | errno.EDQUOT:
            return f"{file} could not be written: the disk is full."
        case errno.EACCES | errno.EPERM:
            return f"{file} cannot be used: permission denied."
        case errno.EROFS:
            return f"{file} could not be written: the disk is read-only."
        case errno.EEXIST | errno.ENOTDIR:
            return f"{file} is not a folder, or part of its path is not."
        case errno.EISDIR:
            return f"{file} is a folder, but a file was expected."
        case _:
            return f"{file} could not be used: {error.strerror or error}."
