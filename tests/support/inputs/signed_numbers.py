"""Generated pictures of numbers with a minus sign, a decimal point, or another mark."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from core.arrays import FloatArray
from tests.support.inputs.sheets import Sheet, page, sized


def minus(height: int, rng: np.random.Generator) -> FloatArray:
    """A level line, a third to two thirds of a digit wide."""
    width, thick = round(rng.uniform(0.35, 0.7) * height), max(2, round(0.08 * height))
    return np.ones((thick, width), np.float32)


def point(height: int, rng: np.random.Generator) -> FloatArray:
    """A disc, a tenth to a sixth of a digit wide."""
    size = max(3, round(rng.uniform(0.1, 0.17) * height))
    y, x = np.indices((size, size)) - (size - 1) / 2
    return np.clip(size / 2 - np.hypot(x, y) + 0.5, 0, 1).astype(np.float32)


def cross(height: int, rng: np.random.Generator) -> FloatArray:
    """Two crossing lines, a third of a digit high."""
    size, thick = round(rng.uniform(0.3, 0.4) * height), 0.05 * height
    y, x = np.indices((size, size)).astype(np.float32)
    off = np.minimum(abs(x - y), abs(x + y - size + 1)) / np.sqrt(2)
    return np.clip(thick - off + 0.5, 0, 1).astype(np.float32)


MARKS: Mapping[str, tuple[Callable[[int, np.random.Generator], FloatArray], float]] = {
    "minus_signs": (minus, 0.5),
    "points": (point, 0.95),
    "others": (cross, 0.2),
}
"""By the kind of misfit, how to draw it, and its middle from the top, 0, to the bottom, 1."""


def signed_number(
    digits: Sequence[FloatArray],
    labels: Sequence[int],
    kind: str,
    rng: np.random.Generator,
    height: int = 48,
) -> Sheet:
    """Write a number with a mark: a point before the last digit, other marks before the first."""
    draw, level = MARKS[kind]
    margin = round(rng.uniform(0.6, 1.5) * height)
    placed: list[tuple[FloatArray, float, float]] = []
    x = float(margin)
    for place, digit in enumerate(digits):
        if place == (len(digits) - 1 if kind == "points" else 0):
            mark = draw(height, rng)
            placed.append((mark, x, margin + level * height - mark.shape[0] / 2))
            x += mark.shape[1] + rng.uniform(0.15, 0.35) * height
        ink = sized(digit, height * rng.uniform(0.9, 1.1))
        placed.append((ink, x, margin + height - ink.shape[0]))
        x += ink.shape[1] + rng.uniform(0.15, 0.35) * height
    size = round(2 * margin + 1.1 * height), round(x + margin)
    text = "".join(map(str, labels))
    return page(placed, size, text, height, np.zeros(size, np.float32), rng)
