"""Generated pictures of a digit as people make them: scans, photographs, cards, boxes, boards.

A digit is given as coverage by ink, 0 to 1, such as an MNIST image / 255. Every kind varies at
random: place and size on the page, width, distance and skew of lines, strength of light.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import numpy as np
from PIL import Image

from core.arrays import ByteArray, FloatArray

Kind: TypeAlias = Callable[[FloatArray, np.random.Generator], ByteArray]
"""Puts a digit (height, width), 0 to 1, on a page; returns its grey levels, any shape."""


def tight(side: int, stretched: bool = False, enlarged: int = 1) -> Kind:
    """Crop a digit to its ink and scale it to a square, white on black."""

    def crop(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
        del rng
        rows, columns = (np.flatnonzero((digit > 0.2).any(axis)) for axis in (1, 0))
        inside = digit[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        if not stretched:
            spare = max(inside.shape) - np.array(inside.shape)
            inside = np.pad(inside, [(int(n) // 2, int(n) - int(n) // 2) for n in spare])
        inside = scaled(inside, side, side)
        return as_bytes(scaled(inside, side * enlarged, side * enlarged))

    return crop


def _page(digit: FloatArray, rng: np.random.Generator, room: float = 0.08) -> FloatArray:
    """Place a digit on a square page of 64 to 320 pixels; return the coverage by ink."""
    side = int(rng.integers(64, 320))
    height = round(side * rng.uniform(0.5, 0.85 - 2 * room) * 28 / 20)
    crisp = scaled(np.pad(digit, 2), height, height)
    crisp = np.clip((crisp - 0.5) * rng.uniform(1, 3) + 0.5, 0, 1)
    crisp[crisp < 0.05] = 0
    page = np.zeros((2 * height + side, 2 * height + side), np.float32)
    rows, columns = (np.flatnonzero(crisp.any(axis)) for axis in (1, 0))
    crisp = crisp[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    free = np.array([side, side]) - crisp.shape - 2 * room * side
    top, left = (round(room * side + max(0, n) * rng.random()) for n in free)
    page[top : top + crisp.shape[0], left : left + crisp.shape[1]] = crisp
    return page[:side, :side]


def inked(
    coverage: FloatArray,
    rng: np.random.Generator,
    contrast: tuple[float, float] = (0.4, 0.8),
    grain: float = 0.015,
) -> FloatArray:
    """Ink a page of light paper; returns reflectance, 0 to 1."""
    paper = rng.uniform(0.8, 0.98)
    values = paper * (1 - rng.uniform(*contrast) * coverage)
    return values + rng.normal(0, grain * rng.random(), values.shape)


def light(shape: tuple[int, ...], rng: np.random.Generator) -> FloatArray:
    """Return light that fades to one side, with the edge of a shadow."""
    x, _, _ = turned(shape, rng.uniform(0, 2 * np.pi))
    fading = 1 - rng.uniform(0.2, 0.6) * (x + 1) / 2
    _, along, _ = turned(shape, rng.uniform(0, 2 * np.pi))
    softness = rng.uniform(0.02, 0.4)
    shadow = 1 / (1 + np.exp(-(along - rng.uniform(-0.6, 0.6)) / softness))
    return fading * (1 - rng.uniform(0, 0.4) * shadow)


def turned(shape: tuple[int, ...], angle: float) -> tuple[FloatArray, FloatArray, float]:
    """Return coordinates from -1 to 1 in a turned system, and the size of a pixel in them."""
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    unit = max(shape) / 2
    y, x = (rows - shape[0] / 2) / unit, (columns - shape[1] / 2) / unit
    return x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle), 1 / unit


def line(distance: FloatArray, width: float, pixel: float) -> FloatArray:
    """Return the coverage by a line, from each pixel's distance to its middle."""
    return np.clip((width / 2 - np.abs(distance)) / pixel + 0.5, 0, 1)


def plain(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """A clean scan."""
    return as_bytes(inked(_page(digit, rng), rng))


def shaded(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """Uneven light and a shadow."""
    values = inked(_page(digit, rng), rng)
    return as_bytes(values * light(values.shape, rng))


def dark_rim(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """A card on a dark table: a ragged, slightly turned rim, with specks beside it."""
    values = inked(_page(digit, rng, room=0.14), rng)
    dark = rng.uniform(0.05, 0.35)
    for side in rng.permutation(4)[: rng.integers(1, 5)]:
        x, y, pixel = turned(values.shape, side * np.pi / 2 + rng.uniform(-0.04, 0.04))
        ragged = smooth_noise(values.shape, rng, 24) * rng.uniform(0, 0.04)
        edge = 1 - rng.uniform(0.02, 0.2) + ragged
        values = values + (dark - values) * np.clip((x - edge) / pixel / rng.uniform(1, 4), 0, 1)
        at, size = rng.uniform(-0.8, 0.8), rng.uniform(0.01, 0.04)
        speck = np.hypot(x - edge + rng.uniform(0.02, 0.06), y - at) < size
        values = np.where(speck, dark, values)
    return as_bytes(values * (light(values.shape, rng) if rng.random() < 0.3 else 1))


def dark_corners(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """Corners cut off by the table or darkened by the lens."""
    values = inked(_page(digit, rng, room=0.12), rng)
    for corner in rng.permutation(4)[: rng.integers(1, 5)]:
        x, _, pixel = turned(values.shape, np.pi / 4 + corner * np.pi / 2 + rng.uniform(-0.2, 0.2))
        softness = pixel * rng.uniform(1, 20)
        edge = np.clip((x - rng.uniform(1.1, 1.3)) / softness, 0, 1)
        values = values * (1 - rng.uniform(0.5, 0.9) * edge)
    return as_bytes(values)


def _ruled(digit: FloatArray, rng: np.random.Generator, angles: tuple[float, ...]) -> ByteArray:
    coverage = _page(digit, rng)
    lines = np.zeros_like(coverage)
    distance, width = rng.uniform(0.15, 0.6), rng.uniform(0.008, 0.025)
    skew, start = rng.uniform(-0.05, 0.05), rng.random()
    for angle in angles:
        x, _, pixel = turned(coverage.shape, angle + skew)
        off = (x / distance + start + 0.5) % 1 - 0.5
        lines = np.maximum(lines, line(off * distance, max(width, pixel), pixel))
    strength = rng.uniform(0.15, 0.5)
    return as_bytes(inked(np.maximum(coverage, strength * lines), rng, contrast=(0.5, 0.8)))


def ruled(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """Ruled paper: lines fainter than the ink."""
    return _ruled(digit, rng, (np.pi / 2,))


def squared(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """Squared paper."""
    return _ruled(digit, rng, (0, np.pi / 2))


def framed(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """A printed box as dark as the ink, photographed slightly turned; sides may lie outside."""
    values = _page(digit, rng, room=rng.uniform(0.02, 0.15))
    skew, width = rng.uniform(-0.04, 0.04), rng.uniform(0.01, 0.08)
    for side in range(4):
        x, _, pixel = turned(values.shape, side * np.pi / 2 + skew + rng.uniform(-0.01, 0.01))
        heavy = width * (2 if rng.random() < 0.3 else 1)
        middle = 1 - rng.uniform(-0.02, 0.16)
        values = np.maximum(values, rng.uniform(0.7, 1) * line(x - middle, heavy, pixel))
    page = inked(values, rng)
    return as_bytes(page * (light(page.shape, rng) if rng.random() < 0.5 else 1))


def specked(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """Dust, some of it at the border."""
    values = inked(_page(digit, rng), rng)
    for _ in range(rng.integers(2, 9)):
        x, y, _ = turned(values.shape, 0)
        column, row = rng.uniform(-1, 1, 2)
        if max(abs(column), abs(row)) > 0.75 or rng.random() < 0.3:
            values[np.hypot(x - column, y - row) < rng.uniform(0.005, 0.03)] = rng.uniform(0.1, 0.5)
    return as_bytes(values)


def pencil(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """Faint pencil on grainy paper, in uneven light."""
    coverage = _page(digit, rng)
    texture = rng.uniform(0.5, 1, coverage.shape)
    values = inked(coverage * texture, rng, contrast=(0.15, 0.4), grain=0.02)
    return as_bytes(values * light(values.shape, rng))


def chalk(digit: FloatArray, rng: np.random.Generator) -> ByteArray:
    """Chalk on a board that was wiped."""
    coverage = _page(digit, rng)
    board = rng.uniform(0.08, 0.3) + 0.06 * smooth_noise(coverage.shape, rng, 12)
    dusty = coverage * rng.uniform(0.6, 1, coverage.shape)
    values = board + rng.uniform(0.4, 0.65) * dusty
    return as_bytes(values + rng.normal(0, 0.02, values.shape))


KINDS: Mapping[str, Kind] = {
    "tight, 16x16": tight(16),
    "tight, 16x16, tenfold": tight(16, enlarged=10),
    "tight, stretched, 16x16": tight(16, stretched=True),
    "tight, 8x8": tight(8),
    "clean scans": plain,
    "uneven light": shaded,
    "dark rims": dark_rim,
    "dark corners": dark_corners,
    "ruled paper": ruled,
    "squared paper": squared,
    "frames": framed,
    "specks": specked,
    "pencil": pencil,
    "chalk": chalk,
}


def smooth_noise(shape: tuple[int, ...], rng: np.random.Generator, cells: int) -> FloatArray:
    """Return smooth noise of that many cells along a side, about -1 to 1."""
    return scaled(rng.uniform(-1, 1, (cells, cells)).astype(np.float32), shape[0], shape[1])


def scaled(values: FloatArray, height: int, width: int) -> FloatArray:
    picture = Image.fromarray(values.astype(np.float32))
    return np.clip(np.asarray(picture.resize((width, height), Image.Resampling.BICUBIC)), -1, 1)


def as_bytes(values: FloatArray) -> ByteArray:
    return np.rint(np.clip(values, 0, 1) * 255).astype(np.uint8)
