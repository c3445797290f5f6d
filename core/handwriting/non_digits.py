"""Synthetic drawings that are not single digits: letters, shapes, signs, scribbles, two digits."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from core.arrays import ByteArray
from core.handwriting.digit_glyphs import GLYPHS, Glyph
from core.handwriting.punctuation_glyphs import PUNCTUATION
from core.handwriting.sign_glyphs import LETTERS, SHAPES
from core.handwriting.writing import paint, write
from core.ink.drawing import Drawing, Stroke
from core.progress import Progress, giving_way

_Draw = Callable[[np.random.Generator], tuple[Stroke, ...]]

KINDS = ("letter", "shape", "sign", "pair", "scribble", "overlay", "invented")
"""The values of ``kind`` in `Drawing.extra`."""
_SHARES = (0.31, 0.1, 0.19, 0.1, 0.1, 0.1, 0.1)
Part: TypeAlias = Literal["training", "held_out", "all"]
"""Which letters and shapes: two thirds for training, one third held out for tests, or all."""
_HELD_OUT = 3  # One in so many.
_NEATNESS = 0.6  # Of letters, shapes and signs; a careless one may look like a digit.
_SCANS = 0.1  # Share of the images that are coarse scans.
_JOINED = 0.5  # Share of the pairs that are joined by a stroke.
_PAIR_GAPS = (-5.0, 35.0)  # Between two digits of 100.


def draw_non_digits(n: int, seed: int, part: Part = "all") -> list[Drawing]:
    """Draw letters, shapes and scribbles that are not digits.

    Parameters
    ----------
    n
        Number of drawings.
    seed
        The same seed gives the same drawings.
    part
        Which letters and shapes to draw.

    Returns
    -------
    list of Drawing
        Unlabelled; ``extra["kind"]`` is one of `KINDS`.
    """
    rng = np.random.default_rng([seed, 2, get_args(Part).index(part)])
    draw: dict[str, _Draw] = {
        "letter": _writer(_part(LETTERS, part)),
        "shape": _writer(_part(SHAPES, part)),
        "sign": _writer(_part(PUNCTUATION, part)),
        "pair": _pair,
        "scribble": _scribble,
        "overlay": _overlay,
        "invented": _invented,
    }
    kinds = rng.choice(KINDS, n, p=_SHARES)
    return [Drawing(draw[kind](rng), extra={"kind": str(kind)}) for kind in giving_way(kinds)]


def paint_non_digits(n: int, seed: int, part: Part = "all") -> Generator[Progress, None, ByteArray]:
    """Render the drawings of `draw_non_digits` with pens of various widths.

    Returns
    -------
    ByteArray
        Images (n, 28, 28), 0 to 255.
    """
    drawings = [drawing.strokes for drawing in draw_non_digits(n, seed, part)]
    return (yield from paint(drawings, np.random.default_rng([seed, 3]), _SCANS))


def _part(signs: Mapping[str, tuple[Glyph, ...]], part: Part) -> list[tuple[Glyph, ...]]:
    return [
        glyphs
        for index, glyphs in enumerate(signs.values())
        if part == "all" or (index % _HELD_OUT == 1) == (part == "held_out")
    ]


def _writer(glyphs: Sequence[tuple[Glyph, ...]]) -> _Draw:
    return lambda rng: write(glyphs[int(rng.integers(len(glyphs)))], rng, _NEATNESS)


def _scribble(rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Draw a random walk, smooth or jagged, short or long."""
    strokes: list[Stroke] = []
    for _ in range(rng.integers(1, 4)):
        n = int(rng.integers(20, 160))
        smoothness = rng.choice([1, 4, 10, 20])
        steps = rng.standard_normal((n + smoothness, 2))
        kernel = np.hanning(smoothness + 2)[1:-1]
        steps = np.stack([np.convolve(axis, kernel, "valid") for axis in steps.T], axis=1)
        path = np.cumsum(steps, axis=0)
        if rng.random() < 0.3:  # Back and forth, as in crossing out.
            along = np.linspace(0, 1, len(path))[:, None]
            swing = np.sin(along * np.pi * rng.integers(6, 24))
            path = np.concatenate([100 * along, 60 * swing], axis=1) + path
        size = max(np.ptp(path, axis=0).max(), 1e-6)
        path = (path - path.mean(axis=0)) / size * rng.uniform(50, 100)
        strokes.append(path + rng.uniform(-25, 25, 2))
    return tuple(strokes)


def _pair(rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Draw two digits side by side, joined by a stroke or not."""
    one, other = rng.integers(10, size=2)
    left, right = write(GLYPHS[int(one)], rng), write(GLYPHS[int(other)], rng)
    end, start = np.concatenate(left)[:, 0].max(), np.concatenate(right)[:, 0].min()
    shift = np.array([end - start + rng.uniform(*_PAIR_GAPS), rng.normal(0, 4)])
    first, *others = (stroke + shift for stroke in right)
    if rng.random() < _JOINED:
        return (*left[:-1], np.concatenate([left[-1], first]), *others)
    return (*left, first, *others)


def _overlay(rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Draw two different digits, one on top of the other."""
    one, other = rng.choice(10, 2, replace=False)
    below, above = write(GLYPHS[int(one)], rng), write(GLYPHS[int(other)], rng)
    scale = rng.uniform(0.8, 1.2)
    shift = _middle(below) - scale * _middle(above) + rng.uniform(-12, 12, 2)
    return (*below, *(scale * stroke + shift for stroke in above))


def _invented(rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Draw a sign of no script: a wavy outline, or strokes through random points."""
    if rng.random() < 0.3:
        turn = np.linspace(0, 2 * np.pi, 60) + rng.uniform(0, 2 * np.pi)
        bays = rng.uniform(0.2, 0.45) * np.cos(rng.integers(3, 7) * turn)
        outline = 40 * (1 + bays)[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        return write([Glyph(1, (outline[None] * rng.uniform(0.7, 1.3, 2),))], rng)
    strokes: list[Stroke] = []
    for _ in range(rng.integers(1, 3)):
        # Points in three columns: a vertical line would be a 1.
        columns = rng.permutation(np.arange(rng.integers(4, 8)) % 3)
        points = np.stack([25 * columns, rng.uniform(0, 100, len(columns))], axis=1)
        corners = rng.random(len(points)) < 0.3
        corners[[0, -1]] = False
        strokes.append(np.repeat(points, 1 + corners, axis=0)[None])
    return write([Glyph(1, tuple(strokes))], rng)


def _middle(strokes: Sequence[Stroke]) -> npt.NDArray[np.float64]:
    """Return the middle (2,) of the bounding box of strokes."""
    points = np.concatenate(strokes)
    return (points.min(axis=0) + points.max(axis=0)) / 2
