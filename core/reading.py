"""Reading a drawing or a picture as text: the one answer to what something shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from core.backend import FloatArray
from core.drawings import Stroke
from core.ink import to_image
from core.recognizer import Recognition, Recognizer


@dataclass(frozen=True, eq=False)
class Reading:
    """What was read, digit by digit.

    Attributes
    ----------
    digits
        From left to right, none of them blank; empty for a blank.
    """

    digits: tuple[Recognition, ...]

    @property
    def text(self) -> str:
        """The best reading of all digits, guesses included; empty for a blank."""
        return "".join(str(digit.label) for digit in self.digits)

    @property
    def unsure(self) -> bool:
        """Whether nothing was read, or a part of it is only a guess."""
        return not self.digits or any(digit.unsure for digit in self.digits)


def read_drawing(recognizer: Recognizer, strokes: Sequence[Stroke]) -> Reading:
    """Read what a pen drew."""
    return read_image(recognizer, to_image(strokes))


def read_image(recognizer: Recognizer, image: FloatArray) -> Reading:
    """Read an image (28, 28) with values in [0, 1], white ink on black."""
    recognition = recognizer.recognize(image)
    return Reading(() if recognition.label is None else (recognition,))
