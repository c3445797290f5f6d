"""Examples rendered from drawings of single digits."""

from __future__ import annotations

from collections.abc import Generator, Sequence

import numpy as np

from core.data.examples import Examples
from core.digits import SIDE
from core.handwriting.writing import paint
from core.ink.drawing import Drawing, Stroke
from core.ink.render import to_images
from core.ink.variation import vary
from core.progress import Progress, Stage

_VARIANTS = 8
_VARIED_AT_ONCE = 256


def draw_examples(drawings: Sequence[Drawing]) -> Examples:
    """Render drawings, each labelled with a single digit, as MNIST images."""
    rendered = to_images([drawing.strokes for drawing in drawings])
    images = [np.rint(255 * part).astype(np.uint8) for part in rendered]
    return Examples(
        np.concatenate([np.empty((0, SIDE, SIDE), np.uint8), *images]),
        np.array([drawing.label for drawing in drawings], np.uint8),
    )


def draw_with_variants(drawings: Sequence[Drawing]) -> Generator[Progress, None, Examples]:
    """Render each drawing once, and eight variants of it with pens of various widths."""
    rng = np.random.default_rng(0)
    examples = draw_examples(drawings)
    varied: list[Sequence[Stroke]] = []
    again = [drawing.strokes for drawing in drawings] * _VARIANTS
    for start in range(0, len(again), _VARIED_AT_ONCE):
        yield Progress(Stage.DRAWING, 0, len(again))
        varied += vary(again[start : start + _VARIED_AT_ONCE], rng)
    return Examples(
        np.concatenate([examples.images, (yield from paint(varied, rng))]),
        np.tile(examples.labels, _VARIANTS + 1),
        np.tile(examples.originals, _VARIANTS + 1),
    )
