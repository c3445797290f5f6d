"""The range of an axis of a growing plot; it changes seldom, since each change is a repaint."""

from __future__ import annotations

from collections.abc import Sequence

Range = tuple[float, float]

_FILLED = 0.85
"""Share of the shown range that the data must fill for the range to stay."""
_LONE = 0.5
"""Room on either side of a single value."""
_ROUNDING = 1e-6
"""Extent of values that are the same but for rounding, relative to their size."""


def united(ranges: Sequence[Range]) -> Range:
    """Return the smallest range that contains all of these; there must be at least one."""
    return min(low for low, _ in ranges), max(high for _, high in ranges)


def following(shown: Range | None, data: Range, before: float, after: float) -> Range:
    """Return the range to show.

    Parameters
    ----------
    shown
        The range shown so far, which stays if the data fits into it and fills it.
    data
        The range of the data.
    before, after
        Free room on either side, as shares of the data's extent.
    """
    low, high = data
    extent = high - low
    if extent < _ROUNDING * max(abs(low), abs(high)):
        extent = 0.0
    if shown and shown[0] <= low and high <= shown[1]:
        if extent >= _FILLED * (shown[1] - shown[0]):
            return shown
        if not extent and shown[1] - shown[0] <= 2 * _LONE:
            return shown
    if not extent:
        # The first batch is early in an epoch, but none is before it.
        return 0.0 if 0 <= low < _LONE else low - _LONE, high + _LONE
    return low - before * extent, high + after * extent
