"""Digits beside ink that is much larger than they are, such as a drawing on the same page."""

from __future__ import annotations

from dataclasses import replace
from statistics import median

import numpy as np

from core.ink.sheets.marks import Marks

_LARGE = 2.2  # Height of a mark, in heights of a digit, from which it is not ink of digits.
_FEWEST = 2  # Marks that remain.


def without_oversized(marks: Marks) -> Marks | None:
    """Leave out what is much larger than most marks, however much ink it holds.

    The height of a digit is otherwise that of most ink, and then other marks are too small.

    Returns
    -------
    Marks or None
        None if no mark is so large, or fewer than two others remain.
    """
    boxes = marks.boxes + marks.specks
    tallest = max((box.height for box in boxes), default=0.0)
    others = [box.height for box in boxes if box.height < tallest / _LARGE]
    if len(others) < _FEWEST:
        return None
    height = median(others)
    kept = [index for index, box in enumerate(boxes) if box.height <= _LARGE * height]
    if len(kept) < _FEWEST or len(kept) == len(boxes):
        return None
    numbers = np.zeros(len(boxes) + 1, np.int32)
    numbers[np.array(kept) + 1] = np.arange(1, len(kept) + 1)
    return replace(
        marks,
        labels=numbers[marks.labels],
        boxes=tuple(boxes[index] for index in kept),
        height=height,
        specks=(),
        is_partial=True,
    )
