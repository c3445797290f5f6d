"""What part of an axis a growing plot shows: it moves seldom, since every move is painted anew."""

from __future__ import annotations

from collections.abc import Sequence

Range = tuple[float, float]

_FILLED = 0.85
"""Share of the range shown that data has to fill for it to stay."""
_LONE = 0.5
"""To show on either side of a single value."""


def united(ranges: Sequence[Range]) -> Range:
    """The least range that holds all of these, of which there is at least one."""
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def following(shown: Range | None, data: Range, before: float, after: float) -> Range:
    """The range to show.

    Parameters
    ----------
    shown
        What is shown by now; it stays where data fits into it and fills it.
    data
        What there is to show.
    before, after
        Room for what is to come, as a share of the data's extent.
    """
    low, high = data
    extent = high - low
    if shown and shown[0] <= low and high <= shown[1]:
        if extent >= _FILLED * (shown[1] - shown[0]):
            return shown
        if not extent and shown[1] - shown[0] <= 2 * _LONE:
            return shown
    if not extent:
        return low - _LONE, high + _LONE
    return low - before * extent, high + after * extent
