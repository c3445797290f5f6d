"""The card beside the matrix: images, digits, calibration and comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from core.evaluation.comparison import Agreement
from core.evaluation.confusion import ALL, Cell
from core.evaluation.evaluate import Evaluation
from lenet_desktop.charts.matrix.values import MatrixValues, Measure
from lenet_desktop.evaluate.calibration_view import CalibrationView
from lenet_desktop.evaluate.comparison_view import ComparisonView, comparison_of
from lenet_desktop.evaluate.digit_table import DigitsPanel, PerDigitTable
from lenet_desktop.evaluate.images.gallery import Gallery
from lenet_desktop.text.numbers import whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card
from lenet_desktop.widgets.page import stack_of

translate = QCoreApplication.translate

View = TypeVar("View", bound=QWidget)


class EvaluationDetails(Card):
    """Contains the tabs with the details of an evaluation."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("evaluate_details")
        self.tabs.setAccessibleName(self.tr("Details of the evaluation"))
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self._tab_indexes: dict[QWidget, int] = {}
        self.gallery = self._add_tab(Gallery, self.tr("&Images"))
        self._digits = self._add_tab(DigitsPanel, self.tr("Di&gits"))
        self.calibration = self._add_tab(CalibrationView, self.tr("Ca&libration"))
        self.comparison = self._add_tab(ComparisonView, self.tr("Com&parison"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(UNIT, UNIT, UNIT, UNIT)
        layout.addWidget(self.tabs)

    @property
    def table(self) -> PerDigitTable:
        """The table of the digits."""
        return self._digits.table

    def show_evaluation(self, evaluation: Evaluation) -> None:
        """Show an evaluation; a comparison is shown first."""
        self.table.show_metrics(evaluation.assessment.confusion.per_digit())
        self.calibration.show_assessment(evaluation.assessment)
        comparison = comparison_of(evaluation)
        self.tabs.setTabVisible(self._tab_indexes[self.comparison], comparison is not None)
        if comparison is not None:
            self.comparison.show_comparison(comparison)
            self._show_tab(self.comparison)

    def show_images(self) -> None:
        """Show the tab of the images."""
        self._show_tab(self.gallery)

    def show_cell(self, evaluation: Evaluation, cell: Cell, measure: Measure) -> None:
        """Show the images of a cell, row or column; for `ALL`, all incorrect images."""
        assessment, reference = evaluation.assessment, evaluation.reference
        comparison = comparison_of(evaluation)
        if comparison is not None and measure is Measure.DIFFERENCE:
            numbers = comparison.differing(cell)
            title = _difference_title(cell).format(
                true=cell.true, predicted=cell.predicted, count=whole(len(numbers))
            )
        else:
            numbers = assessment.cell(cell.true, cell.predicted)
            title = MatrixValues(assessment.confusion, measure).sentence(cell)
            if cell == ALL:
                numbers = numbers[~assessment.is_correct[numbers]]
                title = self.tr("All incorrect: {count}").format(count=whole(len(numbers)))
        self.gallery.show_examples(title, assessment, numbers, reference)

    def show_group(self, evaluation: Evaluation, group: Agreement) -> None:
        """Show the images of a group of the comparison."""
        comparison = comparison_of(evaluation)
        assert comparison is not None
        texts = {
            Agreement.ONLY_FIRST: self.tr("Correct only in {first}: {count}"),
            Agreement.ONLY_SECOND: self.tr("Correct only in {second}: {count}"),
            Agreement.NEITHER: self.tr("Incorrect in both: {count}"),
        }
        numbers = comparison.group(group)
        title = texts[group].format(
            first=comparison.first_name, second=comparison.second_name, count=whole(len(numbers))
        )
        self.gallery.show_examples(title, comparison.first, numbers, comparison.second)

    def _add_tab(self, make: Callable[[QWidget], View], text: str) -> View:
        """Make a view with margins around it."""
        frame = QWidget(stack_of(self.tabs))
        view = make(frame)
        layout = QVBoxLayout(frame)
        layout.setContentsMargins(UNIT, 12, UNIT, UNIT)
        layout.addWidget(view)
        self._tab_indexes[view] = self.tabs.addTab(frame, text)
        return view

    def _show_tab(self, view: QWidget) -> None:
        self.tabs.setCurrentIndex(self._tab_indexes[view])


def _difference_title(cell: Cell) -> str:
    if cell == ALL:
        return translate("EvaluationDetails", "Different predictions: {count}")
    if cell.predicted is None:
        return translate("EvaluationDetails", "{true} predicted differently: {count}")
    if cell.true is None:
        return translate("EvaluationDetails", "Predicted {predicted} by one network only: {count}")
    return translate(
        "EvaluationDetails", "{true} predicted {predicted} by one network only: {count}"
    )
