"""The Inside page: the pad, and every value of the network for what is on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.arrays import ByteArray
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text import steps
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.actions import make_button
from lenet_desktop.widgets.card import Card
from lenet_desktop.widgets.images.example_content import content_of_example
from lenet_desktop.widgets.pad.history_actions import HistoryActions
from lenet_desktop.widgets.pad.pad import Pad
from lenet_desktop.widgets.page import MenuSection, Page


class InsidePage(Page):
    """Shows how the network reads the drawing, value by value."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.setObjectName("inside_page")

    def _make_content(self) -> None:
        from lenet_desktop.inside.attribution_overlay import AttributionOverlay
        from lenet_desktop.inside.layout import InsideLayout
        from lenet_desktop.inside.preparations import PreparationsView
        from lenet_desktop.inside.question import Question
        from lenet_desktop.inside.stages.strip import NetworkStrip
        from lenet_desktop.inside.weights_bar import WeightsBar

        workspace = self._workspace
        self.pad = Pad(workspace.pad_history, self)
        self.pad.setObjectName("inside_pad")
        self.pad.marks.setObjectName("inside_digit_marks")
        self._history = HistoryActions(workspace.pad_history, self, "_inside")
        self.question = Question(workspace.inspection, self)
        self.pad.dropped.connect(self.dropped)
        self.pad.digit_clicked.connect(workspace.reader.select)
        workspace.reader.changed.connect(self._mark_digits)
        self.preparations = PreparationsView(workspace.inspection, self)
        self.overlay = AttributionOverlay(self.pad)
        workspace.reasons.changed.connect(self._show_reasons)
        left = self.pad, self._make_bar(), self.preparations
        self._make_answers()
        self.question.changed.connect(self._show_details)
        card = Card(self)
        self.weights_bar = WeightsBar(
            workspace.shown_weights, workspace.network, workspace.training, card
        )
        self.strip = NetworkStrip(workspace.inspection, self.question, card)
        self.weights_bar.add(self.strip.close_button, self.strip.kernels_button)
        self.strip.weight_dragged.connect(workspace.experiment.set_parameter)
        layout = QVBoxLayout(card)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self.weights_bar)
        layout.addWidget(self.strip, 1)
        InsideLayout(*left, card, self.answers, self)
        self._mark_digits()

    @property
    def title(self) -> str:
        """The text of the tab."""
        return self.tr("I&nside")

    @property
    def shows_pad(self) -> bool:
        """The pad is on this page too."""
        return True

    def actions_in(self, section: MenuSection) -> Sequence[QAction]:
        """Return the actions on the drawing."""
        match section:
            case "undo":
                return self._history.undo, self._history.redo
            case "edit":
                return (self._history.clear,)
            case "view":
                return ()

    def _view_state(self) -> dict[str, object]:
        """Return the choices and the pinned value."""
        return {**super()._view_state(), "pinned": self.question.pinned}

    def _restore(self, state: Mapping[str, Any]) -> None:
        """Make the same choices again."""
        super()._restore(state)
        if state["pinned"] is not None:
            self.question.pin(*state["pinned"])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let go of the pinned value by Esc."""
        if event.key() == Qt.Key.Key_Escape and self.question.pinned:
            self.question.release()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Use the pen that was chosen on the Draw page; let long work wait while it moves."""
        super().showEvent(event)
        self.pad.pen_width = self._workspace.settings.width("pen", 45) / 1000
        self._workspace.reader.holds_precedence = True

    def hideEvent(self, event: QHideEvent) -> None:
        """Let long work continue between two movements of the pen."""
        self._workspace.reader.holds_precedence = False
        super().hideEvent(event)

    def _make_bar(self) -> QWidget:
        bar = QWidget(self)
        layout = QHBoxLayout(bar)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addStretch(1)
        for action, name in (
            (self._history.undo, "inside_undo_button"),
            (self._history.redo, "inside_redo_button"),
            (self._history.clear, "inside_clear_button"),
        ):
            layout.addWidget(make_button(action, name))
        return bar

    def _make_answers(self) -> None:
        from lenet_desktop.inside.answers_card import AnswersCard
        from lenet_desktop.inside.backward_view import BackwardView
        from lenet_desktop.inside.code_view import CodeView
        from lenet_desktop.inside.experiment.change_view import ChangeView
        from lenet_desktop.inside.neighbours_view import NeighboursView
        from lenet_desktop.inside.reasons_view import ReasonsView
        from lenet_desktop.inside.value_details import ValueDetails

        workspace, question = self._workspace, self.question
        self.answers = AnswersCard(
            [
                self.tr("This value"),
                self.tr("Why this answer"),
                self.tr("Backward"),
                self.tr("Code"),
                self.tr("Change"),
                self.tr("Neighbours"),
            ],
            self,
        )
        inspection, parent = workspace.inspection, self.answers.stack
        self.details = ValueDetails(inspection, question, parent)
        reasons = ReasonsView(inspection, workspace.reasons, parent)
        backward, code = BackwardView(inspection, parent), CodeView(inspection, question, parent)
        self._change = ChangeView(workspace, question, parent)
        neighbours = NeighboursView(inspection, workspace.neighbours, parent)
        neighbours.chosen.connect(self._put_on_pad)
        self.answers.add(self.details, reasons, backward, code, self._change, neighbours)

    def _show_details(self) -> None:
        """Bring the numbers of a value that was pinned to the front, unless its unit is changed."""
        if self.question.pinned is not None and self.answers.shown is not self._change:
            self.answers.choose(0)

    def _show_reasons(self) -> None:
        from lenet_desktop.inside.attribution_overlay import placement_on_pad

        found, has_ink = self._workspace.reasons.found, bool(self._workspace.inspection.ink)
        attribution = None if found is None else found.attribution
        placement = placement_on_pad(self._workspace.reader) if has_ink else None
        self.overlay.show_attribution(attribution, placement)

    def _put_on_pad(self, image: ByteArray) -> None:
        self._workspace.pad_history.replace(content_of_example(image), steps.example)
        self._workspace.reader.read_now()

    def _mark_digits(self) -> None:
        reader = self._workspace.reader
        self.pad.marks.show_reading(reader.content, reader.reading, reader.selected)
        reading = reader.reading
        self.pad.show_misfits(reading.misfits, is_partial=reading.is_partial)
