"""Numbers composed from single digits, stroke by stroke, with the truth about who drew what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from core.ink.drawing import Drawing, Stroke

SIZES = 0.1
"""Standard deviation of the logarithm of a digit's size, beyond the hand's own variation."""
BASELINES = 0.05
"""Standard deviation of a digit's lower edge, in heights of a digit."""
LATE = 0.15
"""Share of the digits of several strokes whose last is drawn after the digit that follows."""


@dataclass(frozen=True, eq=False)
class Number:
    """A drawing of several digits.

    Attributes
    ----------
    drawing
        Labelled with all of them.
    digits
        The places of each digit's strokes, from left to right.
    """

    drawing: Drawing
    digits: list[tuple[int, ...]]


def compose(
    digits: Sequence[Drawing], gaps: tuple[float, float], rng: np.random.Generator
) -> Number:
    """Write digits beside one another.

    Parameters
    ----------
    digits
        Labelled drawings, y down, at one scale.
    gaps
        Least and greatest gap between the ink of neighbours, in median heights of the digits;
        below zero they overlap.
    rng
        Where chance comes from.
    """
    height = float(np.median([np.ptp(np.concatenate(digit.strokes)[:, 1]) for digit in digits]))
    parts: list[list[Stroke]] = []
    x = 0.0
    for digit in digits:
        points = np.concatenate(digit.strokes)
        low, high = points.min(axis=0), points.max(axis=0)
        scale = np.exp(rng.normal(0, SIZES))
        corner, foot = np.array([low[0], high[1]]), np.array([x, rng.normal(0, BASELINES) * height])
        parts.append([(stroke - corner) * scale + foot for stroke in digit.strokes])
        x += (high[0] - low[0]) * scale + rng.uniform(*gaps) * height
    drawn = _in_time(parts, rng)
    label = "".join(str(digit.label) for digit in digits)
    return Number(
        Drawing(tuple(stroke for _, stroke in drawn), label),
        [
            tuple(place for place, (owner, _) in enumerate(drawn) if owner == digit)
            for digit in range(len(digits))
        ],
    )


def _in_time(parts: list[list[Stroke]], rng: np.random.Generator) -> list[tuple[int, Stroke]]:
    """Put strokes, each with the number of its digit, in the order of drawing."""
    drawn = [
        (digit + 1.5 * (0 < nth == len(strokes) - 1 and rng.random() < LATE), digit, stroke)
        for digit, strokes in enumerate(parts)
        for nth, stroke in enumerate(strokes)
    ]
    return [(digit, stroke) for _, digit, stroke in sorted(drawn, key=lambda item: item[0])]


def numbers_of(
    drawings_by_writer: Mapping[object, Sequence[Drawing]],
    n: int,
    gaps: tuple[float, float],
    seed: int,
    lengths: tuple[int, int] = (2, 8),
) -> Iterator[Number]:
    """Compose n numbers, each of digits of one writer, the writers in turn."""
    rng = np.random.default_rng(seed)
    writers = list(drawings_by_writer.values())
    for number in range(n):
        own = writers[number % len(writers)]
        length = int(rng.integers(lengths[0], lengths[1] + 1))
        chosen = rng.choice(len(own), length, replace=False)
        yield compose([own[place] for place in chosen], gaps, rng)
