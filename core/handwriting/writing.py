"""Digits written by a parametric hand: the built-in dataset, which needs no download."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np

from core.arrays import ByteArray
from core.digits import SIDE
from core.handwriting.digit_glyphs import GLYPHS, Glyph
from core.ink.drawing import Drawing, Stroke
from core.ink.render import PEN_WIDTH, to_image
from core.ink.variation import Variation
from core.progress import Progress, Stage

# How far the hand varies, in hundredths of a digit's height where it is a length: so that a
# network trained on it alone reads MNIST's training images best.
_HASTE = (0.4, 1.2)  # How untidily a digit is written: a factor of wobble and waves.
_WOBBLE = 6.0  # Standard deviation of each point of a skeleton.
_ENDS = 0.4  # Share of a stroke's first and last span that is added or missing.
_TENSIONS = (0.3, 0.65)  # Of the curves: 0 for straight lines, 0.5 for Catmull and Rom's.
_PEN_SPREAD = 0.3  # Of the logarithm of the pen's width.
_PENS = (1.2, 6.0)  # Pixels: the thinnest and the thickest.
_SPAN_POINTS = 8
_REPORT_EVERY = 25  # Images: about a hundredth of a second.
_HAND = Variation(
    warp=7.0, wave_lengths=(70.0, 250.0), aspect=(0.14, 0.27), slant=(0.12, 0.22), rotation=0.1
)


def write_digits(n: int, seed: int) -> Generator[Progress, None, tuple[ByteArray, ByteArray]]:
    """Write digits and draw them with pens of various widths, as MNIST's are.

    Parameters
    ----------
    n
        How many; each digit has an equal share, give or take one.
    seed
        The same seed gives the same digits.

    Returns
    -------
    ByteArray
        Images (n, 28, 28), 0 to 255, of the strokes that `write_drawings` returns.
    ByteArray
        Labels (n,), 0 to 9.
    """
    drawings = write_drawings(n, seed)
    images = yield from paint(drawings, np.random.default_rng([seed, 1]))
    return images, np.array([drawing.label for drawing in drawings], np.uint8)


def paint(
    drawings: Sequence[Drawing], rng: np.random.Generator
) -> Generator[Progress, None, ByteArray]:
    """Draw strokes with pens of various widths: images (n, 28, 28), 0 to 255.

    A thousand take a third of a second.
    """
    n = len(drawings)
    pens = PEN_WIDTH * np.exp(rng.normal(-(_PEN_SPREAD**2) / 2, _PEN_SPREAD, n))
    widths = np.clip(pens, *_PENS)
    images = np.empty((n, SIDE, SIDE), np.uint8)
    for place, (drawing, width) in enumerate(zip(drawings, widths, strict=True)):
        if place % _REPORT_EVERY == 0:
            yield Progress(Stage.DRAWING, place, n)
        images[place] = np.rint(255 * to_image(drawing.strokes, pen_width=width))
    return images


def write_drawings(n: int, seed: int) -> list[Drawing]:
    """Write digits as strokes, in random order.

    Parameters
    ----------
    n
        How many; each digit has an equal share, give or take one.
    seed
        The same seed gives the same digits.

    Returns
    -------
    list of Drawing
        Labelled, about 100 units high.
    """
    rng = np.random.default_rng([seed, 0])
    labels = rng.permutation(np.arange(n) % len(GLYPHS))
    return [Drawing(write(GLYPHS[int(label)], rng), str(label)) for label in labels]


def write(skeletons: Sequence[Glyph], rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Write one of some skeletons, varied as a hand varies it."""
    shares = np.array([glyph.share for glyph in skeletons])
    glyph = skeletons[rng.choice(len(skeletons), p=shares / shares.sum())]
    tension = rng.uniform(*_TENSIONS)
    haste = rng.uniform(*_HASTE)
    strokes = [_curve(_varied(stroke, haste, rng), tension) for stroke in glyph.strokes]
    lengths = np.cumsum([len(stroke) for stroke in strokes])[:-1]
    return tuple(np.split(_HAND.apply(np.concatenate(strokes), rng, haste), lengths))


def _varied(glyph: Stroke, haste: float, rng: np.random.Generator) -> Stroke:
    """The skeleton of a stroke with its points moved and its ends longer or shorter."""
    moves = rng.normal(0, haste * _WOBBLE, glyph.shape)
    corners = np.flatnonzero((glyph[1:] == glyph[:-1]).all(1))
    moves[corners + 1] = moves[corners]
    points = glyph + moves
    longer = rng.normal(0, _ENDS, 2)
    points[0] += longer[0] * (points[0] - points[1])
    points[-1] += longer[1] * (points[-1] - points[-2])
    return points


def _curve(points: Stroke, tension: float) -> Stroke:
    """A cubic Hermite spline through points, straight on into the ones that come twice."""
    around = np.concatenate([points[:1], points, points[-1:]])
    tangents = tension * (around[2:] - around[:-2])
    spans = np.flatnonzero((points[1:] != points[:-1]).any(1))
    ends = np.stack([points[spans], points[spans + 1], tangents[spans], tangents[spans + 1]])
    return np.concatenate(
        [np.tensordot(_HERMITE, ends, 1).swapaxes(0, 1).reshape(-1, 2), points[-1:]]
    )


def _hermite_basis() -> Stroke:
    """Weights (points, 4) of both ends and their tangents along a span, its end left out."""
    t = np.arange(_SPAN_POINTS) / _SPAN_POINTS
    later = t * t * (3 - 2 * t)
    return np.stack([1 - later, later, t * (1 - t) ** 2, t * t * (t - 1)], 1)


_HERMITE = _hermite_basis()
