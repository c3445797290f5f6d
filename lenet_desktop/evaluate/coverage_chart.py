"""The accuracy of a network when its least confident answers are rejected."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from lenet_desktop.charts.share_axes import ChartAxes
from lenet_desktop.charts.share_chart import ShareChart
from lenet_desktop.text.numbers import per_cent

_POINTS = 400
"""Maximum number of points for the cursor."""
_LEAST_REJECTED = 0.05


class CoverageChart(ShareChart):
    """Accuracy of the remaining answers against the share of rejected answers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "coverage_chart",
            self.tr("Accuracy when unsure answers are rejected"),
            self.tr("share rejected"),
            self.tr("Accuracy"),
            parent,
        )
        self._coverage = self._accuracy = np.empty(0)
        self._points: list[QPointF] = []

    def show_curve(
        self, coverage: npt.NDArray[np.float64], accuracy: npt.NDArray[np.float64]
    ) -> None:
        """Show the accuracy for each coverage, as `accuracy_at_coverage` returns them."""
        self._coverage, self._accuracy = coverage, accuracy
        rejected, accuracy = 1 - coverage[::-1], accuracy[::-1]
        # Rejecting more does not help once no errors remain.
        best = float(rejected[int(accuracy.argmax())]) if len(rejected) else 0
        end = min(max(_LEAST_REJECTED, np.ceil(1.25 * best * 20) / 20), 1)
        seen = rejected <= end + 1e-9
        every = max(int(seen.sum()) // _POINTS, 1)
        shown = zip(rejected[seen][::every], accuracy[seen][::every], strict=True)
        self._points = [QPointF(float(x), float(y)) for x, y in shown]
        lowest = min((point.y() for point in self._points), default=0.0)
        room = max(1 - lowest, 0.0005)
        self.x_range, self.y_range = (0.0, float(end)), (_floor(1 - 1.1 * room), 1.0)
        self.refresh()

    @property
    def headline(self) -> str:
        """The accuracy at the share that halves the errors, or at the largest share shown."""
        if not self._points:
            return ""
        half = 1 - (1 - self._points[0].y()) / 2
        numbers = range(len(self._points))
        return self.sentence(next((n for n in numbers if self._points[n].y() >= half), numbers[-1]))

    @property
    def points(self) -> list[QPointF]:
        """The curve."""
        return self._points

    def sentence(self, index: int) -> str:
        """Return the accuracy at a share of rejected answers, as a sentence."""
        point = self._points[index]
        return self.tr("Rejecting {rejected} gives {share} accuracy").format(
            rejected=per_cent(point.x()), share=per_cent(point.y(), 2)
        )

    def to_values(self) -> list[list[object]]:
        """Return a row for each share of remaining answers, also beyond the range shown."""
        pairs = zip(self._coverage.tolist(), self._accuracy.tolist(), strict=True)
        return [["share answered", "accuracy"], *([*pair] for pair in pairs)]

    def paint_data(self, painter: QPainter, axes: ChartAxes, palette: QPalette) -> None:
        """Paint the curve."""
        curve = QPolygonF([axes.position(point) for point in self._points])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(palette.color(QPalette.ColorRole.Accent), 2))
        painter.drawPolyline(curve)


def _floor(share: float) -> float:
    """Return the next round share below, such that the ticks above it are round too."""
    room = 1 - share
    magnitude = 10 ** np.floor(np.log10(room))
    factor = next(factor for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= room - 1e-12)
    return float(max(1 - factor * magnitude, 0))
