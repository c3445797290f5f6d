"""An example of a dataset as a sheet for the pad."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor

from core.arrays import ByteArray
from core.digits import SIDE
from lenet_desktop.state.pad_content import PadContent, Picture
from lenet_desktop.widgets.example_tiles import ink_image

_SCALE = 20
"""Pixels on the pad's picture along a pixel of the example."""


def content_of_example(image: ByteArray) -> PadContent:
    """Put an image (28, 28) of 0 for paper to 255 for ink on a sheet, as dark ink on white.

    The network reads exactly these pixels.
    """
    shown = ink_image(image, QColor("black"), QColor("white")).scaled(
        QSize(SIDE, SIDE) * _SCALE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.FastTransformation,
    )
    return PadContent(picture=Picture(shown, image.astype(np.float32) / np.float32(255)))
