"""Errors of the operating system in the words of the commands."""

from __future__ import annotations

import errno

from core.errors import printable, shortened


def os_error_message(error: OSError) -> str:
    """Describe an error of the operating system in one sentence that names the file."""
    if isinstance(error, BrokenPipeError):
        return "Standard output was closed before everything was written."
    if error.filename is None and error.errno == errno.ENOENT:
        return _of_the_current_folder(error)
    file = printable(shortened(str(error.filename or "standard output")))
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
        case errno.EFBIG:
            return f"{file} could not be written: it would be larger than the system allows."
        case _:
            return f"{file} could not be used: {error.strerror or error}."


def _of_the_current_folder(error: OSError) -> str:
    """Describe what is missing where no file is named."""
    if "temporary" in str(error):
        return "No temporary files can be written. Set TMPDIR to a folder that can be."
    return "The current folder does not exist any more."
