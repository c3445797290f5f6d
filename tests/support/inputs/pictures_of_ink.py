"""What a picture of ink shows."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QImage


def ink_around(image: QImage, place: np.ndarray, radius: float) -> float:
    """The darkest share of the pixels in a disc; place and radius are shares of the side."""
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), grey.bytesPerLine())
    y, x = (np.indices((grey.height(), grey.width())) + 0.5) / grey.height()
    disc = (x - place[0]) ** 2 + (y - place[1]) ** 2 < radius**2
    return float((rows[:, : grey.width()][disc] < 128).mean())
