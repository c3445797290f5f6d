"""The Evaluate page: request bar, status, confusion matrix and details."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.evaluation.comparison import Agreement
from core.evaluation.confusion import ALL, Cell
from core.evaluation.evaluate import Evaluation
from lenet_desktop.charts.export import Export
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text import steps
from lenet_desktop.text.errors import error_message
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.focus import focus_if_visible
from lenet_desktop.widgets.images.example_content import content_of_example
from lenet_desktop.widgets.images.example_tiles import ReadExample
from lenet_desktop.widgets.page import Page


class EvaluatePage(Page):
    """Evaluates a network and shows the result, down to each single image."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.setObjectName("evaluate_page")

    def _make_content(self) -> None:
        from lenet_desktop.charts.export_button import ExportButton
        from lenet_desktop.evaluate.details import EvaluationDetails
        from lenet_desktop.evaluate.empty import EmptyEvaluation
        from lenet_desktop.evaluate.matrix_card import MatrixCard
        from lenet_desktop.evaluate.request_bar import EvaluationRequestBar
        from lenet_desktop.evaluate.status import EvaluationStatus

        workspace = self._workspace
        self.run = workspace.evaluation
        self._evaluation: Evaluation | None = None
        self._group: Agreement | None = None
        self.bar = EvaluationRequestBar(
            workspace.network,
            workspace.earlier_runs,
            workspace.my_digits,
            workspace.settings,
            workspace.notices,
            self,
        )
        self.status = EvaluationStatus(self)
        self.export_button = ExportButton(
            self._exports, workspace.settings, workspace.notices, self
        )
        self.empty = EmptyEvaluation(self)
        self._body = QStackedWidget(self)
        splitter = self._make_splitter()
        self.matrix, self.details = MatrixCard(splitter), EvaluationDetails(splitter)
        splitter.setSizes([1000, 1000])
        self._body.addWidget(self.empty)
        self._body.addWidget(splitter)
        self._status_row = QWidget(self)
        row = QHBoxLayout(self._status_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.status, 1)
        row.addWidget(self.export_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self.bar)
        layout.addWidget(self._status_row)
        layout.addWidget(self._body, 1)
        self._connect()

    @property
    def title(self) -> str:
        """The text of the tab."""
        return self.tr("Ev&aluate")

    def _view_state(self) -> dict[str, object]:
        """Return the choices, the files offered, and what the images are of."""
        return {
            **super()._view_state(),
            "offered weights": self.bar.offered_weights,
            "offered data": self.bar.offered_data,
            "cell": self.matrix.view.choice,
            "group": self._group,
            "enlarged": self.details.gallery.enlarged,
        }

    def _restore(self, state: Mapping[str, Any]) -> None:
        """Make the same choices again."""
        for path in state["offered weights"]:
            self.bar.add_weights(path)
        for path in state["offered data"]:
            self.bar.add_data(path)
        if state["group"] is not None:
            self._show_group(state["group"])
        elif state["cell"] != ALL:
            self.matrix.view.choose(state["cell"])
        super()._restore(state)
        if state["enlarged"] is not None:
            self.details.gallery.enlarge(state["enlarged"])

    def evaluate(self) -> None:
        """Start the chosen evaluation."""
        self.run.start(self.bar.request())

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh the list of earlier runs, which are offered."""
        super().showEvent(event)
        self._workspace.earlier_runs.refresh()

    def _make_splitter(self) -> QSplitter:
        splitter = QSplitter(self._body)
        splitter.setObjectName("evaluate_splitter")
        splitter.setHandleWidth(2 * UNIT)
        splitter.setChildrenCollapsible(False)
        return splitter

    def _connect(self) -> None:
        self.bar.evaluation_requested.connect(self.evaluate)
        self.empty.start_requested.connect(self.evaluate)
        self.status.cancel_requested.connect(self.run.stop)
        self.run.changed.connect(self._follow)
        self.run.progressed.connect(self._show_progress)
        self.matrix.chosen.connect(self._show_choice)
        self.matrix.measure_changed.connect(self._follow_measure)
        self.details.comparison.group_chosen.connect(self._show_group)
        self.details.gallery.draw_requested.connect(self._open_in_draw)
        self.details.gallery.inside_requested.connect(self._open_inside)
        self._follow()

    def _follow(self) -> None:
        """Show the progress of the evaluation, its result or its error."""
        run = self.run
        is_idle, has_result = run.progress is None, run.result is not None
        self.bar.setEnabled(is_idle)
        self.empty.button.setEnabled(is_idle)
        self._status_row.setVisible(not is_idle or has_result or run.error is not None)
        self.export_button.setVisible(is_idle and has_result)
        if not is_idle:
            self._show_progress()
        elif run.error is not None:
            failure = self.tr("Evaluation failed: {reason}")
            self.status.show_failure(error_message(run.error, failure))
        elif run.result is not None:
            self.status.show_evaluation(run.result)
        if run.result is not None and run.result is not self._evaluation:
            self._show_evaluation(run.result)
        elif is_idle:
            focus_if_visible(self.bar.evaluate_button)

    def _show_progress(self) -> None:
        if self.run.progress is not None:
            self.status.show_progress(self.run.progress)

    def _show_evaluation(self, evaluation: Evaluation) -> None:
        self._evaluation = evaluation
        reference = evaluation.reference
        self.details.show_evaluation(evaluation)
        self.matrix.show_confusion(
            evaluation.assessment.confusion, None if reference is None else reference.confusion
        )
        self._body.setCurrentIndex(1)
        self.matrix.view.choose(ALL)
        focus_if_visible(self.matrix.view)

    def _follow_measure(self) -> None:
        # A group does not depend on the measure.
        if self._group is None:
            self._show_cell()

    def _show_choice(self, true: int | None, predicted: int | None) -> None:
        self._group = None
        self._show_cell()
        if Cell(true, predicted) != ALL:
            self.details.show_images()

    def _show_cell(self) -> None:
        if self._evaluation is not None:
            self.details.show_cell(self._evaluation, self.matrix.view.choice, self.matrix.measure)

    def _show_group(self, group: Agreement) -> None:
        if self._evaluation is not None:
            self._group = group
            self.matrix.view.forget_choice()
            self.details.show_group(self._evaluation, group)
            self.details.show_images()

    def _put_on_pad(self, example: ReadExample) -> None:
        content = content_of_example(example.image)
        self._workspace.pad_history.replace(content, steps.example)
        self._workspace.reader.read_now()

    def _open_in_draw(self, example: ReadExample) -> None:
        self._put_on_pad(example)
        self.pad_requested.emit()

    def _open_inside(self, example: ReadExample) -> None:
        self._put_on_pad(example)
        self.inside_requested.emit()

    def _exports(self) -> list[tuple[str, Export]]:
        from lenet_desktop.evaluate.exports import exports_of

        evaluation = self._evaluation
        if evaluation is None:
            return []
        details = self.details
        return exports_of(evaluation, self.matrix.view.values, details.table, details.calibration)
