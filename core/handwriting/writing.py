"""Synthetic handwritten digits: the built-in dataset, which needs no download."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

import numpy as np

from core.arrays import ByteArray
from core.digits import SIDE
from core.handwriting.digit_glyphs import GLYPHS, Glyph
from core.handwriting.regional_glyphs import REGIONAL
from core.handwriting.scans import scan
from core.handwriting.variation import Variation, draw_chances
from core.ink.drawing import Drawing, Stroke
from core.ink.render import PEN_WIDTH, to_images
from core.progress import Progress, Stage, giving_way

# Tuned so that a network trained on these digits alone classifies MNIST's training images best.
# Lengths are in hundredths of a digit's height.
_UNTIDINESS = (0.4, 1.2)  # Range of the untidiness, a factor of the wobble and the displacement.
_WOBBLE = 6.0  # Standard deviation of the points of a glyph.
_ENDS = 0.4  # Standard deviation of the extension at a stroke's ends, relative to the span.
_TENSIONS = (0.3, 0.65)  # Of the splines: 0 is a straight line, 0.5 a Catmull-Rom spline.
_PEN_SPREAD = 0.3  # Standard deviation of the logarithm of the pen's width.
_PENS = (1.2, 6.0)  # Pixels: the thinnest and the thickest.
_THICKEST = 2.2  # Of what is scanned: the factor of the pen's width.
_CALM = 0.6  # Factor of the untidiness of glyphs with several forms, which vary by themselves.
_SPAN_POINTS = 8
_VARIED_AT_ONCE = 256
_REGIONAL_SHARE = 0.2  # Of the glyphs that MNIST lacks, except:
_REGIONAL_SHARES = {1: 0.4, 7: 0.3}
_HAND = Variation(
    warp=7.0, wave_lengths=(70.0, 250.0), aspect=(0.14, 0.27), slant=(0.12, 0.22), rotation=0.1
)


@dataclass(frozen=True)
class Hand:
    """How digits are written.

    Attributes
    ----------
    glyphs
        Of each digit.
    frequencies
        Of the digits 0 to 9; they sum to 1.
    scans
        Share of the digits that are seen as coarse scans.
    """

    glyphs: Mapping[int, Sequence[Glyph]]
    frequencies: tuple[float, ...]
    scans: float = 0.0


def _mixed(digit: int) -> list[Glyph]:
    """Return all glyphs of a digit, those that MNIST lacks with their share among all people."""
    rare = _REGIONAL_SHARES.get(digit, _REGIONAL_SHARE)
    parts = ((GLYPHS[digit], 1 - rare), (REGIONAL[digit], rare))
    return [
        replace(glyph, share=share * glyph.share / sum(other.share for other in glyphs))
        for glyphs, share in parts
        for glyph in glyphs
    ]


EVERYBODY = Hand({digit: _mixed(digit) for digit in GLYPHS}, (0.1,) * 10)
"""All glyphs, the digits equally often."""
REGIONAL_HAND = Hand(
    REGIONAL, (0.05, 0.26, 0.1, 0.12, 0.1, 0.06, 0.04, 0.15, 0.04, 0.08), scans=0.2
)
"""The glyphs that MNIST lacks, the more ambiguous digits more often."""


def write_digits(
    n: int, seed: int, hand: Hand = EVERYBODY
) -> Generator[Progress, None, tuple[ByteArray, ByteArray]]:
    """Write digits and render them with pens of various widths, like MNIST's.

    Parameters
    ----------
    n
        Number of digits; each has its frequency to within one.
    seed
        The same seed gives the same digits.
    hand
        How they are written.

    Returns
    -------
    ByteArray
        Images (n, 28, 28), 0 to 255, of the strokes that `write_drawings` returns.
    ByteArray
        Labels (n,), 0 to 9.
    """
    drawings = write_drawings(n, seed, hand)
    strokes = [drawing.strokes for drawing in drawings]
    images = yield from paint(strokes, np.random.default_rng([seed, 1]), hand.scans)
    return images, np.array([drawing.label for drawing in drawings], np.uint8)


def paint(
    drawings: Sequence[Sequence[Stroke]], rng: np.random.Generator, scans: float = 0.0
) -> Generator[Progress, None, ByteArray]:
    """Render the strokes of drawings with pens of various widths, about 10,000 per second.

    Parameters
    ----------
    drawings
        The strokes of each.
    rng
        Source of randomness.
    scans
        Share of the drawings that are drawn with thicker pens and then scanned, which takes about
        three times as long; see `core.handwriting.scans`.

    Returns
    -------
    ByteArray
        Images (n, 28, 28), 0 to 255.
    """
    n = len(drawings)
    pens = PEN_WIDTH * np.exp(rng.normal(-(_PEN_SPREAD**2) / 2, _PEN_SPREAD, n))
    is_scanned = rng.random(n) < scans
    thicker = np.where(is_scanned, rng.uniform(1, _THICKEST, n), 1)
    widths = np.clip(pens, *_PENS) * thicker
    # Drawings that are rendered together take the time of the thickest pen among them.
    order = np.argsort(widths, kind="stable")
    images = np.empty((n, SIDE, SIDE), np.uint8)
    by_width = [drawings[int(index)] for index in order]
    done = 0
    for rendered in to_images(by_width, widths[order]):
        yield Progress(Stage.DRAWING, done, n)
        images[order[done : done + len(rendered)]] = np.rint(255 * rendered)
        done += len(rendered)
    for index in giving_way(np.flatnonzero(is_scanned)):
        images[index] = scan(images[index], rng)
    return images


def write_drawings(n: int, seed: int, hand: Hand = EVERYBODY) -> list[Drawing]:
    """Write digits as strokes, in random order.

    Parameters
    ----------
    n
        Number of digits; each has its frequency to within one.
    seed
        The same seed gives the same digits.
    hand
        How they are written.

    Returns
    -------
    list of Drawing
        Labelled, about 100 units high.
    """
    rng = np.random.default_rng([seed, 0])
    shares = (np.arange(n) + 0.5) / max(n, 1)
    labels = rng.permutation(np.searchsorted(np.cumsum(hand.frequencies[:-1]), shares))
    drawings: list[Drawing] = []
    for start in range(0, n, _VARIED_AT_ONCE):
        part = labels[start : start + _VARIED_AT_ONCE].tolist()
        # One drawing after the other, so that they do not depend on their number.
        sketches = [
            (_sketch(hand.glyphs[label], rng), draw_chances(rng)) for label in giving_way(part)
        ]
        points = _HAND.apply_each(
            np.concatenate([sketch.points for sketch, _ in sketches]),
            np.array([len(sketch.points) for sketch, _ in sketches]),
            [chances for _, chances in sketches],
            np.array([sketch.untidiness for sketch, _ in sketches]),
        )
        end = 0
        for label, (sketch, _) in zip(part, sketches, strict=True):
            begin, end = end, end + len(sketch.points)
            drawings.append(Drawing(sketch.cut(points[begin:end]), str(label)))
    return drawings


def write(
    glyphs: Sequence[Glyph], rng: np.random.Generator, variation: float = 1.0
) -> tuple[Stroke, ...]:
    """Choose a glyph by its share and write it with random variation, of this strength."""
    sketch = _sketch(glyphs, rng, variation)
    return sketch.cut(_HAND.apply(sketch.points, rng, sketch.untidiness))


@dataclass(frozen=True, eq=False)
class _Sketch:
    """The points (n, 2) of all strokes before the variation of the hand, and their numbers."""

    points: Stroke
    lengths: tuple[int, ...]
    untidiness: float

    def cut(self, points: Stroke) -> tuple[Stroke, ...]:
        """Cut the varied points into strokes."""
        ends = accumulate(self.lengths, initial=0)
        return tuple(points[begin:end] for begin, end in pairwise(ends))


def _sketch(glyphs: Sequence[Glyph], rng: np.random.Generator, variation: float = 1.0) -> _Sketch:
    """Choose a glyph by its share and curve its strokes."""
    shares = np.array([glyph.share for glyph in glyphs])
    glyph = glyphs[rng.choice(len(glyphs), p=shares / shares.sum())]
    tension, untidiness = rng.uniform(*_TENSIONS), variation * rng.uniform(*_UNTIDINESS)
    n_forms = len(glyph.strokes[0])
    untidiness *= _CALM if n_forms > 1 else 1
    one, other = rng.permutation(n_forms)[[0, -1]]
    share = rng.random()
    skeletons = [share * forms[one] + (1 - share) * forms[other] for forms in glyph.strokes]
    ends = variation * _ENDS
    strokes = [_curve(_varied(skeleton, untidiness, ends, rng), tension) for skeleton in skeletons]
    return _Sketch(np.concatenate(strokes), tuple(map(len, strokes)), untidiness)


def _varied(glyph: Stroke, untidiness: float, ends: float, rng: np.random.Generator) -> Stroke:
    """Displace the points of a glyph's stroke, and lengthen or shorten its ends."""
    moves = rng.normal(0, untidiness * _WOBBLE, glyph.shape)
    (corners,) = (glyph[1:] == glyph[:-1]).all(1).nonzero()
    moves[corners + 1] = moves[corners]
    points = glyph + moves
    longer = rng.normal(0, ends, 2)
    points[0] += longer[0] * (points[0] - points[1])
    points[-1] += longer[1] * (points[-1] - points[-2])
    return points


def _curve(points: Stroke, tension: float) -> Stroke:
    """Interpolate points by a cubic Hermite spline; points that come twice are corners."""
    around = np.concatenate([points[:1], points, points[-1:]])
    tangents = tension * (around[2:] - around[:-2])
    (spans,) = (points[1:] != points[:-1]).any(1).nonzero()
    ends = np.array([points[spans], points[spans + 1], tangents[spans], tangents[spans + 1]])
    curves = _HERMITE.dot(ends.reshape(4, -1)).reshape(_SPAN_POINTS, -1, 2)
    return np.concatenate([curves.swapaxes(0, 1).reshape(-1, 2), points[-1:]])


def _hermite_basis() -> Stroke:
    """Return the weights (points, 4) of both ends and tangents along a span, without its end."""
    t = np.arange(_SPAN_POINTS) / _SPAN_POINTS
    later = t * t * (3 - 2 * t)
    return np.stack([1 - later, later, t * (1 - t) ** 2, t * t * (t - 1)], 1)


_HERMITE = _hermite_basis()
