"""The calibration of a network: two charts of its confidence."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from core.evaluation.assessment import Assessment
from core.evaluation.calibration import accuracy_at_coverage, reliability
from lenet_desktop.evaluate.coverage_chart import CoverageChart
from lenet_desktop.evaluate.reliability_chart import ReliabilityChart
from lenet_desktop.theme.metrics import UNIT

WIDE = 640
"""Width in pixels from which the charts are side by side in a flat view."""


class CalibrationView(QWidget):
    """Shows accuracy against confidence, and accuracy when unsure answers are rejected."""

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
        """Show the charts of the digits of an assessment."""
        digits = assessment.of_digits
        labels, probabilities = digits.examples.labels, digits.probabilities
        self.reliability.show_reliability(reliability(probabilities, labels))
        self.coverage.show_curve(*accuracy_at_coverage(probabilities, labels))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the charts by the aspect ratio of the view."""
        is_flat = self.width() >= WIDE and self.width() > 1.4 * self.height()
        direction = QBoxLayout.Direction
        self._layout.setDirection(direction.LeftToRight if is_flat else direction.TopToBottom)
        super().resizeEvent(event)
