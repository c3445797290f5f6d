"""Whether the network knows when it is wrong: two charts of its confidence."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.assessment import Assessment
from core.calibration import Reliability, accuracy_at_coverage, reliability
from lenet_desktop.chart import Chart
from lenet_desktop.matrix_figures import whole
from lenet_desktop.percentages import per_cent
from lenet_desktop.theme import UNIT

WIDE = 640
"""Width from which on the charts stand side by side, unless there is height for both."""
_POINTS = 400
"""Points of a curve that the cursor can stand on."""
_LEAST_REFUSED = 0.05


class CalibrationView(QWidget):
    """Shows confidence against accuracy, and what refusing unsure answers would gain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("calibration_view")
        self.reliability = ReliabilityChart(self)
        self.coverage = CoverageChart(self)
        self._layout = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(2 * UNIT)
        self._layout.addWidget(self.reliability)
        self._layout.addWidget(self.coverage)

    def show_assessment(self, assessment: Assessment) -> None:
        """Show the charts of an assessment."""
        labels = assessment.examples.labels
        self.reliability.show_reliability(reliability(assessment.probabilities, labels))
        self.coverage.show_curve(*accuracy_at_coverage(assessment.probabilities, labels))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the charts where they have the best shape."""
        is_flat = self.width() >= WIDE and self.width() > 1.4 * self.height()
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.LeftToRight if is_flat else direction.TopToBottom)
        super().resizeEvent(event)


class ReliabilityChart(Chart):
    """A reliability diagram: how often answers of a confidence are right.

    Bars that many answers stand behind are strong; a bar that ends at the dashed line says what
    it means.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "reliability_chart",
            self.tr("Reliability"),
            self.tr("confidence"),
            self.tr("Accuracy"),
            parent,
        )
        self._reliability = reliability(np.empty((0, 10), np.float32), np.empty(0, np.uint8))

    def show_reliability(self, figures: Reliability) -> None:
        """Show other figures."""
        self._reliability = figures
        self.refresh()

    @property
    def headline(self) -> str:
        """The expected calibration error."""
        error = self._reliability.expected_calibration_error
        text = self.tr("Expected calibration error {error}")
        return text.format(error=per_cent(error, 2))

    @property
    def _filled(self) -> list[int]:
        """The bins with an answer in them."""
        return [int(number) for number in np.flatnonzero(self._reliability.counts)]

    @property
    def points(self) -> list[QPointF]:
        """Mean confidence and accuracy of each bin that has an answer."""
        figures = self._reliability
        return [
            QPointF(float(figures.confidence[number]), float(figures.accuracy[number]))
            for number in self._filled
        ]

    def sentence(self, number: int) -> str:
        """Say how a bin's answers turned out."""
        figures, place = self._reliability, self._filled[number]
        return self.tr("{count} answers {low} to {high} sure: {share} right").format(
            count=whole(int(figures.counts[place])),
            low=per_cent(float(figures.edges[place]), 0),
            high=per_cent(float(figures.edges[place + 1]), 0),
            share=per_cent(float(figures.accuracy[place])),
        )

    def paint_data(self, painter: QPainter, area: QRectF) -> None:
        """Paint the bars, the mean confidence of each, and the line of perfect calibration."""
        figures, role, palette = self._reliability, QPalette.ColorRole, self.palette()
        largest = max(int(figures.counts.max()), 1)
        for number, point in zip(self._filled, self.points, strict=True):
            low, high = figures.edges[number : number + 2]
            top_left = self.place(QPointF(float(low), point.y()), area)
            bottom_right = self.place(QPointF(float(high), 0), area)
            bar = QRectF(top_left, bottom_right).adjusted(1.5, 0, -1.5, 0)
            colour = QColor(palette.color(role.Accent))
            # The root keeps a bin of ten answers visible beside one of ten thousand.
            colour.setAlphaF(0.25 + 0.55 * (float(figures.counts[number]) / largest) ** 0.25)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRect(bar)
        painter.setPen(QPen(palette.color(role.PlaceholderText), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(self.place(QPointF(0, 0), area), self.place(QPointF(1, 1), area))


class CoverageChart(Chart):
    """Accuracy of the answers given, against the share of answers refused."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "coverage_chart",
            self.tr("Refusing the least sure"),
            self.tr("share refused"),
            self.tr("Accuracy"),
            parent,
        )
        self._points: list[QPointF] = []

    def show_curve(
        self, coverage: npt.NDArray[np.float64], accuracy: npt.NDArray[np.float64]
    ) -> None:
        """Show the accuracy of each share of answers given, which rises to 1."""
        refused, accuracy = 1 - coverage[::-1], accuracy[::-1]
        # Beyond the point where no error is left, refusing gains nothing.
        best = float(refused[int(accuracy.argmax())]) if len(refused) else 0
        end = min(max(_LEAST_REFUSED, np.ceil(1.25 * best * 20) / 20), 1)
        seen = refused <= end + 1e-9
        every = max(int(seen.sum()) // _POINTS, 1)
        shown = zip(refused[seen][::every], accuracy[seen][::every], strict=True)
        self._points = [QPointF(float(x), float(y)) for x, y in shown]
        lowest = min((point.y() for point in self._points), default=0.0)
        room = max(1 - lowest, 0.0005)
        self.x_range, self.y_range = (0.0, float(end)), (_floor(1 - 1.1 * room), 1.0)
        self.refresh()

    @property
    def headline(self) -> str:
        """How many refusals halve the errors; all there are where none do."""
        if not self._points:
            return ""
        half = 1 - (1 - self._points[0].y()) / 2
        numbers = range(len(self._points))
        return self.sentence(next((n for n in numbers if self._points[n].y() >= half), numbers[-1]))

    @property
    def points(self) -> list[QPointF]:
        """The curve."""
        return self._points

    def sentence(self, number: int) -> str:
        """Say what refusing so many gives."""
        point = self._points[number]
        return self.tr("Refusing {refused} gives {share} accuracy").format(
            refused=per_cent(point.x()), share=per_cent(point.y(), 2)
        )

    def paint_data(self, painter: QPainter, area: QRectF) -> None:
        """Paint the curve."""
        curve = QPolygonF([self.place(point, area) for point in self._points])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Accent), 2))
        painter.drawPolyline(curve)


def _floor(share: float) -> float:
    """The next round share below, so that five ticks above it are round too."""
    room = 1 - share
    magnitude = 10 ** np.floor(np.log10(room))
    factor = next(factor for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= room - 1e-12)
    return float(max(1 - factor * magnitude, 0))
