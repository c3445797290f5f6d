"""Separation of ink from paper in photographs of a page.

Handles uneven light, shadows, grain, specks and the edges of a table.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from core.arrays import FloatArray

_PAPER_SIDE = 80  # Pixels along the longer side at which the paper is estimated.
_WIDEST_STROKE = 17  # Pixels at that scale.
_NEIGHBOURHOOD = 31  # Pixels at that scale: the side of a square that is mostly paper.
_FEWEST = 60  # Pixels: the least ink of a digit.
_COMPONENT_SIDE = 100  # Pixels along the longer side at which components are labelled.
_SPECK = 0.02  # Share of all ink: smaller components are not part of the digit.


def clear_ink(values: FloatArray, faintest: float) -> FloatArray:
    """Separate ink from paper under uneven light.

    Parameters
    ----------
    values
        Shape (height, width), 0 black to 1 white.
    faintest
        Least contrast of ink, relative to the paper around it.

    Returns
    -------
    FloatArray
        The same shape, 0 paper to 1 ink; all zeros if there is no ink.
    """
    small = resized(values, min(1.0, _PAPER_SIDE / max(values.shape)))
    # Odd reflection continues the gradient of the light beyond the border.
    margin = _NEIGHBOURHOOD // 2
    small = np.pad(small, margin, "reflect", reflect_type="odd")
    difference = small[margin:-margin, margin:-margin] - _medians(small)
    if (difference**3).sum() > 0:
        values, small = 1 - values, 1 - small
    # A morphological closing removes everything dark and narrow, which leaves the paper.
    paper = _filtered(small, ImageFilter.MaxFilter(_WIDEST_STROKE))
    paper = _filtered(paper, ImageFilter.MinFilter(_WIDEST_STROKE))
    paper = np.maximum(paper[margin:-margin, margin:-margin], 0.05)
    darker = 1 - values / _stretched(paper, values)

    typical = np.median(darker)
    noise = 1.4826 * np.median(np.abs(darker - typical))
    fewest = min(_FEWEST, darker.size)
    darkest = np.partition(darker, -fewest, axis=None)[-fewest]
    if darkest - typical < max(faintest, 6 * noise):
        return np.zeros_like(values)
    ink = float(np.median(darker[darker > (typical + darkest) / 2]))
    paper_level = max(typical + 3 * noise, typical + 0.35 * (ink - typical))
    ink_level = typical + 0.8 * (ink - typical)
    clear = np.clip((darker - paper_level) / (ink_level - paper_level), 0, 1)
    return without_strays(clear.astype(np.float32), at_border=True)


def without_strays(ink: FloatArray, at_border: bool) -> FloatArray:
    """Remove specks and, optionally, ink that touches the border.

    Parameters
    ----------
    ink
        Shape (height, width), 0 to 1.
    at_border
        Whether to remove ink that touches the border, such as the edge of a page, unless nothing
        else would remain.

    Returns
    -------
    FloatArray
        The same shape.
    """
    small = resized(ink, min(1.0, _COMPONENT_SIDE / max(ink.shape)))
    labels = _components(small > 0.1)
    areas = np.bincount(labels.ravel(), small.ravel())
    areas[0] = 0
    kept_labels = areas >= _SPECK * areas.sum()
    if at_border:
        inner = kept_labels.copy()
        inner[np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])] = False
        kept_labels = inner if areas[inner].sum() > _SPECK * areas.sum() else kept_labels
    # Dilate the kept components, so that their anti-aliased edges survive.
    kept = _filtered((kept_labels[labels]).astype(np.float32), ImageFilter.MaxFilter(5))
    return np.where(_stretched(kept, ink) > 0, ink, 0).astype(np.float32)


def resized(values: FloatArray, scale: float) -> FloatArray:
    """Rescale an image with anti-aliasing; each side has at least one pixel."""
    height, width = (max(1, round(side * scale)) for side in values.shape)
    picture = Image.fromarray(values).resize((width, height), Image.Resampling.HAMMING)
    return np.asarray(picture)


def _stretched(values: FloatArray, like: FloatArray) -> FloatArray:
    picture = Image.fromarray(values).resize(like.T.shape, Image.Resampling.BILINEAR)
    return np.asarray(picture)


def _medians(values: FloatArray) -> FloatArray:
    """Compute the median of each neighbourhood that lies within the image.

    Pillow's filter would be as fast, but block all other threads.
    """
    squares = np.lib.stride_tricks.sliding_window_view(values, (_NEIGHBOURHOOD, _NEIGHBOURHOOD))
    middle = _NEIGHBOURHOOD**2 // 2
    ordered = np.partition(squares.reshape(*squares.shape[:2], -1), middle, axis=2)
    return ordered[:, :, middle]


def _filtered(values: FloatArray, rank: ImageFilter.RankFilter) -> FloatArray:
    return np.asarray(Image.fromarray(values).filter(rank))


def _components(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Label the 8-connected components of a mask: 0 outside, above 0 inside."""
    own = np.arange(1, mask.size + 1, dtype=np.int32).reshape(mask.shape)
    labels = np.where(mask, own, 0)
    while True:
        padded = np.pad(labels, 1)
        spread = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
        spread = np.maximum(np.maximum(spread[:, :-2], spread[:, 1:-1]), spread[:, 2:])
        spread = np.where(mask, spread, 0)
        # A label is the number of a pixel, which may have a higher label already.
        spread = np.where(mask, spread.ravel()[spread - 1], 0)
        if (spread == labels).all():
            return labels
        labels = spread
