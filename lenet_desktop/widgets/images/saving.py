"""Writing pictures; Qt would report success for half a file on a full disk."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage, QImageWriter

from core.files import replacing


def save_picture(path: Path, image: QImage) -> bool:
    """Write a picture atomically, in the format of the suffix.

    Returns
    -------
    bool
        Whether Qt has the format; if not, nothing is written.

    Raises
    ------
    OSError
        If the file cannot be written, or the picture is null because memory did not suffice for
        it. An existing file is kept.
    """
    buffer = QBuffer()
    writer = QImageWriter(buffer, path.suffix.removeprefix(".").encode())
    if not writer.canWrite():
        return False
    if not writer.write(image):
        raise OSError(errno.ENOMEM, os.strerror(errno.ENOMEM), str(path))
    with replacing(path) as temporary:
        temporary.write_bytes(bytes(buffer.data().data()))
    return True
