"""The reliability diagram: accuracy against confidence."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from core.digits import N_DIGITS
from core.evaluation.calibration import Reliability, reliability
from lenet_desktop.charts.share_axes import ChartAxes
from lenet_desktop.charts.share_chart import ShareChart
from lenet_desktop.text.numbers import per_cent, whole


class ReliabilityChart(ShareChart):
    """Shows the accuracy of the answers in each bin of confidence.

    Bars of many answers are more opaque. Bars of a calibrated network end at the dashed line.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            "reliability_chart",
            self.tr("Reliability"),
            self.tr("confidence"),
            self.tr("Accuracy"),
            parent,
        )
        self._reliability = reliability(np.empty((0, N_DIGITS), np.float32), np.empty(0, np.uint8))

    def show_reliability(self, metrics: Reliability) -> None:
        """Show a reliability diagram."""
        self._reliability = metrics
        self.refresh()

    @property
    def headline(self) -> str:
        """The expected calibration error."""
        error = self._reliability.expected_calibration_error
        text = self.tr("Expected calibration error {error}")
        return text.format(error=per_cent(error, 2))

    @property
    def _filled(self) -> list[int]:
        """The bins that are not empty."""
        return [int(number) for number in np.flatnonzero(self._reliability.counts)]

    @property
    def points(self) -> list[QPointF]:
        """Mean confidence and accuracy of each bin that is not empty."""
        metrics = self._reliability
        return [
            QPointF(float(metrics.confidence[number]), float(metrics.accuracy[number]))
            for number in self._filled
        ]

    def sentence(self, index: int) -> str:
        """Describe the accuracy of a bin."""
        metrics, bin_ = self._reliability, self._filled[index]
        return self.tr("{count} answers with {low} to {high} confidence: {share} correct").format(
            count=whole(int(metrics.counts[bin_])),
            low=per_cent(float(metrics.edges[bin_]), 0),
            high=per_cent(float(metrics.edges[bin_ + 1]), 0),
            share=per_cent(float(metrics.accuracy[bin_]), 2),
        )

    def to_values(self) -> list[list[object]]:
        """Return a row for each bin that is not empty."""
        metrics = self._reliability
        rows: list[list[object]] = [
            [
                float(metrics.edges[number]),
                float(metrics.edges[number + 1]),
                int(metrics.counts[number]),
                float(metrics.confidence[number]),
                float(metrics.accuracy[number]),
            ]
            for number in self._filled
        ]
        return [["from", "to", "answers", "mean confidence", "accuracy"], *rows]

    def paint_data(self, painter: QPainter, axes: ChartAxes, palette: QPalette) -> None:
        """Paint the bars, the mean confidence of each, and the line of perfect calibration."""
        metrics, role = self._reliability, QPalette.ColorRole
        largest = max(int(metrics.counts.max()), 1)
        for number, point in zip(self._filled, self.points, strict=True):
            low, high = metrics.edges[number : number + 2]
            top_left = axes.position(QPointF(float(low), point.y()))
            bottom_right = axes.position(QPointF(float(high), 0))
            bar = QRectF(top_left, bottom_right).adjusted(1.5, 0, -1.5, 0)
            colour = QColor(palette.color(role.Accent))
            # The fourth root keeps small bins visible beside large ones.
            colour.setAlphaF(0.25 + 0.55 * (float(metrics.counts[number]) / largest) ** 0.25)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRect(bar)
        painter.setPen(QPen(palette.color(role.PlaceholderText), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(axes.position(QPointF(0, 0)), axes.position(QPointF(1, 1)))
