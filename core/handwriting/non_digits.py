"""Drawings that show no digit: letters, shapes, scribbles, signs, digits on top of each other."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt

from core.arrays import ByteArray
from core.handwriting.digit_glyphs import GLYPHS, Glyph
from core.handwriting.sign_glyphs import LETTERS, SHAPES
from core.handwriting.writing import paint, write
from core.ink.drawing import Drawing, Stroke
from core.progress import Progress

_Hand = Callable[[np.random.Generator], tuple[Stroke, ...]]

KINDS = ("letter", "shape", "scribble", "overlay", "invented")
_SHARES = (0.35, 0.2, 0.15, 0.15, 0.15)
Part: TypeAlias = Literal["learned", "aside", "all"]
"""Two in three of the letters and shapes, the third, or both: to test what was never learned."""
_ASIDE = 3


def draw_non_digits(n: int, seed: int, part: Part = "all") -> list[Drawing]:
    """Draw things that are no digits.

    Parameters
    ----------
    n
        How many.
    seed
        The same seed gives the same drawings.
    part
        Which letters and shapes are among them.

    Returns
    -------
    list of Drawing
        Without labels; ``kind`` tells what each is, one of `KINDS`.
    """
    rng = np.random.default_rng([seed, 2, get_args(Part).index(part)])
    hands: dict[str, _Hand] = {
        "letter": _writer(_part(LETTERS, part)),
        "shape": _writer(_part(SHAPES, part)),
        "scribble": _scribble,
        "overlay": _overlay,
        "invented": _invented,
    }
    kinds = rng.choice(KINDS, n, p=_SHARES)
    return [Drawing(hands[kind](rng), extra={"kind": str(kind)}) for kind in kinds]


def paint_non_digits(n: int, seed: int, part: Part = "all") -> Generator[Progress, None, ByteArray]:
    """Draw them with pens of various widths, as `writing.paint` does: (n, 28, 28)."""
    drawings = draw_non_digits(n, seed, part)
    return (yield from paint(drawings, np.random.default_rng([seed, 3])))


def _part(skeletons: Mapping[str, tuple[Glyph, ...]], part: Part) -> list[tuple[Glyph, ...]]:
    return [
        ways
        for index, ways in enumerate(skeletons.values())
        if part == "all" or (index % _ASIDE == 1) == (part == "aside")
    ]


def _writer(glyphs: Sequence[tuple[Glyph, ...]]) -> _Hand:
    return lambda rng: write(glyphs[int(rng.integers(len(glyphs)))], rng)


def _scribble(rng: np.random.Generator) -> tuple[Stroke, ...]:
    """A pen that wanders about: smooth or jagged, for a while or for long."""
    strokes: list[Stroke] = []
    for _ in range(rng.integers(1, 4)):
        n = int(rng.integers(20, 160))
        smoothness = rng.choice([1, 4, 10, 20])
        steps = rng.standard_normal((n + smoothness, 2))
        kernel = np.hanning(smoothness + 2)[1:-1]
        steps = np.stack([np.convolve(axis, kernel, "valid") for axis in steps.T], axis=1)
        path = np.cumsum(steps, axis=0)
        if rng.random() < 0.3:  # to and fro, as one blackens or strikes out
            along = np.linspace(0, 1, len(path))[:, None]
            swing = np.sin(along * np.pi * rng.integers(6, 24))
            path = np.concatenate([100 * along, 60 * swing], axis=1) + path
        size = max(np.ptp(path, axis=0).max(), 1e-6)
        path = (path - path.mean(axis=0)) / size * rng.uniform(50, 100)
        strokes.append(path + rng.uniform(-25, 25, 2))
    return tuple(strokes)


def _overlay(rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Two different digits, the one over the middle of the other."""
    one, other = rng.choice(10, 2, replace=False)
    below, above = write(GLYPHS[int(one)], rng), write(GLYPHS[int(other)], rng)
    scale = rng.uniform(0.8, 1.2)
    shift = _middle(below) - scale * _middle(above) + rng.uniform(-12, 12, 2)
    return (*below, *(scale * stroke + shift for stroke in above))


def _invented(rng: np.random.Generator) -> tuple[Stroke, ...]:
    """A sign of no script: an outline with bays, or strokes through places at random."""
    if rng.random() < 0.3:
        turn = np.linspace(0, 2 * np.pi, 60) + rng.uniform(0, 2 * np.pi)
        bays = rng.uniform(0.2, 0.45) * np.cos(rng.integers(3, 7) * turn)
        outline = 40 * (1 + bays)[:, None] * np.stack([np.cos(turn), np.sin(turn)], axis=1)
        return write([Glyph(1, (outline * rng.uniform(0.7, 1.3, 2),))], rng)
    strokes: list[Stroke] = []
    for _ in range(rng.integers(1, 3)):
        # Spread over three columns, so that no upright line, a 1, comes of it.
        columns = rng.permutation(np.arange(rng.integers(4, 8)) % 3)
        places = np.stack([25 * columns, rng.uniform(0, 100, len(columns))], axis=1)
        corners = rng.random(len(places)) < 0.3
        corners[[0, -1]] = False
        strokes.append(np.repeat(places, 1 + corners, axis=0))
    return write([Glyph(1, tuple(strokes))], rng)


def _middle(strokes: Sequence[Stroke]) -> npt.NDArray[np.float64]:
    """The middle (2,) of the box around strokes."""
    points = np.concatenate(strokes)
    return (points.min(axis=0) + points.max(axis=0)) / 2
