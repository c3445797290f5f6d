"""Recognition of all digits in a drawing or an image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from math import prod

import numpy as np

from core.arrays import FloatArray
from core.ink.boxes import Box, around, boxes_of
from core.ink.drawing import Stroke
from core.ink.pieces import StrokeGroup
from core.ink.render import to_images
from core.ink.sheets.stroke_rows import rows_of_strokes
from core.recognition.recognizer import Recognition, Recognizer
from core.recognition.strokes.cutting import cuts_of
from core.recognition.strokes.letters import is_letter
from core.recognition.strokes.misfits import NO_MISFITS, Misfits, find_misfits
from core.recognition.strokes.segmentation import find_digits

_OPEN = 0.25  # Gap between the ends of a ring, as a share of the digit's height.


_BOTH = 0.7  # Least confidence in two digits that a stroke is cut into.


@dataclass(frozen=True, eq=False)
class DigitInk:
    """Where one digit is in a drawing or a picture.

    Attributes
    ----------
    strokes
        Indices of the strokes in the drawing, ascending. A stroke that draws two digits belongs to
        both. Empty in a picture.
    box
        Bounding box in the drawing's coordinates, or in the picture's pixels.
    image
        float32 (28, 28) in [0, 1]: the input of the network.
    paths
        The strokes themselves, or the parts of them that draw this digit; empty in a picture.
    """

    strokes: tuple[int, ...]
    box: Box
    image: FloatArray
    paths: tuple[Stroke, ...]


@dataclass(frozen=True, eq=False)
class Reading:
    """The digits recognised in a drawing or an image.

    Attributes
    ----------
    digits
        From left to right, rows from top to bottom; empty if blank.
    inks
        Where each digit is; empty for an image.
    misfits
        Ink that is left out.
    row_lengths
        Number of digits in each row; empty if all are in one row.
    is_partial
        Whether a part of a picture could not be read, beside the misfits.
    """

    digits: tuple[Recognition, ...]
    inks: tuple[DigitInk, ...] = ()
    misfits: Misfits = NO_MISFITS
    row_lengths: tuple[int, ...] = ()
    is_partial: bool = False

    @property
    def text(self) -> str:
        """The most probable digits, including unsure ones, with line breaks; empty if blank."""
        return self.text_of([digit.label for digit in self.digits])

    def text_of(self, labels: Sequence[int | None]) -> str:
        """Return other labels of the digits as a text with line breaks."""
        texts = iter(map(str, labels))
        lengths = self.row_lengths or (len(labels),)
        return "\n".join("".join(islice(texts, length)) for length in lengths)

    def enlarged(self, factor: float) -> Reading:
        """Return the reading of a picture with its boxes in whole pixels of another size."""
        boxes = [Box(*(round(edge * factor) for edge in ink.box)) for ink in self.inks]
        inks = [replace(ink, box=box) for ink, box in zip(self.inks, boxes, strict=True)]
        return replace(self, inks=tuple(inks))

    @property
    def unsure(self) -> bool:
        """Whether any digit is unsure, or there is none."""
        return not self.digits or any(digit.unsure for digit in self.digits)

    @property
    def alternative(self) -> str:
        """The other reading if one digit has an alternative and the others are sure, or empty."""
        if any(digit.unsure and not digit.alternatives for digit in self.digits):
            return ""
        labels = [digit.label for digit in self.digits]
        texts = [
            self.text_of([*labels[:place], other, *labels[place + 1 :]])
            for place, digit in enumerate(self.digits)
            for other in digit.alternatives
        ]
        return texts[0] if len(texts) == 1 else ""


class DrawingReader:
    """Reads a growing drawing repeatedly; recognises only the digits that have changed.

    Strokes are compared by identity, so an array must not be modified after it has been read.

    Parameters
    ----------
    recognizer
        Recognises each digit.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._known: dict[tuple[int, ...], _Digit] = {}
        self._parts: dict[tuple[_Digit, bool], tuple[_Digit, ...]] = {}
        self._strokes: Sequence[Stroke] = ()
        self._boxes: dict[int, Box | None] = {}

    def read(self, strokes: Sequence[Stroke]) -> Reading:
        """Segment strokes, arrays of shape (n, 2), into digits and recognise each of them."""
        used: dict[tuple[int, ...], _Digit] = {}

        def digits_of(groups: Sequence[StrokeGroup]) -> list[_Digit]:
            drawn = [tuple(strokes[index] for index in group) for group in groups]
            by_key = {tuple(map(id, each)): each for each in drawn}
            used.update((key, self._known[key]) for key in by_key if key in self._known)
            new = {key: each for key, each in by_key.items() if key not in used}
            used.update(zip(new, self._recognize(list(new.values())), strict=True))
            return [used[tuple(map(id, each))] for each in drawn]

        def read(groups: Sequence[StrokeGroup]) -> list[FloatArray]:
            return [digit.recognition.probabilities for digit in digits_of(groups)]

        def is_eight(upper: int, lower: int) -> bool:
            (digit,) = digits_of([(min(upper, lower), max(upper, lower))])
            return _is_eight_of_rings(digit, around((boxes[upper], boxes[lower])))

        boxes = self._boxes_of(strokes)
        rows = rows_of_strokes(boxes, is_eight)
        found = [find_digits(strokes, read, {index: boxes[index] for index in row}) for row in rows]
        groups = [group for row in found for group in row]
        digits = digits_of(groups)
        if len(found) == 1 and _are_letter(digits):
            groups = [tuple(sorted(groups[0] + groups[1]))]
            found = [groups]
            digits = [_refused(digit) for digit in digits_of(groups)]
        self._known = used
        is_alone = len(digits) == 1
        cuts = {(digit, is_alone) for digit in digits}
        self._parts = {cut: self._parts.get(cut) or self._cut(*cut) for cut in cuts}
        whole_boxes = [around(boxes[index] for index in group) for group in groups]
        inks = tuple(
            DigitInk(
                group,
                whole_box if part is digit else around(boxes_of(part.strokes).values()),
                part.image,
                part.strokes,
            )
            for group, digit, whole_box in zip(groups, digits, whole_boxes, strict=True)
            for part in self._parts[digit, is_alone]
        )
        recognised = tuple(
            part.recognition for digit in digits for part in self._parts[digit, is_alone]
        )
        misfits = find_misfits(boxes, list(zip(rows, found, strict=True)))
        sizes = iter(len(self._parts[digit, is_alone]) for digit in digits)
        parts = [sum(islice(sizes, len(row))) for row in found]
        return Reading(recognised, inks, misfits, tuple(parts) if len(parts) > 1 else ())

    def _boxes_of(self, strokes: Sequence[Stroke]) -> dict[int, Box]:
        """Return what `boxes_of` does; computes only the boxes of other strokes than before."""
        new = [stroke for stroke in strokes if id(stroke) not in self._boxes]
        found = boxes_of(new)
        boxes = self._boxes | {id(stroke): found.get(place) for place, stroke in enumerate(new)}
        # The ids stay unique while the strokes are kept alive.
        self._strokes = strokes
        self._boxes = {key: boxes[key] for key in map(id, strokes)}
        every = enumerate(self._boxes[key] for key in map(id, strokes))
        return {index: box for index, box in every if box is not None}

    def _cut(self, digit: _Digit, is_alone: bool) -> tuple[_Digit, ...]:
        """Return the two digits that a stroke of an unsure digit draws, or the digit itself.

        Without other digits beside it, no part may be a 1: a V would be two of them.
        """
        if not digit.recognition.unsure:
            return (digit,)
        parts = self._recognize([part for cut in cuts_of(digit.strokes) for part in cut])
        pairs = [
            pair
            for pair in zip(parts[::2], parts[1::2], strict=True)
            if not any(part.recognition.unsure for part in pair)
            and not (is_alone and any(part.recognition.label == 1 for part in pair))
        ]
        best = max(pairs, key=_confidence, default=())
        return best if _confidence(best) >= _BOTH else (digit,)

    def _recognize(self, digits: Sequence[tuple[Stroke, ...]]) -> list[_Digit]:
        images = (image for part in to_images(digits) for image in part)
        return [
            _Digit(strokes, image, self._recognizer.recognize(image))
            for strokes, image in zip(digits, images, strict=True)
        ]


@dataclass(frozen=True, eq=False)
class _Digit:
    """A recognised digit; keeps its strokes alive, so that their ids stay unique."""

    strokes: tuple[Stroke, ...]
    image: FloatArray
    recognition: Recognition


def _is_eight_of_rings(digit: _Digit, box: Box) -> bool:
    """Return whether a digit in a box is an 8 of two rings, not two digits in two rows."""
    read = digit.recognition
    return (
        read.label == 8
        and not read.unsure
        and len(digit.strokes) == 2
        and all(np.hypot(*(ring[0] - ring[-1])) < _OPEN * box.height for ring in digit.strokes)
    )


def _are_letter(digits: Sequence[_Digit]) -> bool:
    """Return whether a 1 and another digit are a letter such as B."""
    if len(digits) != 2 or any(len(digit.strokes) != 1 for digit in digits):
        return False
    stem, bow = digits
    return stem.recognition.label == 1 and is_letter(stem.strokes[0], bow.strokes[0])


def _refused(digit: _Digit) -> _Digit:
    return replace(digit, recognition=replace(digit.recognition, unsure=True))


def _confidence(digits: Sequence[_Digit]) -> float:
    """Return the probability that all of some digits are read correctly; 0 without digits."""
    return prod(digit.recognition.confidence for digit in digits) if digits else 0.0


def read_drawing(recognizer: Recognizer, strokes: Sequence[Stroke]) -> Reading:
    """Segment strokes, arrays of shape (n, 2), into digits and recognise each of them."""
    return DrawingReader(recognizer).read(strokes)


def read_image(recognizer: Recognizer, image: FloatArray) -> Reading:
    """Recognise one digit in an image (28, 28) with values in [0, 1], white ink on black."""
    recognition = recognizer.recognize(image)
    return Reading(() if recognition.label is None else (recognition,))
