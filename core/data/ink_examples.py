"""Examples rendered from drawings of single digits."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace

import numpy as np

from core.data.examples import Examples
from core.digits import SIDE
from core.handwriting.writing import paint
from core.ink.drawing import Drawing
from core.ink.render import to_image
from core.ink.variation import vary
from core.progress import Progress

_VARIANTS = 8


def draw_examples(drawings: Sequence[Drawing]) -> Examples:
    """Render drawings, each labelled with a single digit, as MNIST images."""
    images = np.zeros((len(drawings), SIDE, SIDE), np.uint8)
    for image, drawing in zip(images, drawings, strict=True):
        image[:] = np.rint(255 * to_image(drawing.strokes))
    return Examples(images, np.array([drawing.label for drawing in drawings], np.uint8))


def draw_with_variants(drawings: Sequence[Drawing]) -> Generator[Progress, None, Examples]:
    """Render each drawing once, and eight variants of it with pens of various widths."""
    rng = np.random.default_rng(0)
    examples = draw_examples(drawings)
    varied = [
        replace(drawing, strokes=vary(drawing.strokes, rng))
        for _ in range(_VARIANTS)
        for drawing in drawings
    ]
    return Examples(
        np.concatenate([examples.images, (yield from paint(varied, rng))]),
        np.tile(examples.labels, _VARIANTS + 1),
        np.tile(examples.originals, _VARIANTS + 1),
    )
