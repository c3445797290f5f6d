"""Examples made of drawings that each show one digit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from core.data.examples import Examples
from core.errors import UserError
from core.handwriting.writing import paint
from core.ink.ink_files import Drawing
from core.ink.render import SIDE, to_image
from core.ink.variation import vary

_DIGITS = frozenset("0123456789")
_VARIANTS = 8


def check_digits(path: Path, drawings: Sequence[Drawing]) -> None:
    """Make sure that each drawing of an ink file shows one digit.

    Raises
    ------
    UserError
        Naming the first that has no strokes or whose label is not a single digit.
    """
    for number, drawing in enumerate(drawings, start=1):
        if drawing.label not in _DIGITS or not drawing.strokes:
            raise UserError(
                "Drawing {number} of {file} has {strokes} strokes and the label {label}, expected "
                "1 or more and a single digit.",
                number=number,
                file=path,
                strokes=len(drawing.strokes),
                label="(none)" if drawing.label is None else drawing.label,
            )


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


def held_aside(drawings: Sequence[Drawing]) -> npt.NDArray[np.bool_]:
    """Mark a tenth (n,) for the test, so that no writer is on both sides if that can be."""
    writers = [repr(drawing.extra.get("writer")) for drawing in drawings]
    _, groups = np.unique(writers, return_inverse=True)
    if repr(None) in writers or groups.max() == 0:
        groups = np.arange(len(drawings))
    n_groups = int(groups.max()) + 1
    chosen = np.random.default_rng(0).permutation(n_groups)[: max(1, round(n_groups / 10))]
    return np.isin(groups, chosen)
