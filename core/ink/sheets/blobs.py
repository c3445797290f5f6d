"""Connected components of a mask, found from its runs along rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.ink.greys import Mask


@dataclass(frozen=True, eq=False)
class Blobs:
    """The 8-connected components of a mask, from top to bottom by their first pixels.

    Attributes
    ----------
    labels
        int32 (height, width): 1 to n within the components, 0 outside.
    boxes
        int (n, 4): left, top, right, bottom in pixels; right and bottom are exclusive.
    areas
        int (n,) in pixels.
    """

    labels: npt.NDArray[np.int32]
    boxes: npt.NDArray[np.intp]
    areas: npt.NDArray[np.intp]

    @property
    def sides(self) -> npt.NDArray[np.intp]:
        """Width and height of each box: (n, 2)."""
        return self.boxes[:, 2:] - self.boxes[:, :2]

    def where(self, is_kept: npt.NDArray[np.bool_]) -> Mask:
        """Return the mask of the components (n,) that are kept."""
        return np.append(False, is_kept)[self.labels]


def find_blobs(mask: Mask) -> Blobs:
    """Label the 8-connected components of a mask (height, width)."""
    width = mask.shape[1] + 2
    padded = np.zeros((mask.shape[0], width), np.int8)
    padded[:, 1:-1] = mask
    edges = np.diff(padded.ravel(), prepend=np.int8(0))
    starts, ends = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
    labels = np.zeros(mask.shape, np.int32)
    if not len(starts):
        return Blobs(labels, np.empty((0, 4), np.intp), np.empty(0, np.intp))
    _, numbers = np.unique(_joined(starts, ends, width), return_inverse=True)
    lengths = ends - starts
    labels[mask] = np.repeat(numbers + 1, lengths)
    count = int(numbers.max()) + 1
    rows, left = np.divmod(starts, width)
    boxes = np.empty((count, 4), np.intp)
    boxes[:, :2], boxes[:, 2:] = np.iinfo(np.intp).max, 0
    for column, values in ((0, left - 1), (1, rows)):
        np.minimum.at(boxes[:, column], numbers, values)
    for column, values in ((2, left - 1 + lengths), (3, rows + 1)):
        np.maximum.at(boxes[:, column], numbers, values)
    areas = np.bincount(numbers, lengths, count).astype(np.intp)
    return Blobs(labels, boxes, areas)


def _joined(
    starts: npt.NDArray[np.intp], ends: npt.NDArray[np.intp], width: int
) -> npt.NDArray[np.intp]:
    """Return for each run the first run of its component.

    Parameters
    ----------
    starts, ends
        (n,), ascending positions in rows of that width, which end with an empty column.
    """
    # A run touches those of the next row that begin before its end and end after its start.
    first = np.searchsorted(ends, starts + width)
    counts = np.maximum(np.searchsorted(starts, ends + width, "right") - first, 0)
    upper = np.arange(len(starts)).repeat(counts)
    lower = np.arange(len(upper)) - (counts.cumsum() - counts).repeat(counts) + first.repeat(counts)
    roots = np.arange(len(starts))
    while len(upper):
        one, other = roots[upper], roots[lower]
        differ = one != other
        upper, lower = upper[differ], lower[differ]
        one, other = one[differ], other[differ]
        np.minimum.at(roots, np.maximum(one, other), np.minimum(one, other))
        while (roots != (further := roots[roots])).any():
            roots = further
    return roots
