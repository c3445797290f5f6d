"""Segmentation of a row of connected ink into digits.

Connected ink takes the place of strokes. What is too wide for one digit is cut.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf, log, prod

import numpy as np

from core.arrays import FloatArray
from core.ink.boxes import Box, around
from core.ink.pictures import digit_image
from core.ink.pieces import StrokeGroup
from core.ink.sheets.joined import part_between, parts_of, places_of
from core.ink.sheets.marks import Marks
from core.recognition.recognizer import Recognizer
from core.recognition.strokes.segmentation import find_digits

# Lengths are in heights of a digit.
TALL = 0.5
"""Least height of a digit that is not read surely."""
WIDE = 1.4
"""Width of ink that is cut even if it is read surely."""
_JOINED = 0.7  # Least width of ink that is cut if it is not read surely.
_ALONE = 0.9  # The same for ink without digits beside it.
_MOST_JOINED = 6.0  # Greatest width of ink that is cut.
_ALL = 0.8  # Least probability that all parts of such ink are read correctly.
_LOWEST = 0.7  # Height of a part that costs nothing.
_DOUBT = 1e-4  # Lower bound of a probability.
# Costs in nats.
_PART = 0.7  # Of each part of a cut.
_UNSURE = 2.0  # Of a part that is not read surely.
_HEIGHT = 10.0  # Of a part that is lower, per height of a digit.


@dataclass(frozen=True, eq=False)
class Found:
    """A digit that was found.

    Attributes
    ----------
    box
        Bounding box in pixels.
    image
        float32 (28, 28) in [0, 1]: the input of the network.
    probabilities
        float32 (10,).
    is_sure
        Whether the network does not refuse it.
    """

    box: Box
    image: FloatArray
    probabilities: FloatArray
    is_sure: bool


@dataclass(frozen=True, eq=False)
class ReadRow:
    """The digits of a row.

    Attributes
    ----------
    marks
        Indices of all marks in the row.
    groups
        Those of the ink that was read; ink of several digits is one group.
    digits
        From left to right.
    """

    marks: tuple[int, ...]
    groups: tuple[StrokeGroup, ...]
    digits: tuple[Found, ...]


class PictureRow:
    """Segments one row of marks.

    Parameters
    ----------
    recognizer
        Decides where ink belongs to one digit or to two.
    marks
        Those of the picture.
    row
        Indices of those in the row, from left to right.
    """

    def __init__(self, recognizer: Recognizer, marks: Marks, row: Sequence[int]) -> None:
        self._recognizer, self._marks = recognizer, marks
        self._row = row
        self._known: dict[StrokeGroup, Found] = {}

    def read(self) -> ReadRow:
        """Return the digits."""
        boxes = {index: self._marks.boxes[mark] for index, mark in enumerate(self._row)}
        corners = [np.array([box[:2], box[2:]]) for box in boxes.values()]
        groups = find_digits(corners, self._probabilities, boxes)
        read: list[StrokeGroup] = []
        digits: list[Found] = []
        for group, found in zip(groups, self._read(groups), strict=True):
            if found.box.height >= TALL * self._marks.height or found.is_sure:
                read.append(tuple(self._row[index] for index in group))
                digits += self._cut(group, found)
        return ReadRow(tuple(self._row), tuple(read), tuple(digits))

    def _probabilities(self, groups: Sequence[StrokeGroup]) -> list[FloatArray]:
        return [found.probabilities for found in self._read(groups)]

    def _read(self, groups: Sequence[StrokeGroup]) -> list[Found]:
        new = [group for group in dict.fromkeys(groups) if group not in self._known]
        inks = [self._ink(group) for group in new]
        self._known.update(zip(new, self._judge(inks), strict=True))
        return [self._known[group] for group in groups]

    def _ink(self, group: StrokeGroup) -> tuple[FloatArray, Box]:
        own = tuple(self._row[index] for index in group)
        box = around(self._marks.boxes[mark] for mark in own)
        return self._marks.cropped(own, box), box

    def _judge(self, inks: Sequence[tuple[FloatArray, Box]]) -> list[Found]:
        if not inks:
            return []
        images = np.stack([digit_image(ink) for ink, _ in inks])
        probabilities, unsure = self._recognizer.judge(images)
        return [
            Found(box, image, each, not doubt)
            for (_, box), image, each, doubt in zip(
                inks, images, probabilities, unsure.tolist(), strict=True
            )
        ]

    def _cut(self, group: StrokeGroup, found: Found) -> list[Found]:
        """Return the digits that touch one another, or the digit itself."""
        size = max(found.box.height, self._marks.height)
        is_alone = len(self._marks.boxes) == len(group)
        least = WIDE if found.is_sure else _ALONE if is_alone else _JOINED
        if not least * size <= found.box.width <= _MOST_JOINED * size:
            return [found]
        ink, box = self._ink(group)
        places = places_of(ink, size)
        spans = parts_of(places, size)
        parts: dict[tuple[int, int], tuple[FloatArray, Box]] = {}
        for span in spans:
            cropped = part_between(ink, *span)
            if cropped is not None and cropped[0].shape[0] >= TALL * size:
                part, left, top = cropped
                parts[span] = part, _box_of(part, box.left + left, box.top + top)
        judged = dict(zip(parts, self._judge(list(parts.values())), strict=True))
        best = _best_chain(places, judged, size)
        if is_alone and not _is_convincing(best):
            return [found]
        return best or [found]


def _is_convincing(parts: Sequence[Found]) -> bool:
    """Whether parts of all ink are digits: a V would be two 1s."""
    likelihood = prod(float(part.probabilities.max()) for part in parts)
    return likelihood >= _ALL and not any(part.probabilities.argmax() == 1 for part in parts)


def _box_of(ink: FloatArray, left: float, top: float) -> Box:
    return Box(left, top, left + ink.shape[1], top + ink.shape[0])


def _best_chain(
    places: Sequence[int], parts: dict[tuple[int, int], Found], size: float
) -> list[Found]:
    """Return the parts from the first place to the last of least cost; empty if there are none."""
    best: dict[int, tuple[float, list[Found]]] = {places[0]: (0.0, [])}
    for end in places[1:]:
        options = [
            (cost + _cost(parts[start, end], size), [*chain, parts[start, end]])
            for start, (cost, chain) in best.items()
            if (start, end) in parts
        ]
        if options:
            best[end] = min(options, key=lambda option: option[0])
    cost, chain = best.get(places[-1], (inf, []))
    is_good = len(chain) > 1 and all(part.is_sure for part in chain)
    return chain if is_good and cost < inf else []


def _cost(part: Found, size: float) -> float:
    probability = float(part.probabilities.max())
    low = max(_LOWEST - part.box.height / size, 0)
    return -log(max(probability, _DOUBT)) + _PART + _UNSURE * (not part.is_sure) + _HEIGHT * low
