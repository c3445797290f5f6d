"""Examples made of drawings that each show one digit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from core.data.examples import Examples
from core.digits import SIDE
from core.handwriting.writing import paint
from core.ink.drawing import Drawing
from core.ink.render import to_image
from core.ink.variation import vary

_VARIANTS = 8


def draw_examples(drawings: Sequence[Drawing]) -> Examples:
    """Draw each as the network sees it; all are labelled with single digits."""
    images = np.zeros((len(drawings), SIDE, SIDE), np.uint8)
    for image, drawing in zip(images, drawings, strict=True):
        image[:] = np.rint(255 * to_image(drawing.strokes))
    return Examples(images, np.array([drawing.label for drawing in drawings], np.uint8))


def draw_with_variants(
    drawings: Sequence[Drawing], heed: Callable[[], None] | None = None
) -> Examples:
    """Draw each as it is and eight times as its writer might have drawn it, with other pens.

    `heed` is called in between, as by `core.handwriting.writing.paint`.
    """
    rng = np.random.default_rng(0)
    examples = draw_examples(drawings)
    again = [
        replace(drawing, strokes=vary(drawing.strokes, rng))
        for _ in range(_VARIANTS)
        for drawing in drawings
    ]
    return Examples(
        np.concatenate([examples.images, paint(again, rng, heed)]),
        np.tile(examples.labels, _VARIANTS + 1),
        np.tile(examples.originals, _VARIANTS + 1),
    )
