"""Drawings: strokes with a label."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Stroke: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Drawing:
    """Strokes with a label.

    Drawings are compared by identity.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2), n >= 1: points x, y in any unit, y down. A single point is a dot.
        Empty for a blank drawing.
    label
        What the drawing shows, such as "7" or "2025"; None when unlabelled.
    extra
        Further keys of the ink file, such as ``writer``.
    label_is_number
        Whether the ink file stores the label as a number. None: only a single digit is.
    """

    strokes: tuple[Stroke, ...]
    label: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict[str, object])
    label_is_number: bool | None = None
