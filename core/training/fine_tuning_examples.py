"""The examples of a fine-tuning: variants of the drawings, and what is rehearsed."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import cache

import numpy as np

from core.arrays import ByteArray
from core.data.examples import Examples
from core.data.ink_examples import labels_of
from core.digits import NOT_A_DIGIT
from core.evaluation.assessment import Assessment
from core.handwriting.non_digits import paint_non_digits
from core.handwriting.variation import vary
from core.handwriting.writing import paint
from core.ink.drawing import Drawing
from core.progress import Progress, Stage, result_of

_VARIANTS = 640  # Variants of all drawings together.
_LEAST_SURE = 5000  # Rehearsed digits.
_NON_DIGITS = 1000  # Rehearsed non-digits.
_PAINTED_AT_ONCE = 40


def paint_variants(
    drawings: Sequence[Drawing], rng: np.random.Generator
) -> Generator[Progress, None, Examples]:
    """Paint random variants of the drawings, as many of each, with different pens."""
    again = [drawings[i % len(drawings)] for i in range(max(_VARIANTS, len(drawings)))]
    parts: list[ByteArray] = []
    for start in range(0, len(again), _PAINTED_AT_ONCE):
        part = again[start : start + _PAINTED_AT_ONCE]
        varied = vary([drawing.strokes for drawing in part], rng)
        yield Progress(Stage.DRAWING, start, len(again))
        parts.append(result_of(paint(varied, rng)))
    return Examples(np.concatenate(parts), labels_of(again))


def rehearsed_non_digits() -> Generator[Progress, None, Examples]:
    """Paint non-digits to reject."""
    parts: list[ByteArray] = []
    for seed in range(_NON_DIGITS // _PAINTED_AT_ONCE):
        yield Progress(Stage.DRAWING, seed * _PAINTED_AT_ONCE, _NON_DIGITS)
        parts.append(_paint_non_digits(seed))
    images = np.concatenate(parts)
    return Examples(images, np.full(len(images), NOT_A_DIGIT, np.uint8))


@cache
def _paint_non_digits(seed: int) -> ByteArray:
    """Paint some non-digits; they are the same in every fine-tuning."""
    # The others are held out for the evaluation.
    return result_of(paint_non_digits(_PAINTED_AT_ONCE, seed, part="training"))


def least_sure(known: Assessment) -> Examples:
    """Return the examples that the network is least sure of, with its predictions as labels."""
    indices = np.argsort(known.confidence, kind="stable")[:_LEAST_SURE]
    return Examples(known.examples.images[indices], known.predicted[indices].astype(np.uint8))
