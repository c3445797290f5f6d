"""Drawings: strokes with a label."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Stroke: TypeAlias = npt.NDArray[np.float64]
Ink: TypeAlias = bytes


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

    @cached_property
    def ink(self) -> Ink:
        """The key of the strokes, see `ink_of`."""
        return ink_of(self.strokes)


def ink_of(strokes: Sequence[Stroke]) -> Ink:
    """Return a key that is equal for drawings with the same strokes, whatever their labels."""
    lengths = ",".join(str(len(stroke)) for stroke in strokes)
    key = blake2b(lengths.encode(), digest_size=16)
    for stroke in strokes:
        key.update(stroke.tobytes())
    return key.digest()
