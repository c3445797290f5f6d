"""Examples: images with their labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from core.arrays import Array, ByteArray, Indices
from core.digits import SIDE


@dataclass(frozen=True, eq=False)
class Examples:
    """Labelled images.

    Parameters
    ----------
    images
        Shape (n, 28, 28), 0 to 255, white ink on black. Held read-only.
    labels
        Shape (n,), 0 to 9, or `core.digits.NOT_A_DIGIT`. Held read-only.
    originals
        Shape (n,). A variant is drawn from the varied strokes of another example and has the index
        of that example; all others have their own index, the default. Held read-only.

    Raises
    ------
    ValueError
        If the shapes are wrong or do not match.
    """

    images: ByteArray
    labels: ByteArray
    originals: Indices = field(default_factory=lambda: np.empty(0, np.intp))

    def __post_init__(self) -> None:
        if self.images.shape != (*self.labels.shape, SIDE, SIDE) or self.labels.ndim != 1:
            raise ValueError(f"images {self.images.shape} and labels {self.labels.shape}")
        if not len(self.originals):
            object.__setattr__(self, "originals", np.arange(len(self.labels)))
        if self.originals.shape != self.labels.shape:
            raise ValueError(f"originals {self.originals.shape} and labels {self.labels.shape}")
        for name in ("images", "labels", "originals"):
            view: Array = getattr(self, name).view()
            view.flags.writeable = False
            object.__setattr__(self, name, view)

    def __len__(self) -> int:
        return len(self.labels)


def concatenate(parts: Sequence[Examples]) -> Examples:
    """Concatenate examples; variants keep their originals."""
    firsts = np.cumsum([0, *(len(part) for part in parts)])
    return Examples(
        np.concatenate([part.images for part in parts]),
        np.concatenate([part.labels for part in parts]),
        np.concatenate(
            [part.originals + first for part, first in zip(parts, firsts, strict=False)]
        ),
    )
