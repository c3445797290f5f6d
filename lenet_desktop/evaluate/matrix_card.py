"""The card of the confusion matrix with its measures."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.evaluation.confusion import Confusion
from lenet_desktop.charts.matrix.values import MatrixValues, Measure
from lenet_desktop.evaluate.confusion_view import ConfusionView
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, caption
from lenet_desktop.widgets.controls.segmented_control import SegmentedControl

_MEASURES = tuple(Measure)


class MatrixCard(Card):
    """Shows a confusion matrix in the chosen measure, and describes the cell in focus."""

    chosen = Signal(object, object)
    """See `ConfusionView.cell_chosen`."""
    measure_changed = Signal()
    """The user has chosen another measure."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = [self.tr("Counts"), self.tr("Row %"), self.tr("Column %"), self.tr("Difference")]
        self._measures = SegmentedControl(names, "measure", self)
        self._measures.setAccessibleName(self.tr("Values of the matrix"))
        self._measures.offer(_MEASURES.index(Measure.DIFFERENCE), False)
        self._measures.chosen.connect(self._set_measure)
        self.view = ConfusionView(self)
        self.view.pointed.connect(self._show_sentence)
        self.view.cell_chosen.connect(self.chosen)
        self._sentence = caption("", self)
        self._sentence.setObjectName("confusion_sentence")
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._sentence.setMinimumWidth(1)
        head = QHBoxLayout()
        head.addWidget(self._measures)
        head.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._sentence)
        self._show_sentence("")

    @property
    def measure(self) -> Measure:
        """The measure that the cells show."""
        return _MEASURES[self._measures.current]

    def show_confusion(self, confusion: Confusion, reference: Confusion | None) -> None:
        """Show a matrix; with a reference, the difference is selected."""
        measure = self.measure
        if reference is not None:
            measure = Measure.DIFFERENCE
        elif measure is Measure.DIFFERENCE:
            measure = Measure.COUNTS
        self._measures.offer(_MEASURES.index(Measure.DIFFERENCE), reference is not None)
        self._measures.choose(_MEASURES.index(measure))
        self.view.show_values(MatrixValues(confusion, measure, reference))

    def _set_measure(self, number: int) -> None:
        self.view.set_measure(_MEASURES[number])
        self.measure_changed.emit()

    def _show_sentence(self, sentence: str) -> None:
        self._sentence.setText(sentence or self.tr("Choose a cell, a row or a column."))
