"""Finds the ink in a photograph of a page: uneven light, shadows, grain, specks, table edges."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from core.arrays import FloatArray

_PAPER_SIDE = 80  # Pixels, at which the paper without its ink is estimated.
_WIDEST_STROKE = 17  # Of those pixels.
_NEIGHBOURHOOD = 31  # Of those pixels: paper is what most of this square is.
_FEWEST = 60  # Pixels of ink that a digit has at least.
_COMPONENT_SIDE = 100  # Pixels, at which pieces of ink are told apart.
_SPECK = 0.02  # Of all ink: smaller pieces are no part of the digit.


def clear_ink(values: FloatArray, faintest: float) -> FloatArray:
    """Tell ink from paper where the light is uneven.

    Parameters
    ----------
    values
        Shape (height, width), 0 black to 1 white.
    faintest
        How much darker than the paper around it, as a share of it, ink is at least.

    Returns
    -------
    FloatArray
        The same shape: 0 paper to 1 ink; all zeros for paper alone.
    """
    small = resized(values, min(1.0, _PAPER_SIDE / max(values.shape)))
    # Light that rises or falls towards the border goes on doing so beyond it.
    margin = _NEIGHBOURHOOD // 2
    small = np.pad(small, margin, "reflect", reflect_type="odd")
    difference = small - _filtered(small, ImageFilter.MedianFilter(_NEIGHBOURHOOD))
    if (difference[margin:-margin, margin:-margin] ** 3).sum() > 0:
        values, small = 1 - values, 1 - small
    # Closing covers all that is dark and narrow; what is left is paper and its light.
    paper = _filtered(small, ImageFilter.MaxFilter(_WIDEST_STROKE))
    paper = _filtered(paper, ImageFilter.MinFilter(_WIDEST_STROKE))
    paper = np.maximum(paper[margin:-margin, margin:-margin], 0.05)
    darker = 1 - values / _stretched(paper, values)

    typical = np.median(darker)
    noise = 1.4826 * np.median(np.abs(darker - typical))
    darkest = np.partition(darker, -_FEWEST, axis=None)[-_FEWEST]
    if darkest - typical < max(faintest, 6 * noise):
        return np.zeros_like(values)
    ink = float(np.median(darker[darker > (typical + darkest) / 2]))
    paper_level = max(typical + 3 * noise, typical + 0.35 * (ink - typical))
    ink_level = typical + 0.8 * (ink - typical)
    clear = np.clip((darker - paper_level) / (ink_level - paper_level), 0, 1)
    return without_strays(clear.astype(np.float32), at_border=True)


def without_strays(ink: FloatArray, at_border: bool) -> FloatArray:
    """Leave out specks, and what comes in from the border where something else is left.

    Parameters
    ----------
    ink
        Shape (height, width), 0 to 1.
    at_border
        Whether ink that touches the border is a stray too: the edge of a page or a table.

    Returns
    -------
    FloatArray
        The same shape.
    """
    small = resized(ink, min(1.0, _COMPONENT_SIDE / max(ink.shape)))
    labels = _components(small > 0.1)
    areas = np.bincount(labels.ravel(), small.ravel())
    areas[0] = 0
    wanted = areas >= _SPECK * areas.sum()
    if at_border:
        inner = wanted.copy()
        inner[np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])] = False
        wanted = inner if areas[inner].sum() > _SPECK * areas.sum() else wanted
    # What is kept takes the paper beside it along, so that no edge loses its grey.
    kept = _filtered((wanted[labels]).astype(np.float32), ImageFilter.MaxFilter(5))
    return np.where(_stretched(kept, ink) > 0, ink, 0).astype(np.float32)


def resized(values: FloatArray, scale: float) -> FloatArray:
    """The picture at another scale, at least a pixel a side, anti-aliased."""
    height, width = (max(1, round(side * scale)) for side in values.shape)
    picture = Image.fromarray(values).resize((width, height), Image.Resampling.HAMMING)
    return np.asarray(picture)


def _stretched(values: FloatArray, like: FloatArray) -> FloatArray:
    picture = Image.fromarray(values).resize(like.T.shape, Image.Resampling.BILINEAR)
    return np.asarray(picture)


def _filtered(values: FloatArray, rank: ImageFilter.RankFilter) -> FloatArray:
    return np.asarray(Image.fromarray(values).filter(rank))


def _components(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Label the connected pieces of a mask, corners included: 0 outside, above 0 inside."""
    own = np.arange(1, mask.size + 1, dtype=np.int32).reshape(mask.shape)
    labels = np.where(mask, own, 0)
    while True:
        padded = np.pad(labels, 1)
        spread = np.maximum(np.maximum(padded[:-2], padded[1:-1]), padded[2:])
        spread = np.maximum(np.maximum(spread[:, :-2], spread[:, 1:-1]), spread[:, 2:])
        spread = np.where(mask, spread, 0)
        # A label is the number of a pixel, which may know a higher one already.
        spread = np.where(mask, spread.ravel()[spread - 1], 0)
        if (spread == labels).all():
            return labels
        labels = spread
