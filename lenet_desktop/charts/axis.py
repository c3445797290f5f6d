"""An axis of plain numbers for a plot of pyqtgraph."""

from __future__ import annotations

from typing import Any

import pyqtgraph

from lenet_desktop.charts.ticks import logarithmic_ticks
from lenet_desktop.text.numbers import significant

_pg: Any = pyqtgraph  # it has no types

_LEAST_GAP = 22
"""Between two numbers at a logarithmic axis."""


class PlainAxis(_pg.AxisItem):
    """Its numbers are no nearer to each other than they should be, and written as they are.

    Parameters
    ----------
    side
        As pyqtgraph names it.
    label
        What it counts; empty for an axis that needs no words.
    least_spacing
        Of its numbers: 1 for an axis of whole numbers.
    """

    def __init__(self, side: str, label: str, least_spacing: float = 0.0) -> None:
        _pg.AxisItem.__init__(self, side, maxTickLength=0)
        self._least_spacing = least_spacing
        if label:
            self.setLabel(label)
        self.setStyle(tickTextOffset=6, hideOverlappingLabels=True)
        self.enableAutoSIPrefix(False)

    def tickSpacing(  # noqa: N802
        self, low: float, high: float, size: float
    ) -> list[tuple[float, float]]:
        """Leave out what is too near."""
        spacings: list[tuple[float, float]] = _pg.AxisItem.tickSpacing(self, low, high, size)
        wide = [pair for pair in spacings if pair[0] >= self._least_spacing]
        return wide or [(self._least_spacing, 0.0)]

    def logTickValues(  # noqa: N802
        self, low: float, high: float, size: float, even: list[Any]
    ) -> list[tuple[float, list[float]]]:
        """Number as much of each decade as there is room for."""
        del even
        return [(1.0, logarithmic_ticks(low, high, _LEAST_GAP * (high - low) / size))]

    def logTickStrings(  # noqa: N802
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        """Write 0.01 and not 10 to the minus 2."""
        del scale, spacing
        return [significant(10**value, 4) for value in values]
