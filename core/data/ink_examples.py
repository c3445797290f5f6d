"""Examples rendered from drawings of single digits, and of what is not a digit."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np

from core.arrays import ByteArray
from core.data.examples import Examples
from core.digits import LABELS, SIDE
from core.ink.drawing import Drawing, Stroke
from core.ink.render import to_images
from core.progress import Progress, Stage

_VARIANTS = 8
_VARIED_AT_ONCE = 256
_SPARSE = 0.15  # Share of the variants that have few points.
_SCANS = 0.2  # Share of the variants that are coarse scans.
_UPSTROKES = 0.25  # Share of the variants of 1s that get another upstroke.


def draw_examples(drawings: Sequence[Drawing]) -> Examples:
    """Render drawings, each with a label of `LABELS`, as MNIST images."""
    rendered = to_images([drawing.strokes for drawing in drawings])
    images = [np.rint(255 * part).astype(np.uint8) for part in rendered]
    return Examples(
        np.concatenate([np.empty((0, SIDE, SIDE), np.uint8), *images]),
        labels_of(drawings),
    )


def labels_of(drawings: Sequence[Drawing]) -> ByteArray:
    """Return the labels (n,) of drawings as numbers; see `LABELS`."""
    return np.array([LABELS.index(drawing.label or "") for drawing in drawings], np.uint8)


def draw_with_variants(drawings: Sequence[Drawing]) -> Generator[Progress, None, Examples]:
    """Render each drawing once, and eight variants of it with pens of various widths.

    Some variants of a 1 are drawn as another writer would: with another upstroke. Some variants
    have few points, as a fast mouse leaves them, and some are coarse scans.
    """
    from core.handwriting.variation import add_upstroke, sample_sparsely, vary
    from core.handwriting.writing import paint

    rng = np.random.default_rng(0)
    examples = draw_examples(drawings)
    varied: list[Sequence[Stroke]] = []
    again = [*drawings] * _VARIANTS
    for start in range(0, len(again), _VARIED_AT_ONCE):
        yield Progress(Stage.DRAWING, 0, len(again))
        part = again[start : start + _VARIED_AT_ONCE]
        for drawing, strokes in zip(part, vary([d.strokes for d in part], rng), strict=True):
            if drawing.label == "1" and rng.random() < _UPSTROKES:
                strokes = add_upstroke(strokes, rng)
            if rng.random() < _SPARSE:
                strokes = sample_sparsely(strokes, rng)
            varied.append(strokes)
    return Examples(
        np.concatenate([examples.images, (yield from paint(varied, rng, _SCANS))]),
        np.tile(examples.labels, _VARIANTS + 1),
        np.tile(examples.originals, _VARIANTS + 1),
    )
