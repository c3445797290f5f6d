"""A plot axis whose numbers are written plainly and never overlap."""

from __future__ import annotations

from itertools import pairwise
from math import ceil, floor, log10
from typing import Any

import pyqtgraph
from PySide6.QtGui import QFontMetricsF, QGuiApplication

from lenet_desktop.text.numbers import decimal, per_cent, significant

_pg: Any = pyqtgraph  # it has no types

_LEAST_GAP = 1.5
"""Least distance between two numbers of a logarithmic axis, in heights of a line of text."""
_MOST = 6
_STEPS = (1, 2, 5, 10)
_DECADES = ((1, 2, 3, 4, 5, 6, 7, 8, 9), (1, 2, 5), (1, 3), (1,))
"""The numbers shown in each decade, from the densest choice to the sparsest."""


class PlainAxis(_pg.AxisItem):
    """An axis without powers of ten or SI prefixes.

    Parameters
    ----------
    side
        ``"left"`` or ``"bottom"``.
    label
        The quantity on the axis; empty for an axis that needs no label.
    least_spacing
        Least difference of two numbers: 1 for an axis of whole numbers.
    """

    def __init__(self, side: str, label: str, least_spacing: float = 0.0) -> None:
        _pg.AxisItem.__init__(self, side, maxTickLength=0)
        self._least_spacing = least_spacing
        self.is_in_per_cent = False
        """Whether the numbers are percentages, and written as such."""
        if label:
            self.setLabel(label)
        self.setStyle(tickTextOffset=6, hideOverlappingLabels=True)
        self.enableAutoSIPrefix(False)

    def tickSpacing(  # noqa: N802
        self, low: float, high: float, size: float
    ) -> list[tuple[float, float]]:
        """Return pyqtgraph's spacings without those below the least spacing.

        All of them are used where no multiple of the least spacing is in the range, which would
        then be without numbers.
        """
        spacings: list[tuple[float, float]] = _pg.AxisItem.tickSpacing(self, low, high, size)
        least = self._least_spacing
        if least and ceil(low / least) > floor(high / least):
            return spacings
        wide = [pair for pair in spacings if pair[0] >= least]
        return wide or [(least, 0.0)]

    def tickStrings(  # noqa: N802
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        """Write the numbers with as many decimal places as their spacing needs."""
        if self.logMode:
            return self.logTickStrings(values, scale, spacing)
        places = max(0, ceil(-log10(spacing * scale)))
        if self.is_in_per_cent:
            return [per_cent(value * scale / 100, places) for value in values]
        return [decimal(value * scale, places) for value in values]

    def logTickValues(  # noqa: N802
        self, low: float, high: float, size: float, even: list[Any]
    ) -> list[tuple[float, list[float]]]:
        """Return as many round numbers of each decade as there is room for."""
        del even
        line = QFontMetricsF(self.style["tickFont"] or QGuiApplication.font()).height()
        return [(1.0, logarithmic_ticks(low, high, _LEAST_GAP * line * (high - low) / size))]

    def logTickStrings(  # noqa: N802
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        """Write 0.01 rather than a power of ten."""
        del scale, spacing
        return [significant(10**value, 4) for value in values]


def logarithmic_ticks(low: float, high: float, least_gap: float) -> list[float]:
    """Return the base-10 logarithms of round numbers, ascending.

    Parameters
    ----------
    low, high
        The range, as logarithms.
    least_gap
        Least difference of two of them.
    """
    for numbers in _DECADES:
        found = [
            decade + log10(number)
            for decade in range(floor(low), floor(high) + 1)
            for number in numbers
            if low <= decade + log10(number) <= high
        ]
        if all(after - before >= least_gap for before, after in pairwise(found)):
            break
    else:
        step = ceil(least_gap)
        return [float(decade) for decade in range(ceil(low / step) * step, floor(high) + 1, step)]
    if len(found) > 1:
        return found
    # So small a part of a decade is nearly linear.
    spread: list[float] = []
    for number in _round_numbers(10**low, 10**high):
        if number > 0 and (not spread or log10(number) - spread[-1] >= least_gap):
            spread.append(log10(number))
    return spread


def _round_numbers(low: float, high: float) -> list[float]:
    """Return two to seven evenly spaced round numbers from `low` to `high`."""
    step = 10 ** floor(log10((high - low) / _MOST))
    step *= next(factor for factor in _STEPS if (high - low) / (step * factor) <= _MOST)
    return [number * step for number in range(ceil(low / step), floor(high / step) + 1)]
