"""Recognition of all digits in a picture: a digit, a number, lines, or a sheet.

A single digit on soiled, ruled or framed paper is read as one digit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from PIL import Image

from core.arrays import FloatArray
from core.ink.boxes import Box, around
from core.ink.paper import relief_of, seems_light
from core.ink.pictures import (
    Grey,
    LocatedDigit,
    digit_image,
    grey_of,
    is_strip,
    locate,
    working_values,
)
from core.ink.sheets.light import is_uneven
from core.ink.sheets.marks import Marks, find_marks
from core.ink.sheets.rows import find_rows
from core.recognition.pictures.content import PictureContent
from core.recognition.pictures.left_out import find_beside, find_left_out
from core.recognition.pictures.oversized import without_oversized
from core.recognition.pictures.row import TALL, WIDE, Found, PictureRow, ReadRow
from core.recognition.reading import DigitInk, Reading
from core.recognition.recognizer import Recognition, Recognizer

_MANY = 24  # Digits: one alone is too small a share of the ink to be found.
_LEAST_SIDE = 64  # Pixels of a picture that may show a table around the paper.
_SMALL = 96  # Pixels of a picture that is read as one digit first.
_CONTRAST, _BESIDE = 0.35, 0.03  # Contrast of ink, and share of the ink that is not the digit's.
_SQUARE = 1.1  # Width of a picture in its heights, if it is cropped to a digit.
_CROPPED, _FILLED = 0.75, 0.3  # Share that the digit fills; the same if it is read surely.
_DOUBTFUL = 0.5  # Sure digits that one counts against which is not read surely.
_PROBABLE = 0.5  # Probability of a digit that is not read surely.
# Lengths are in heights of a digit.
_STACKED = 0.4  # Width that two parts of a broken digit share; height that they share at most.
_CLOSE = 0.06  # Gap between them.


def find_in_picture(recognizer: Recognizer, picture: Image.Image) -> PictureContent:
    """Find the digits in an opaque picture; see `find_in_grey`."""
    return find_in_grey(recognizer, grey_of(picture))


def find_in_grey(
    recognizer: Recognizer, grey: Grey, threshold: float | None = None
) -> PictureContent:
    """Find the digits, and other ink, in grey levels.

    Parameters
    ----------
    recognizer
        Decides where ink belongs to one digit or to two.
    grey
        As `normalise` takes them.
    threshold
        See `find_marks`. If it is given, everything above it is a digit.

    Returns
    -------
    PictureContent
        One row of one digit unless there are certainly several; empty without ink.
    """
    if is_strip(grey):
        return PictureContent()
    values, shrink = working_values(grey)
    if threshold is not None:
        marks = find_marks(values, threshold=threshold)
        return _Sheet.read(recognizer, marks).content(shrink) if marks else PictureContent()
    digit = locate(grey) if max(values.shape) <= _SMALL else None
    if digit and _is_alone(values, digit.box) and not recognizer.recognize(digit.image).unsure:
        return PictureContent(((digit,),))
    light_changes = is_uneven(values)
    is_square = grey.shape[1] <= _SQUARE * grey.shape[0]
    if light_changes and (is_square or seems_light(values)):
        # One digit, or light ink on dark paper, unless a table or a shadow seems to be the paper.
        digit = locate(grey)
        light_changes = not (digit and _is_cropped(recognizer, digit, grey))
    sheet, marks = _several(recognizer, values, light_changes=light_changes)
    if sheet is None or sheet.count <= _MANY:
        digit = digit or locate(grey)
        if digit and _is_single(recognizer, sheet, digit, shrink):
            # A dark table around the paper may look like paper with light ink on it.
            is_doubtful = recognizer.recognize(digit.image).unsure
            may_be_dark = is_doubtful and min(values.shape) >= _LEAST_SIDE
            sheet = _several(recognizer, values, ink_is_light=False)[0] if may_be_dark else None
        if sheet is None:
            sheet = _beside_oversized(recognizer, marks)
        if sheet is None:
            return _single(recognizer, digit, marks, shrink) if digit else PictureContent()
    return sheet.content(shrink)


@dataclass(frozen=True, eq=False)
class _Sheet:
    """Marks and the rows of digits that they are read as."""

    marks: Marks
    rows: tuple[ReadRow, ...]

    @staticmethod
    def read(recognizer: Recognizer, marks: Marks) -> _Sheet:
        rows = find_rows(marks.boxes, marks.height)
        return _Sheet(marks, tuple(PictureRow(recognizer, marks, row).read() for row in rows))

    @property
    def digits(self) -> list[Found]:
        return [digit for row in self.rows for digit in row.digits]

    @property
    def count(self) -> int:
        return len(self.digits)

    @property
    def n_sure(self) -> float:
        """How many digits are read surely; others count against them."""
        return sum(1 if digit.is_sure else -_DOUBTFUL for digit in self.digits)

    def content(self, shrink: float) -> PictureContent:
        """Return what is in the picture, whose sides are larger by a factor."""
        rows = (
            tuple(LocatedDigit(digit.box, digit.image) for digit in row.digits)
            for row in self.rows
            if row.digits
        )
        ink, misfits = find_left_out(self.marks, [(row.marks, row.groups) for row in self.rows])
        return PictureContent(tuple(rows), ink, misfits, self.marks.is_partial).reduced(1 / shrink)


def _single(
    recognizer: Recognizer, digit: LocatedDigit, marks: Marks | None, shrink: float
) -> PictureContent:
    """Return one digit, and the ink beside it."""
    if marks is None:
        return PictureContent(((digit,),))
    whole = digit.box.rescaled(0, 0, shrink)
    ink, misfits, own = find_beside(marks, whole)
    if own and any(_is_within(each.box, whole) for each in ink):
        box = around(marks.boxes[mark] for mark in own)
        image = digit_image(marks.cropped(own, box))
        if not recognizer.recognize(image).unsure:
            digit = LocatedDigit(box.rescaled(0, 0, 1 / shrink), image)
    # What surrounds a digit that is read surely is a frame, or a texture.
    is_partial = marks.is_partial and recognizer.recognize(digit.image).unsure
    found = PictureContent((), ink, misfits, is_partial).reduced(1 / shrink)
    return replace(found, rows=((digit,),))


def _is_cropped(recognizer: Recognizer, digit: LocatedDigit, grey: Grey) -> bool:
    """Return whether a picture seems to be cropped to a digit."""
    height, width = grey.shape
    share = digit.box.width * digit.box.height / grey.size
    if width <= _SQUARE * height and share >= _CROPPED:
        return True
    is_sure = not recognizer.recognize(digit.image).unsure
    return is_sure and width <= WIDE * height and share >= _FILLED


def _is_alone(values: FloatArray, box: Box) -> bool:
    """Return whether a digit in a small picture is as narrow as one, without ink beside it."""
    if box.width > box.height:
        return False
    relief, noise = relief_of(values)
    inside = slice(int(box.top), round(box.bottom)), slice(int(box.left), round(box.right))
    is_ink = relief > max(_CONTRAST * float(relief[inside].max()), 4 * noise)
    return bool(is_ink.sum() - is_ink[inside].sum() <= _BESIDE * is_ink[inside].sum())


def _several(
    recognizer: Recognizer,
    values: FloatArray,
    ink_is_light: bool | None = None,
    *,
    light_changes: bool = False,
) -> tuple[_Sheet | None, Marks | None]:
    """Return a sheet of two or more digits, or None if there are fewer; and the marks."""
    found: list[_Sheet] = []
    marks = None
    for is_evened in (True, False) if light_changes else (False,):
        marks = find_marks(values, ink_is_light, light_changes=is_evened)
        if marks is not None and _may_be_several(marks):
            sheet = _Sheet.read(recognizer, marks)
            if not _are_digits(sheet.digits):
                continue
            if is_evened and all(digit.is_sure for digit in sheet.digits):
                return sheet, marks
            found.append(sheet)
    return max(found, key=lambda sheet: sheet.n_sure) if found else None, marks


def _beside_oversized(recognizer: Recognizer, marks: Marks | None) -> _Sheet | None:
    """Return two or more digits, all read surely, beside ink that is much larger."""
    others = without_oversized(marks) if marks else None
    if others is None:
        return None
    sheet = _Sheet.read(recognizer, others)
    is_sure = sheet.count > 1 and all(digit.is_sure for digit in sheet.digits)
    return sheet if is_sure and not _are_pieces(sheet) else None


def _are_pieces(sheet: _Sheet) -> bool:
    """Whether what was found are the pieces of an upright line: 1s, one above the other."""
    are_ones = all(digit.probabilities.argmax() == 1 for digit in sheet.digits)
    return are_ones and all(len(row.digits) == 1 for row in sheet.rows)


def _may_be_several(marks: Marks) -> bool:
    is_wide = any(box.width > WIDE * max(box.height, marks.height) for box in marks.boxes)
    return is_wide or sum(box.height >= TALL * marks.height for box in marks.boxes) > 1


def _are_digits(found: Sequence[Found]) -> bool:
    """Whether two digits are read surely, or one is and the others are probable and beside it."""
    n_sure = sum(digit.is_sure for digit in found)
    if n_sure != 1 or len(found) == 1:
        return n_sure > 1
    is_probable = all(digit.probabilities.max() >= _PROBABLE for digit in found)
    order = sorted(digit.box for digit in found)
    return is_probable and all(one.right < other.left for one, other in pairwise(order))


def _is_single(
    recognizer: Recognizer, sheet: _Sheet | None, digit: LocatedDigit, shrink: float
) -> bool:
    """Whether what was found is one digit, and perhaps something around it."""
    whole = digit.box.rescaled(0, 0, shrink)
    found = sheet.digits if sheet else []
    inner = [each.box for each in found if _is_within(each.box, whole)]
    if len(inner) != 2:
        return len(inner) < 2
    # One closely above the other are one digit whose ink is broken.
    upper, lower = sorted(inner, key=lambda box: box.top)
    gap = lower.top - upper.bottom
    shared = min(upper.right, lower.right) - max(upper.left, lower.left)
    is_stacked = shared >= _STACKED * min(upper.width, lower.width)
    is_close = -_STACKED * whole.height <= gap <= _CLOSE * whole.height
    return is_stacked and is_close and not recognizer.recognize(digit.image).unsure


def _is_within(box: Box, other: Box) -> bool:
    """Whether the middle of a box is in another one."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return other.left <= x <= other.right and other.top <= y <= other.bottom


def read_found(recognizer: Recognizer, found: PictureContent) -> Reading:
    """Recognise digits that were found in a picture."""
    digits = found.digits
    if not digits:
        return Reading((), misfits=found.misfits, is_partial=found.is_partial)
    judged = recognizer.judge(np.stack([digit.image for digit in digits]))
    return Reading(
        tuple(
            Recognition(probabilities, int(probabilities.argmax()), unsure)
            for probabilities, unsure in zip(judged[0], judged[1].tolist(), strict=True)
        ),
        tuple(DigitInk((), digit.box, digit.image, ()) for digit in digits),
        found.misfits,
        tuple(map(len, found.rows)),
        found.is_partial,
    )


def read_picture(recognizer: Recognizer, picture: Image.Image) -> Reading:
    """Find and recognise the digits in an opaque picture."""
    return read_found(recognizer, find_in_picture(recognizer, picture))
