"""Generated pictures of several digits: numbers, lines of numbers, and sheets with a grid.

The digits are given as coverage by ink, 0 to 1, such as MNIST images / 255. They vary in size and
place as handwriting does; the page is turned by up to two degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from PIL import Image

from core.arrays import ByteArray, FloatArray
from tests.support.inputs.papers import as_bytes, inked, light, line, scaled, smooth_noise, turned

_TILT = 2.0
"""Degrees by which a page is turned at most."""


@dataclass(frozen=True, eq=False)
class Sheet:
    """A page with digits.

    Attributes
    ----------
    coverage
        Float32 (height, width), the coverage by ink, 0 to 1.
    text
        The digits, with line breaks.
    centres
        (n, 2), x and y of the middle of each digit in pixels, in the order of the text.
    height
        Mean height of a digit in pixels.
    rulings
        Coverage by the lines of the paper or of the grid; zeros without.
    """

    coverage: FloatArray
    text: str
    centres: FloatArray
    height: float
    rulings: FloatArray


Paper: TypeAlias = Callable[[Sheet, np.random.Generator], ByteArray]
"""Puts the ink of a sheet on paper; returns grey levels."""


def number(
    digits: Sequence[FloatArray],
    labels: Sequence[int],
    rng: np.random.Generator,
    height: int = 48,
    gaps: tuple[float, float] = (0.12, 0.4),
) -> Sheet:
    """Write digits on one line, with gaps in shares of their height."""
    return lines([digits], [labels], rng, height, gaps)


def lines(
    digits: Sequence[Sequence[FloatArray]],
    labels: Sequence[Sequence[int]],
    rng: np.random.Generator,
    height: int = 48,
    gaps: tuple[float, float] = (0.12, 0.4),
) -> Sheet:
    """Write lines of numbers, one below the other."""
    pitch = rng.uniform(1.5, 2.2) * height
    margin = round(rng.uniform(0.5, 2) * height)
    placed: list[tuple[FloatArray, float, float]] = []
    right = 0.0
    for row, line_ in enumerate(digits):
        x = margin + rng.uniform(0, 0.5) * height
        for digit in line_:
            ink = sized(digit, height * rng.uniform(0.88, 1.12))
            bottom = margin + row * pitch + height + rng.uniform(-0.06, 0.06) * height
            placed.append((ink, x, bottom - ink.shape[0]))
            x += ink.shape[1] + rng.uniform(*gaps) * height
        right = max(right, x)
    size = round(2 * margin + (len(digits) - 1) * pitch + height * 1.1), round(right + margin)
    text = "\n".join("".join(map(str, each)) for each in labels)
    return page(placed, size, text, height, np.zeros(size, np.float32), rng)


def grid(
    digits: Sequence[FloatArray],
    labels: Sequence[int],
    columns: int,
    rng: np.random.Generator,
    height: int = 40,
    printed: float = 0.0,
) -> Sheet:
    """Write digits into the cells of a grid, whose lines are printed with that strength, 0 to 1."""
    cell = round(rng.uniform(1.5, 2) * height)
    margin = round(rng.uniform(0.2, 0.8) * height)
    rows = -(-len(digits) // columns)
    size = 2 * margin + rows * cell, 2 * margin + columns * cell
    placed: list[tuple[FloatArray, float, float]] = []
    for place, digit in enumerate(digits):
        row, column = divmod(place, columns)
        ink = sized(digit, height * rng.uniform(0.85, 1.1))
        free = np.array([cell, cell]) - ink.shape
        top, left = free * rng.uniform(0.35, 0.65, 2)
        placed.append((ink, margin + column * cell + left, margin + row * cell + top))
    texts = ["".join(map(str, labels[n : n + columns])) for n in range(0, len(labels), columns)]
    rulings = np.zeros(size, np.float32)
    if printed:
        width = max(1, round(height * rng.uniform(0.02, 0.06)))
        for place in range(rows + 1):
            at = min(margin + place * cell, size[0] - width)
            rulings[at : at + width, margin : size[1] - margin] = printed
        for place in range(columns + 1):
            at = min(margin + place * cell, size[1] - width)
            rulings[margin : size[0] - margin, at : at + width] = printed
    return page(placed, size, "\n".join(texts), height, rulings, rng)


def sized(digit: FloatArray, height: float) -> FloatArray:
    """Crop a digit to its ink, and scale it so that its longer side has this many pixels."""
    rows, columns = (np.flatnonzero((digit > 0.2).any(axis)) for axis in (1, 0))
    inside = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    scale = height / max(inside.shape)
    return np.maximum(scaled(inside, *(max(1, round(side * scale)) for side in inside.shape)), 0)


def page(
    placed: Sequence[tuple[FloatArray, float, float]],
    size: tuple[int, int],
    text: str,
    height: float,
    rulings: FloatArray,
    rng: np.random.Generator,
) -> Sheet:
    page = np.zeros(size, np.float32)
    centres: list[tuple[float, float]] = []
    for ink, x, y in placed:
        top, left = max(round(y), 0), max(round(x), 0)
        part = page[top : top + ink.shape[0], left : left + ink.shape[1]]
        np.maximum(part, ink[: part.shape[0], : part.shape[1]], out=part)
        centres.append((left + ink.shape[1] / 2, top + ink.shape[0] / 2))
    tilt = rng.uniform(-_TILT, _TILT)
    middle = np.array(size[::-1]) / 2
    angle = np.deg2rad(-tilt)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    return Sheet(
        _turned_page(page, tilt),
        text,
        (np.array(centres) - middle) @ turn + middle,
        height,
        _turned_page(rulings, tilt),
    )


def _turned_page(page: FloatArray, tilt: float) -> FloatArray:
    picture = Image.fromarray(page).rotate(tilt, Image.Resampling.BICUBIC)
    return np.clip(np.asarray(picture), 0, 1)


def plain(sheet: Sheet, rng: np.random.Generator) -> ByteArray:
    """A clean scan."""
    return as_bytes(inked(np.maximum(sheet.coverage, sheet.rulings), rng))


def shaded(sheet: Sheet, rng: np.random.Generator) -> ByteArray:
    """A photograph in uneven light, with noise."""
    values = inked(np.maximum(sheet.coverage, sheet.rulings), rng, grain=0.02)
    return as_bytes(values * light(values.shape, rng))


def _ruled(sheet: Sheet, rng: np.random.Generator, angles: tuple[float, ...]) -> ByteArray:
    shape = sheet.coverage.shape
    unit = max(shape) / 2
    distance = rng.uniform(0.5, 1.9) * sheet.height / unit
    width, skew, start = rng.uniform(0.01, 0.03) * sheet.height, rng.uniform(-0.03, 0.03), 0.3
    rulings = sheet.rulings
    for angle in angles:
        x, _, pixel = turned(shape, angle + skew)
        off = ((x / distance + start + 0.5) % 1 - 0.5) * distance
        rulings = np.maximum(
            rulings, rng.uniform(0.15, 0.5) * line(off, max(width, 1) / unit, pixel)
        )
    values = inked(np.maximum(sheet.coverage, rulings), rng, contrast=(0.5, 0.8))
    return as_bytes(values * (light(shape, rng) if rng.random() < 0.5 else 1))


def ruled(sheet: Sheet, rng: np.random.Generator) -> ByteArray:
    """Ruled paper, its lines fainter than the ink."""
    return _ruled(sheet, rng, (np.pi / 2,))


def squared(sheet: Sheet, rng: np.random.Generator) -> ByteArray:
    """Squared paper."""
    return _ruled(sheet, rng, (0, np.pi / 2))


def on_a_table(sheet: Sheet, rng: np.random.Generator) -> ByteArray:
    """A sheet on a dark table, whose edges are in the picture, photographed in uneven light."""
    values = inked(np.maximum(sheet.coverage, sheet.rulings), rng, grain=0.02)
    room = round(sheet.height * rng.uniform(0.3, 1))
    values = np.pad(values, 2 * room, constant_values=float(np.median(values)))
    dark = rng.uniform(0.05, 0.35)
    for side in rng.permutation(4)[: rng.integers(1, 5)]:
        x, _, pixel = turned(values.shape, side * np.pi / 2 + rng.uniform(-0.02, 0.02))
        half = (values.shape[1] if side % 2 == 0 else values.shape[0]) / 2 * pixel
        edge = half - room * pixel * rng.uniform(0.4, 1.2)
        ragged = smooth_noise(values.shape, rng, 24) * room * pixel * 0.1
        values = values + (dark - values) * np.clip((x - edge + ragged) / pixel / 2, 0, 1)
    return as_bytes(values * light(values.shape, rng))


def in_shadow(sheet: Sheet, rng: np.random.Generator) -> ByteArray:
    """A sheet across which a hard shadow falls, as of a hand or a phone."""
    values = inked(np.maximum(sheet.coverage, sheet.rulings), rng, grain=0.02)
    x, _, pixel = turned(values.shape, rng.uniform(0, 2 * np.pi))
    edge = rng.uniform(-0.4, 0.4) * pixel * min(values.shape) / 2
    lit = np.clip((x - edge) / pixel / rng.uniform(2, 6) + 0.5, 0, 1)
    shade = rng.uniform(0.35, 0.6)
    return as_bytes(values * (shade + (1 - shade) * lit) * light(values.shape, rng))


PAPERS: Mapping[str, Paper] = {
    "clean scans": plain,
    "uneven light": shaded,
    "ruled paper": ruled,
    "squared paper": squared,
    "on a table": on_a_table,
    "hard shadow": in_shadow,
}
