"""Images of digits as coarse scans that are cropped to the ink show them.

Scans in data sets and forms are often reduced to a few pixels, stretched to a square whatever the
digit's shape, or black and white without grey. `core.ink.pictures` brings them back to MNIST's
format, with blurred, ragged or uneven strokes.
"""

from __future__ import annotations

import numpy as np
from PIL import Image

from core.arrays import ByteArray, FloatArray
from core.ink.greys import resampled, resized, with_margin
from core.ink.pictures import digit_image, dilated, visible_box
from core.ink.render import BOX

_COARSE = 0.75  # Share of the scans with fewer pixels than MNIST's.
_LEAST = 7.5  # Pixels along the longer side.
_STRETCHED = 0.6  # Share of the scans that are stretched towards a square.
_MOST = 0.35  # Exponent of width / height of the most stretched; 0 would be a square.
_BLACK_AND_WHITE = 0.35  # Share of the larger scans.
_LARGE = 11  # Pixels; smaller ones need their grey levels.
_THRESHOLDS = (0.25, 0.6)  # Of the darkest ink.
_FINE = 4  # Multiple of MNIST's scale at which strokes are thickened.


def scan(image: ByteArray, rng: np.random.Generator, thickening: float = 0.0) -> ByteArray:
    """Reduce an image in MNIST's format to a coarse scan and bring that to MNIST's format.

    Parameters
    ----------
    image
        (28, 28), 0 to 255, white ink on black.
    rng
        Source of randomness.
    thickening
        Pixels that strokes may become wider on each side before they are scanned.

    Returns
    -------
    ByteArray
        (28, 28), as bright as the image; blank if the image is.
    """
    if not image.any():
        return image
    ink = _cropped(image.astype(np.float32) / np.float32(image.max()))
    if thickening:
        ink = _thickened(ink, rng.uniform(0, thickening))
    scanned = digit_image(_cropped(_reduced(ink, rng)))
    return np.rint(scanned * (image.max() / scanned.max())).astype(np.uint8)


def _thickened(ink: FloatArray, radius: float) -> FloatArray:
    """Thicken strokes by so many pixels on each side; the image becomes larger."""
    reach = round(radius * _FINE)
    return _cropped(dilated(with_margin(resized(ink, _FINE), reach), reach)) if reach else ink


def _reduced(ink: FloatArray, rng: np.random.Generator) -> FloatArray:
    """Reduce ink to fewer pixels."""
    aspect = ink.shape[1] / ink.shape[0]
    if rng.random() < _STRETCHED:
        aspect **= rng.uniform(_MOST, 1)
    side = BOX
    if rng.random() < _COARSE:
        side = _LEAST * (BOX / _LEAST) ** rng.random()
    width, height = side * min(1.0, aspect), side * min(1.0, 1 / aspect)
    shape = max(1, round(height)), max(1, round(width))
    small = resampled(ink, shape, Image.Resampling.BOX)
    if side > _LARGE and rng.random() < _BLACK_AND_WHITE:
        return (small > rng.uniform(*_THRESHOLDS) * small.max()).astype(np.float32)
    return small


def _cropped(ink: FloatArray) -> FloatArray:
    return np.ascontiguousarray(ink[visible_box(ink)])
