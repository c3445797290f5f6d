"""A drawing: strokes, and what they show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Stroke: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Drawing:
    """What somebody drew, and what it shows.

    Two drawings are equal only when they are the same object.

    Parameters
    ----------
    strokes
        Each of shape (n, 2), n >= 1: points x, y in any unit, y down. One point is a dot. No
        strokes: an empty drawing.
    label
        What the drawing shows as text, "7" or "2025"; None when nobody said.
    extra
        Further keys of the ink file; a pen trace may name its ``writer``, say.
    label_is_number
        Whether an ink file holds the label as a number. None: a single digit is one.
    """

    strokes: tuple[Stroke, ...]
    label: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict[str, object])
    label_is_number: bool | None = None
