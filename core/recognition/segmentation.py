"""Finds the digits in a drawing: which strokes belong together, from left to right.

The strokes of a digit overlap in x or nearly do, neighbours stand apart: that settles most
drawings. Where it does not, all ways to cut the strokes into digits are weighed by dynamic
programming, each by the gaps where it cuts and by how well the digits that it gives can be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import inf, log
from typing import TypeAlias

import numpy as np

from core.arrays import FloatArray
from core.ink.drawing import Stroke
from core.ink.pieces import Piece, StrokeGroup, find_pieces, join_pieces

Read: TypeAlias = Callable[[StrokeGroup], FloatArray]
"""Reads strokes as one digit: probabilities (10,)."""

# Lengths are in heights of a digit, costs in nats; chosen so that people's numbers come out right.
_APART = 0.25  # A gap, below zero an overlap, that is in no digit.
_STRAY = 0.1  # Gap to both sides of a bar or a dot that is in no digit either.
_MOST_PIECES = 4
_EVEN_GAP, _GAP_WEIGHT = 0.06, 7.0  # Where a cut costs nothing, and how much a gap tells.
_WIDE, _WIDTH_WEIGHT = 0.6, 20.0  # Width that costs nothing, and the cost of more.
_LOW, _HEIGHT_WEIGHT = 0.9, 6.0  # Height that costs nothing, and the cost of less.
_STEP, _STEP_WEIGHT = 0.15, 12.0  # Step up or down that costs nothing, and the cost of more.
_DOUBT = 1e-4  # A reading is never less likely than this.
# How often digits come in tall pieces side by side: a 4 does, a 7 hardly.
_IN_PIECES = np.array([0.3, 0.1, 0.1, 0.1, 1.0, 0.3, 0.1, 0.1, 0.3, 0.3], np.float32)


def find_digits(strokes: Sequence[Stroke], read: Read) -> list[StrokeGroup]:
    """Group strokes into digits.

    Only where strokes lie counts, not when they were drawn: a bar may come late. The digits stand
    side by side in one line, and a stroke is never cut, though it drew two digits.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of points x, y in any unit, y downwards.
    read
        Asked about groups of which the boxes do not tell whether they are a digit.

    Returns
    -------
    list of Group
        The digits from left to right; empty without ink. Bars and dots far from everything else
        are in none of them, unless there is nothing else.
    """
    pieces = find_pieces(strokes)
    digits = [digit for chain in _chains(pieces) for digit in chain.cut(read)]
    return [join_pieces(pieces).strokes] if pieces and not digits else digits


@dataclass(frozen=True)
class _Chain:
    """Pieces with no clear gap between them.

    Attributes
    ----------
    pieces
        From left to right.
    gaps
        Before the first piece, after it, and so on: one more than pieces.
    """

    pieces: Sequence[Piece]
    gaps: Sequence[float]

    def cut(self, read: Read) -> tuple[StrokeGroup, ...]:
        """Return the digits of the cheapest way to cut the chain."""
        best: list[_Way | None] = [_Way(0.0, (), None)]
        for end in range(1, len(self.pieces) + 1):
            ways = (
                way
                for start in range(max(end - _MOST_PIECES, 0), end)
                if (before := best[start]) and (way := self._extend(before, start, end, read))
            )
            best.append(min(ways, key=lambda way: way.cost, default=None))
        # Bars and dots alone, too many of them for one digit, are whatever they are.
        return last.digits if (last := best[-1]) else (join_pieces(self.pieces).strokes,)

    def _extend(self, way: _Way, start: int, end: int, read: Read) -> _Way | None:
        """Take the pieces from `start` to `end` for the next digit, or for none if they stray."""
        pieces = self.pieces[start:end]
        whole, cost = join_pieces(pieces), way.cost
        if end < len(self.pieces):
            cost += _GAP_WEIGHT * (_EVEN_GAP - self.gaps[end])
        if not whole.is_small:
            # Where there is but one way nothing need be read.
            if len(self.pieces) > 1:
                cost += _digit_cost(pieces, whole, read)
            if way.foot is not None:
                cost += _STEP_WEIGHT * max(abs(whole.box.bottom - way.foot) - _STEP, 0)
            return _Way(cost, (*way.digits, whole.strokes), whole.box.bottom)
        is_stray = len(pieces) == 1 and min(self.gaps[start], self.gaps[end]) > _STRAY
        return _Way(cost, way.digits, way.foot) if is_stray else None


@dataclass(frozen=True)
class _Way:
    """A way to cut the first pieces of a chain into digits.

    Attributes
    ----------
    cost
        What speaks against it, in nats.
    digits
        From left to right.
    foot
        Lower edge of the last of them; None without one.
    """

    cost: float
    digits: tuple[StrokeGroup, ...]
    foot: float | None


def _digit_cost(pieces: Sequence[Piece], whole: Piece, read: Read) -> float:
    """How much speaks against taking pieces, joined to `whole`, for a digit."""
    probabilities = read(whole.strokes)
    n_tall = sum(not piece.is_small for piece in pieces)
    likelihood = (probabilities * _IN_PIECES if n_tall > 1 else probabilities).max()
    return (
        -log(max(float(likelihood), _DOUBT))
        + _WIDTH_WEIGHT * max(whole.box.width - _WIDE, 0)
        + _HEIGHT_WEIGHT * max(_LOW - whole.box.height, 0)
    )


def _chains(pieces: Sequence[Piece]) -> Iterator[_Chain]:
    """Part pieces where a gap is clear."""
    ends = accumulate((piece.box.right for piece in pieces), max)
    starts = [*accumulate((piece.box.left for piece in reversed(pieces)), min)][::-1]
    gaps = [inf, *(start - end for end, start in zip(ends, starts[1:], strict=False)), inf]
    clear = [place for place, gap in enumerate(gaps) if gap > _APART]
    for first, last in pairwise(clear):
        yield _Chain(pieces[first:last], gaps[first : last + 1])
