"""Places where ink of several touching digits may be cut into single digits."""

from __future__ import annotations

import numpy as np

from core.arrays import FloatArray
from core.ink.greys import Mask
from core.ink.sheets.blobs import find_blobs

# Lengths are in heights of a digit.
_NARROWEST, _WIDEST = 0.15, 1.2  # Width of a part.
_APART = 0.12  # Between places to cut.
_MOST_PLACES = 10
_SLIVER = 0.1  # Share of a part's ink: smaller pieces belong to its neighbour.


def places_of(ink: FloatArray, height: float) -> list[int]:
    """Return the columns of least ink, where touching digits may meet.

    Parameters
    ----------
    ink
        (height, width), the coverage by ink.
    height
        That of a digit in pixels.

    Returns
    -------
    list of int
        Ascending, with 0 and the width at the ends.
    """
    width = ink.shape[1]
    profile = ink.sum(axis=0)
    places: list[int] = []
    for column in profile.argsort(kind="stable").tolist():
        others = (0, width, *places)
        if min(abs(column - other) for other in others) >= max(_APART * height, 1):
            places.append(column)
        if len(places) == _MOST_PLACES:
            break
    return [0, *sorted(places), width]


def parts_of(places: list[int], height: float) -> list[tuple[int, int]]:
    """Return the spans between two places that are as wide as a digit may be."""
    return [
        (start, end)
        for index, start in enumerate(places)
        for end in places[index + 1 :]
        if _NARROWEST * height <= end - start <= _WIDEST * height
    ]


def part_between(ink: FloatArray, start: int, end: int) -> tuple[FloatArray, int, int] | None:
    """Return the ink between two columns without what reaches in from beside.

    Returns
    -------
    ink, left, top
        The part, cropped, and where it is in the whole; None without ink.
    """
    part = ink[:, start:end]
    blobs = find_blobs(part > 0)
    if not len(blobs.areas):
        return None
    mask: Mask = blobs.where(blobs.areas >= _SLIVER * blobs.areas.sum())
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    box = slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)
    cropped = np.where(mask, part, np.float32(0))[box]
    return cropped, start + int(columns[0]), int(rows[0])
