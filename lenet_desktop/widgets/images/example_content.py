"""Examples of a dataset as content of the pad."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor

from core.arrays import ByteArray
from core.digits import SIDE
from lenet_desktop.state.pad_content import PadContent, Picture
from lenet_desktop.widgets.images.example_tiles import ink_image

_EXAMPLE_SCALE = 20
"""Pixels on the pad per pixel of the example."""


def content_of_example(image: ByteArray) -> PadContent:
    """Convert an image to content of the pad; the network input is exactly its pixels.

    Parameters
    ----------
    image
        Shape (28, 28), 0 paper to 255 ink.
    """
    shown = ink_image(image, QColor("black"), QColor("white")).scaled(
        QSize(SIDE, SIDE) * _EXAMPLE_SCALE,
        Qt.AspectRatioMode.KeepAspectRatio,
        Qt.TransformationMode.FastTransformation,
    )
    return PadContent(picture=Picture(shown, image.astype(np.float32) / np.float32(255)))
