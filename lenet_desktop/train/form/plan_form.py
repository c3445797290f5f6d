"""The form of a plan: a preset and all its settings."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QToolButton, QVBoxLayout, QWidget

from core.training.plan import Plan
from core.training.presets import PRESETS
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT, scaled_size
from lenet_desktop.train.form.field import Field, FieldGroup
from lenet_desktop.train.form.plan_fields import (
    basic_fields,
    further_groups,
    value_of,
    with_values,
)
from lenet_desktop.train.form.plan_row import PlanRow
from lenet_desktop.widgets.card import caption, heading

FIRST_PRESET = "quick"


class PlanForm(QWidget):
    """Edits a plan; settings that differ from the preset are marked and can be reset."""

    changed = Signal()
    unfolded = Signal()
    """All settings are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(UNIT + UNIT // 2)
        self.preset_box = QComboBox(self)
        self.preset_box.setObjectName("preset_box")
        self.preset_box.setMinimumHeight(4 * UNIT)
        for name, text in (
            ("quick", self.tr("Quick: 99 % in a few seconds")),
            ("best", self.tr("Best: the most accurate")),
            ("report", self.tr("Report: as in the lab report")),
        ):
            self.preset_box.addItem(text, name)
        self.preset_box.setAccessibleName(self.tr("Preset"))
        label = caption(self.tr("Preset"), self)
        label.setBuddy(self.preset_box)
        presets = QVBoxLayout()
        presets.setSpacing(4)
        presets.addWidget(label)
        presets.addWidget(self.preset_box)
        self._layout.addLayout(presets)
        self._rows: list[PlanRow] = []
        for field in basic_fields():
            self._add_row(field, self._layout)
        self._more = self._make_more_button()
        self._layout.addWidget(self._more)
        self._further = QWidget(self)
        further = QVBoxLayout(self._further)
        further.setContentsMargins(0, 0, 0, 0)
        further.setSpacing(UNIT + UNIT // 2)
        self._layout.addWidget(self._further)
        for group in further_groups():
            self._add_group(group, further)
        self._further.hide()
        self.preset_box.currentIndexChanged.connect(self._take_preset)
        self._take_preset()

    @property
    def plan(self) -> Plan:
        """The plan in the form, including a number that is being typed.

        Raises
        ------
        UserError
            If a value is invalid.
        """
        for row in self._rows:
            row.commit()
        return with_values(
            self._preset, {row.field.name: row.value for row in self._rows if row.is_changed}
        )

    @property
    def is_unfolded(self) -> bool:
        """Whether all settings are shown, not only the most important."""
        return self._more.isChecked()

    @property
    def changes(self) -> int:
        """Number of settings that differ from the preset."""
        return sum(row.is_changed for row in self._rows)

    def show_note(self, name: str, note: str) -> None:
        """Add a note to the explanation of a field, in place of the one before."""
        for row in self._rows:
            if row.field.name == name:
                row.show_note(note)

    def show_plan(self, plan: Plan) -> None:
        """Show a plan."""
        preset = plan.preset if plan.preset in PRESETS else FIRST_PRESET
        with QSignalBlocker(self.preset_box):
            self.preset_box.setCurrentIndex(self.preset_box.findData(preset))
        for row in self._rows:
            name = row.field.name
            row.show_value(value_of(plan, name), value_of(PRESETS[preset], name))
        self._emit_change()

    def minimumSizeHint(self) -> QSize:
        """Return a size with room for the widest row, also while it is folded away."""
        widest = max(row.minimumSizeHint().width() for row in self._rows)
        return super().minimumSizeHint().expandedTo(QSize(widest, 0))

    @property
    def _preset(self) -> Plan:
        return PRESETS[cast("str", self.preset_box.currentData())]

    def _take_preset(self) -> None:
        self.show_plan(self._preset)

    def _add_group(self, group: FieldGroup, layout: QVBoxLayout) -> None:
        layout.addSpacing(UNIT // 2)
        layout.addWidget(heading(group.title, layout.parentWidget()))
        for field in group.fields:
            self._add_row(field, layout)

    def _add_row(self, field: Field, layout: QVBoxLayout) -> None:
        row = PlanRow(field, layout.parentWidget())
        self._rows.append(row)
        row.changed.connect(self._emit_change)
        layout.addWidget(row)

    def _make_more_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("more_settings_button")
        button.setCheckable(True)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIcon(icon("more"))
        button.setIconSize(scaled_size(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("flat", True)
        button.toggled.connect(self._unfold)
        return button

    def _unfold(self, is_open: bool) -> None:
        self._further.setVisible(is_open)
        self._more.setIcon(icon("less" if is_open else "more"))
        if is_open:
            self.unfolded.emit()

    def _emit_change(self) -> None:
        basics = len(basic_fields())
        hidden = sum(row.is_changed for row in self._rows[basics:])
        text = self.tr("All settings ({n} changed)") if hidden else self.tr("All settings")
        self._more.setText(text.format(n=hidden))
        self.changed.emit()
