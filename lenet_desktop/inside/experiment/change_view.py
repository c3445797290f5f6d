"""Changing the network: the unit that was asked about is switched off, its parameters are set."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.arrays import Array
from core.evaluation.experiment import LARGEST_PARAMETER, ParameterSet
from core.evaluation.units import Unit, bias_name, is_block, parts_of, unit_of
from core.recognition.activations import layers_of
from core.recognition.explain import Index
from lenet_desktop.inside.experiment.changes_panel import ChangesPanel
from lenet_desktop.inside.experiment.texts import (
    part_text,
    unit_text,
    weight_index,
    weight_text,
    weights_of_unit,
)
from lenet_desktop.inside.experiment.weights_grid import WeightsGrid
from lenet_desktop.inside.question import Question
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.controls.number_boxes import DecimalBox
from lenet_desktop.widgets.view_state import keep_no_choice

_PLACES, _STEP = 3, 0.05


class ChangeView(QWidget):
    """Changes a unit of the network, and shows all changes."""

    def __init__(
        self, workspace: Workspace, question: Question, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("change_view")
        self._inspection, self._experiment = workspace.inspection, workspace.experiment
        self._question = question
        self._unit: Unit | None = None
        self._chosen = 0
        self._pinned: tuple[str, Index] | None = None
        self._switch = QCheckBox(self)
        self._switch.setObjectName("unit_switch")
        self._part = QComboBox(self)
        self._part.setObjectName("part_box")
        self._part.setAccessibleName(self.tr("Part of the block"))
        self._parts: tuple[Unit, ...] = ()
        self._grid = WeightsGrid(self)
        self._weight, self._bias = DecimalBox(self), DecimalBox(self)
        for box, name in ((self._weight, "weight_box"), (self._bias, "bias_box")):
            box.setObjectName(name)
            # A page that is built again would set them for another unit.
            keep_no_choice(box)
        keep_no_choice(self._part)
        self._weight_caption = caption("", self)
        self._lay_out(ChangesPanel(workspace, self))
        self._switch.clicked.connect(self._switch_unit)
        self._part.activated.connect(self._turn_to_part)
        self._grid.chosen.connect(self._choose)
        self._grid.moved.connect(self._set_weight)
        self._grid.edit_requested.connect(self._edit_weight)
        self._weight.valueChanged.connect(self._set_weight)
        self._bias.valueChanged.connect(self._set_bias)
        question.changed.connect(self._follow_question)
        self._inspection.rested.connect(self._follow)

    def _lay_out(self, panel: ChangesPanel) -> None:
        for box in (self._weight, self._bias):
            box.setRange(-LARGEST_PARAMETER, LARGEST_PARAMETER)
            box.setDecimals(_PLACES)
            box.setSingleStep(_STEP)
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._switch.setAccessibleName(self.tr("Unit"))
        self._weight.setAccessibleName(self.tr("Weight"))
        self._bias.setAccessibleName(self.tr("Bias"))
        bias_caption = caption(self.tr("Bias"), self)
        bias_caption.setBuddy(self._bias)
        self._weight_caption.setBuddy(self._weight)
        head, foot = QHBoxLayout(), QHBoxLayout()
        for layout in (head, foot):
            layout.setSpacing(UNIT)
        head.addWidget(self._switch, 1)
        head.addWidget(bias_caption)
        head.addWidget(self._bias)
        foot.addWidget(self._weight_caption, 1)
        foot.addWidget(self._weight)
        left = QVBoxLayout()
        left.setSpacing(UNIT // 2)
        left.addWidget(self._part)
        left.addLayout(head)
        left.addWidget(self._grid, 1)
        left.addLayout(foot)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(3 * UNIT)
        layout.addLayout(left, 0, 0)
        layout.addWidget(panel, 0, 1)
        for column in (0, 1):
            layout.setColumnStretch(column, 1)

    def minimumSizeHint(self) -> QSize:
        """Return room for the controls and a few weights."""
        return QSize(400, 5 * self.fontMetrics().height() + 6 * UNIT)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the current unit."""
        super().showEvent(event)
        self._follow_question()

    def _follow_question(self) -> None:
        """Turn to the unit that was asked about last."""
        if not self.isVisible():
            return
        if self._question.pinned != self._pinned:
            self._pinned = self._question.pinned
            if self._pinned is not None:
                self._turn_to(*self._pinned)
        self._follow()

    def _turn_to(self, stage: str, index: Index) -> None:
        """Turn to the unit of a value, or to a weight."""
        weights = self._inspection.weights
        if stage in weights.arrays:
            self._unit = ParameterSet(stage, index, 0.0).unit
            self._chosen = int(np.ravel_multi_index(index[1:], weights.arrays[stage].shape[1:]))
        elif (unit := unit_of(weights, stage, index)) is not None and unit not in self._parts:
            self._unit, self._chosen = unit, 0

    def _turn_to_part(self, place: int) -> None:
        self._unit, self._chosen = self._parts[place], 0
        self._follow()

    def _follow(self) -> None:
        if not self.isVisible():
            return
        weights = self._inspection.weights
        if self._unit is None or self._unit.stage not in layers_of(weights.network):
            self._unit, self._chosen = self._first_unit(), 0
        unit = self._unit
        for control in (self._switch, self._grid, self._weight, self._bias):
            control.setEnabled(unit is not None)
        if unit is None:
            self._part.hide()
            self._switch.setText(self.tr("This network cannot be changed here."))
            return
        self._show_unit(unit)

    def _first_unit(self) -> Unit | None:
        weights = self._inspection.weights
        units = (unit_of(weights, stage, (0,)) for stage in self._inspection.activations.sections)
        return next((unit for unit in units if unit is not None), None)

    def _show_unit(self, unit: Unit) -> None:
        activations, weights = self._inspection.activations, self._inspection.weights
        self._show_parts(unit)
        name, is_on = unit_text(weights, unit), self._experiment.is_on(unit)
        text = self.tr("{unit} is on") if unit.number is not None else self.tr("{unit} are on")
        self._switch.setText(text.format(unit=name))
        self._switch.setAccessibleName(self._switch.text())
        self._switch.setChecked(is_on)
        shown = self._shown_weights(unit)
        marked = frozenset(
            int(np.ravel_multi_index(weight_index(activations, change), shown.shape))
            for change in self._experiment.changes
            if isinstance(change, ParameterSet)
            and change.unit == unit
            and change.name.endswith(".weight")
        )
        self._grid.show_weights(shown, self._chosen, marked)
        if is_block(weights, unit):
            which = self.tr("factor of the convolutions")
        else:
            which = weight_text(activations, unit, self._chosen_index)
        self._weight_caption.setText(which[:1].upper() + which[1:])
        self._weight.setAccessibleName(f"{name}, {which}")
        self._grid.setAccessibleDescription(f"{name}, {which}: {self._weight.text()}")
        key = None if is_block(weights, unit) else bias_name(weights, unit.stage)
        biases = None if key is None else weights.arrays[key]
        self._show_number(self._weight, float(shown.ravel()[self._chosen]))
        self._show_number(self._bias, 0.0 if biases is None else float(biases[unit.number]))
        for control in (self._grid, self._weight):
            control.setEnabled(is_on)
        self._bias.setEnabled(is_on and biases is not None)

    def _shown_weights(self, unit: Unit) -> Array:
        """Return what the grid shows: the weights of a unit, or the factor of a block."""
        if is_block(self._inspection.weights, unit):
            return np.array([self._experiment.factor_of(unit)], np.float32)
        return weights_of_unit(self._inspection.activations, unit)

    def _show_parts(self, unit: Unit) -> None:
        """Offer the parts of a residual block."""
        weights = self._inspection.weights
        self._parts = parts_of(weights, unit) if unit not in self._parts else self._parts
        texts = [part_text(weights, part) for part in self._parts]
        if texts != [self._part.itemText(place) for place in range(self._part.count())]:
            self._part.clear()
            self._part.addItems(texts)
        self._part.setCurrentIndex(self._parts.index(unit))
        self._part.setVisible(len(texts) > 1)

    def _show_number(self, box: DecimalBox, value: float) -> None:
        """Show a number without setting it."""
        blocked = box.blockSignals(True)
        box.setValue(value)
        box.blockSignals(blocked)

    @property
    def _chosen_index(self) -> Index:
        assert self._unit is not None
        shape = self._shown_weights(self._unit).shape
        return tuple(int(part) for part in np.unravel_index(self._chosen, shape))

    def _choose(self, place: int) -> None:
        self._chosen = place
        self._follow()

    def _edit_weight(self) -> None:
        self._weight.setFocus()
        self._weight.selectAll()

    def _switch_unit(self, is_on: bool) -> None:
        if self._unit is not None:
            self._experiment.switch(self._unit, is_on=is_on)

    def _set_weight(self, value: float) -> None:
        if self._unit is not None and is_block(self._inspection.weights, self._unit):
            self._experiment.scale(self._unit, value)
        elif self._unit is not None:
            name = f"{self._unit.stage}.weight"
            shape = self._inspection.weights.arrays[name].shape[1:]
            inner = tuple(int(part) for part in np.unravel_index(self._chosen, shape))
            self._experiment.set_parameter(name, (self._unit.number or 0, *inner), value)

    def _set_bias(self, value: float) -> None:
        if self._unit is not None and self._unit.number is not None:
            name = f"{self._unit.stage}.bias"
            self._experiment.set_parameter(name, (self._unit.number,), value)
