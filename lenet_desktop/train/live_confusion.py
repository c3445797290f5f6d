"""The confusion matrix of the last epoch."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.evaluation.confusion import ALL, Confusion
from lenet_desktop.charts.matrix.values import MatrixValues
from lenet_desktop.charts.matrix.view import EMPTY_MATRIX, MatrixView
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, heading


class LiveConfusion(Card):
    """Shows the confusion matrix of the validation images after the last epoch."""

    def __init__(self, training: TrainingRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = heading(self.tr("Confusion"), self)
        title.setToolTip(
            self.tr("Validation images: true digits in rows, predicted digits in columns")
        )
        self.matrix = MatrixView(self, labels=False, legend=False)
        self.matrix.setObjectName("epoch_confusion")
        self.matrix.setAccessibleName(self.tr("Confusion matrix of the last epoch"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT + 4)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(title)
        layout.addWidget(self.matrix, 1)
        self._training = training
        self._shown: Confusion | None = None
        training.changed.connect(self._follow)
        training.advanced.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        confusion = self._training.confusion
        if confusion is not self._shown:
            self._shown = confusion
            self._show(MatrixValues(confusion) if confusion else EMPTY_MATRIX)

    def _show(self, values: MatrixValues) -> None:
        self.matrix.show_values(values)
        has_examples = values.confusion.n > 0
        self.matrix.setAccessibleDescription(values.sentence(ALL) if has_examples else "")
