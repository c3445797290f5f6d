"""A reliability diagram: whether a network is right as often as it is sure."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from core.evaluation.calibration import Reliability, reliability
from lenet_desktop.charts.share_axes import ChartAxes
from lenet_desktop.charts.share_chart import ShareChart
from lenet_desktop.text.numbers import per_cent, whole


class ReliabilityChart(ShareChart):
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

    def to_values(self) -> list[list[object]]:
        """A row for each bin with an answer in it."""
        figures = self._reliability
        rows: list[list[object]] = [
            [
                float(figures.edges[number]),
                float(figures.edges[number + 1]),
                int(figures.counts[number]),
                float(figures.confidence[number]),
                float(figures.accuracy[number]),
            ]
            for number in self._filled
        ]
        return [["from", "to", "answers", "mean confidence", "accuracy"], *rows]

    def paint_data(self, painter: QPainter, axes: ChartAxes, palette: QPalette) -> None:
        """Paint the bars, the mean confidence of each, and the line of perfect calibration."""
        figures, role = self._reliability, QPalette.ColorRole
        largest = max(int(figures.counts.max()), 1)
        for number, point in zip(self._filled, self.points, strict=True):
            low, high = figures.edges[number : number + 2]
            top_left = axes.place(QPointF(float(low), point.y()))
            bottom_right = axes.place(QPointF(float(high), 0))
            bar = QRectF(top_left, bottom_right).adjusted(1.5, 0, -1.5, 0)
            colour = QColor(palette.color(role.Accent))
            # The root keeps a bin of ten answers visible beside one of ten thousand.
            colour.setAlphaF(0.25 + 0.55 * (float(figures.counts[number]) / largest) ** 0.25)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colour)
            painter.drawRect(bar)
        painter.setPen(QPen(palette.color(role.PlaceholderText), 1.5, Qt.PenStyle.DashLine))
        painter.drawLine(axes.place(QPointF(0, 0)), axes.place(QPointF(1, 1)))
