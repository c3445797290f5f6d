"""Pictures are written whole or not at all."""

from __future__ import annotations

import errno

import pytest
from PySide6.QtGui import QImage

from lenet_desktop.widgets.images.saving import save_picture


def test_a_picture_without_memory_is_an_error_and_no_file(tmp_path):
    path = tmp_path / "page.png"
    with pytest.raises(OSError, match="memory") as raised:
        save_picture(path, QImage())
    assert (raised.value.errno, raised.value.filename) == (errno.ENOMEM, str(path))
    assert list(tmp_path.iterdir()) == []


def test_a_format_that_qt_lacks_is_not_written(tmp_path):
    image = QImage(3, 3, QImage.Format.Format_RGB32)
    assert not save_picture(tmp_path / "page.xyz", image)
    assert list(tmp_path.iterdir()) == []
