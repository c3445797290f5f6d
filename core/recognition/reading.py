"""Reading a drawing or a picture as text: the one answer to what something shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.arrays import FloatArray
from core.ink.boxes import Box, around, boxes_of
from core.ink.drawing import Stroke
from core.ink.pieces import StrokeGroup
from core.ink.render import to_image
from core.recognition.recognizer import Recognition, Recognizer
from core.recognition.segmentation import find_digits


@dataclass(frozen=True, eq=False)
class DigitInk:
    """The part of a drawing that is one digit.

    Attributes
    ----------
    strokes
        The places of its strokes in the drawing, ascending.
    box
        Around it, in the drawing's coordinates.
    image
        float32 (28, 28) in [0, 1]: what the network saw of it.
    """

    strokes: tuple[int, ...]
    box: Box
    image: FloatArray


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read, digit by digit.

    Attributes
    ----------
    digits
        From left to right, none of them blank; empty for a blank.
    inks
        The ink of each digit of a drawing; empty for a picture.
    """

    digits: tuple[Recognition, ...]
    inks: tuple[DigitInk, ...] = ()

    @property
    def text(self) -> str:
        """The best reading of all digits, guesses included; empty for a blank."""
        return "".join(str(digit.label) for digit in self.digits)

    @property
    def unsure(self) -> bool:
        """Whether nothing was read, or a part of it is only a guess."""
        return not self.digits or any(digit.unsure for digit in self.digits)


class DrawingReader:
    """Reads a drawing again and again while it grows; only what changed is drawn and read anew.

    Strokes are known by their identity: an array that was read must not be written to.

    Parameters
    ----------
    recognizer
        What reads each digit.
    """

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self._known: dict[tuple[int, ...], _Digit] = {}

    def read(self, strokes: Sequence[Stroke]) -> Reading:
        """Find the digits that a pen drew, strokes of shape (n, 2), and read each of them."""
        used: dict[tuple[int, ...], _Digit] = {}

        def digit(group: StrokeGroup) -> _Digit:
            drawn = tuple(strokes[place] for place in group)
            key = tuple(map(id, drawn))
            if key not in used:
                used[key] = self._known.get(key) or self._look(drawn)
            return used[key]

        groups = find_digits(strokes, lambda group: digit(group).recognition.probabilities)
        digits = [digit(group) for group in groups]
        self._known = used
        inks = (
            DigitInk(group, around(boxes_of(digit.strokes).values()), digit.image)
            for group, digit in zip(groups, digits, strict=True)
        )
        return Reading(tuple(digit.recognition for digit in digits), tuple(inks))

    def _look(self, strokes: tuple[Stroke, ...]) -> _Digit:
        image = to_image(strokes)
        return _Digit(strokes, image, self._recognizer.recognize(image))


@dataclass(frozen=True, eq=False)
class _Digit:
    """What strokes were read as; it holds on to them, so that no others get their identity."""

    strokes: tuple[Stroke, ...]
    image: FloatArray
    recognition: Recognition


def read_drawing(recognizer: Recognizer, strokes: Sequence[Stroke]) -> Reading:
    """Read what a pen drew: the digits in it from left to right."""
    return DrawingReader(recognizer).read(strokes)


def read_image(recognizer: Recognizer, image: FloatArray) -> Reading:
    """Read an image (28, 28) with values in [0, 1], white ink on black, as one digit."""
    recognition = recognizer.recognize(image)
    return Reading(() if recognition.label is None else (recognition,))
