"""Segmentation of a drawing into digits, from left to right.

The strokes of one digit overlap or nearly overlap in x, and neighbouring digits are separated by a
gap, which decides most drawings. Otherwise dynamic programming finds the segmentation of least
cost; the cost depends on the gaps between digits and on how well each digit is recognised.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf, log
from typing import TypeAlias

import numpy as np

from core.arrays import FloatArray
from core.ink.boxes import Box, boxes_of
from core.ink.drawing import Stroke
from core.ink.pieces import Piece, StrokeGroup, find_pieces, join_pieces

Read: TypeAlias = Callable[[Sequence[StrokeGroup]], Sequence[FloatArray]]
"""Returns the class probabilities (10,) of each group of strokes, taken as one digit."""

# Lengths are in units of the digit height, costs in nats; tuned on handwritten numbers.
_APART = 0.25  # Larger gaps always separate digits; a negative gap is an overlap.
_STRAY = 0.1  # Gap on both sides of a bar or dot that belongs to no digit.
_MOST_PIECES = 4  # Of one digit.
_EVEN_GAP, _GAP_WEIGHT = 0.06, 7.0  # Gap whose cut costs nothing; gain per unit of a larger gap.
_WIDE, _WIDTH_WEIGHT = 0.6, 12.0  # Width that costs nothing; cost per unit above it.
_LOW, _HEIGHT_WEIGHT = 0.9, 6.0  # Height that costs nothing; cost per unit below it.
_STEP, _STEP_WEIGHT = (
    0.15,
    12.0,
)  # Shift of the baseline that costs nothing; cost per unit above it.
_DOUBT = 1e-4  # Lower bound of the likelihood.
# Prior of each digit to consist of several tall pieces: common for a 4, rare for a 7.
_IN_PIECES = np.array([0.3, 0.3, 0.1, 0.1, 1.0, 0.3, 0.1, 0.1, 0.3, 0.3], np.float32)


def find_digits(
    strokes: Sequence[Stroke], read: Read, boxes: Mapping[int, Box] | None = None
) -> list[StrokeGroup]:
    """Group strokes into digits.

    Digits stand side by side on one line. The order of the strokes does not matter, and a stroke
    is never split between digits.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y in any unit, y downwards.
    read
        Called at most once, for the groups whose boxes alone do not decide.
    boxes
        Bounding boxes of the strokes, if they are known.

    Returns
    -------
    list of StrokeGroup
        The digits from left to right; empty without ink. Isolated bars and dots are left out unless
        the drawing consists of them.
    """
    boxes = boxes_of(strokes) if boxes is None else boxes
    if len(boxes) == 1:
        return [tuple(boxes)]
    pieces = find_pieces(strokes, boxes)
    if len(pieces) == 1:
        return [pieces[0].strokes]
    chains = list(_chains(pieces))
    undecided = [group for chain in chains for group in chain.undecided()]
    probabilities = dict(zip(undecided, read(undecided), strict=True)) if undecided else {}
    digits = [digit for chain in chains for digit in chain.segment(probabilities)]
    return [join_pieces(pieces).strokes] if pieces and not digits else digits


@dataclass(frozen=True)
class _Chain:
    """Pieces without a large gap between them.

    Attributes
    ----------
    pieces
        From left to right.
    gaps
        Before the first piece, between pieces and after the last: one more than pieces.
    """

    pieces: Sequence[Piece]
    gaps: Sequence[float]

    def undecided(self) -> Iterator[StrokeGroup]:
        """Yield the groups that may be digits; a single piece has only one segmentation."""
        if len(self.pieces) > 1:
            for start, end in self._spans():
                whole = join_pieces(self.pieces[start:end])
                if not whole.is_small:
                    yield whole.strokes

    def _spans(self) -> Iterator[tuple[int, int]]:
        for end in range(1, len(self.pieces) + 1):
            for start in range(max(end - _MOST_PIECES, 0), end):
                yield start, end

    def segment(self, probabilities: Mapping[StrokeGroup, FloatArray]) -> tuple[StrokeGroup, ...]:
        """Return the digits of the segmentation of least cost.

        Parameters
        ----------
        probabilities
            (10,), the class probabilities of each group that `undecided` yields.
        """
        best: list[_Segmentation | None] = [_Segmentation(0.0, (), None)]
        for end in range(1, len(self.pieces) + 1):
            candidates = (
                candidate
                for start in range(max(end - _MOST_PIECES, 0), end)
                if (before := best[start])
                and (candidate := self._extend(before, start, end, probabilities))
            )
            best.append(min(candidates, key=lambda candidate: candidate.cost, default=None))
        # Only bars and dots, too many for one digit: take them as one.
        return last.digits if (last := best[-1]) else (join_pieces(self.pieces).strokes,)

    def _extend(
        self,
        before: _Segmentation,
        start: int,
        end: int,
        probabilities: Mapping[StrokeGroup, FloatArray],
    ) -> _Segmentation | None:
        """Append the pieces from `start` to `end` as the next digit, or skip an isolated dot."""
        pieces = self.pieces[start:end]
        whole, cost = join_pieces(pieces), before.cost
        if end < len(self.pieces):
            cost += _GAP_WEIGHT * (_EVEN_GAP - self.gaps[end])
        if not whole.is_small:
            if whole.strokes in probabilities:
                cost += _digit_cost(pieces, whole, probabilities[whole.strokes])
            if before.baseline is not None:
                cost += _STEP_WEIGHT * max(abs(whole.box.bottom - before.baseline) - _STEP, 0)
            return _Segmentation(cost, (*before.digits, whole.strokes), whole.box.bottom)
        is_stray = len(pieces) == 1 and min(self.gaps[start], self.gaps[end]) > _STRAY
        return _Segmentation(cost, before.digits, before.baseline) if is_stray else None


@dataclass(frozen=True)
class _Segmentation:
    """A segmentation of the first pieces of a chain into digits.

    Attributes
    ----------
    cost
        In nats.
    digits
        From left to right.
    baseline
        Lower edge of the last digit; None without digits.
    """

    cost: float
    digits: tuple[StrokeGroup, ...]
    baseline: float | None


def _digit_cost(pieces: Sequence[Piece], whole: Piece, probabilities: FloatArray) -> float:
    """Compute the cost in nats of taking pieces, joined to `whole`, as one digit."""
    n_tall = sum(not piece.is_small for piece in pieces)
    likelihood = (probabilities * _IN_PIECES if n_tall > 1 else probabilities).max()
    return (
        -log(max(float(likelihood), _DOUBT))
        + _WIDTH_WEIGHT * max(whole.box.width - _WIDE, 0)
        + _HEIGHT_WEIGHT * max(_LOW - whole.box.height, 0)
    )


def _chains(pieces: Sequence[Piece]) -> Iterator[_Chain]:
    """Split pieces at large gaps."""
    ends = accumulate((piece.box.right for piece in pieces), max)
    starts = [*accumulate((piece.box.left for piece in reversed(pieces)), min)][::-1]
    gaps = [inf, *(start - end for end, start in zip(ends, starts[1:], strict=False)), inf]
    clear = [index for index, gap in enumerate(gaps) if gap > _APART]
    for first, last in pairwise(clear):
        yield _Chain(pieces[first:last], gaps[first : last + 1])
