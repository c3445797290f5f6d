"""The ways in which people draw on a pad: small, huge, slanted, shaky, off centre, with a dot."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

import numpy as np

from core.ink.drawing import Stroke

Condition: TypeAlias = Callable[[Sequence[Stroke], np.random.Generator], list[Stroke]]

SIZE = 200.0
"""Pixels along the longer side of an ordinary digit on the pad; a mouse gives whole pixels."""
PAD = 600.0
"""Pixels along a side of the pad."""
SLANT = np.tan(np.radians(20))


def on_pad(strokes: Sequence[Stroke], size: float) -> list[Stroke]:
    """Draw strokes in whole pixels in the middle of the pad, their longer side so many pixels."""
    points = np.concatenate(strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    scale = size / max((high - low).max(), 1e-9)
    return [np.rint((stroke - (low + high) / 2) * scale + PAD / 2) for stroke in strokes]


def _slanted(strokes: Sequence[Stroke], slant: float) -> list[Stroke]:
    return on_pad([stroke @ np.array([[1, 0], [-slant, 1]]) for stroke in strokes], SIZE)


def _clean(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    del rng
    return on_pad(strokes, SIZE)


def _tiny(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    del rng
    return on_pad(strokes, 16)


def _huge(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    del rng
    return on_pad(strokes, PAD - 2)


def _slanted_right(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    del rng
    return _slanted(strokes, SLANT)


def _slanted_left(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    del rng
    return _slanted(strokes, -SLANT)


def _shaky(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """Shaky strokes: smooth random displacements of 2 % of the size."""
    shaken: list[Stroke] = []
    for stroke in on_pad(strokes, SIZE):
        tremor = rng.standard_normal((len(stroke) + 2, 2))
        smooth = (tremor[:-2] + tremor[1:-1] + tremor[2:]) / np.sqrt(3)
        shaken.append(np.rint(stroke + 0.02 * SIZE * smooth))
    return shaken


def _off_centre(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """In a corner of the pad."""
    drawn = on_pad(strokes, SIZE)
    points = np.concatenate(drawn)
    room = np.where(rng.random(2) < 0.5, -points.min(axis=0), PAD - points.max(axis=0))
    return [stroke + room for stroke in drawn]


def _stray_dot(strokes: Sequence[Stroke], rng: np.random.Generator) -> list[Stroke]:
    """With a dot somewhere around it, up to half its size away."""
    drawn = on_pad(strokes, SIZE)
    points = np.concatenate(drawn)
    low, high = points.min(axis=0), points.max(axis=0)
    dot = np.rint(rng.uniform(low - SIZE / 2, high + SIZE / 2))
    return [*drawn, dot[None]]


CONDITIONS: Mapping[str, Condition] = {
    "clean, 200 pixels large": _clean,
    "tiny, 16 pixels": _tiny,
    "huge, the whole pad": _huge,
    "slanted 20 degrees to the right": _slanted_right,
    "slanted 20 degrees to the left": _slanted_left,
    "shaky, 2 % of the size": _shaky,
    "in a corner": _off_centre,
    "with a stray dot": _stray_dot,
}
