"""A row of the form: a field with its editor and a reset button."""

from __future__ import annotations

from typing import Any, cast

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QGridLayout,
    QSizePolicy,
    QWidget,
)

from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT, text_width
from lenet_desktop.train.form.digits_box import DigitsBox
from lenet_desktop.train.form.field import Choice, Field, NumberRange, SomeDigits
from lenet_desktop.widgets.card import Label, caption
from lenet_desktop.widgets.controls.buttons import icon_button
from lenet_desktop.widgets.controls.number_boxes import DecimalBox, WholeBox

EDITOR_CHARACTERS = 13
"""Width of an editor in characters."""
_DOT = 6


class PlanRow(QWidget):
    """Edits a field; a dot and a reset button mark values that differ from the preset."""

    changed = Signal()

    def __init__(self, field: Field, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = field
        self._preset: object = None
        name = field.name.replace(".", "_")
        self._editor = _make_editor(field, self)
        self._editor.setObjectName(f"{name}_box")
        self._editor.setAccessibleName(field.label)
        self._editor.setAccessibleDescription(field.explanation)
        self._editor.setFixedWidth(text_width(self.font(), EDITOR_CHARACTERS) + 6 * UNIT)
        self._editor.setMinimumHeight(4 * UNIT)
        self._editor.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._dot = _Dot(self)
        self._reset = icon_button(f"{name}_reset_button", "undo", "", self, size=14)
        self._reset.clicked.connect(self._go_back)
        for mark in (self._dot, self._reset):  # Nothing moves when they appear.
            policy = mark.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            mark.setSizePolicy(policy)
        label = Label(field.label, self)
        label.setBuddy(self._editor)
        self._explanation = explanation = caption(field.explanation, self, is_small=True)
        explanation.setWordWrap(True)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(UNIT // 2)
        layout.setVerticalSpacing(2)
        layout.addWidget(label, 0, 0)
        layout.addWidget(self._dot, 0, 1)
        layout.addWidget(self._reset, 0, 3)
        layout.addWidget(self._editor, 0, 4)
        layout.addWidget(explanation, 1, 0, 1, 5)
        layout.setColumnStretch(2, 1)

    def show_note(self, note: str) -> None:
        """Add a note to the explanation, in place of the one before."""
        text = f"{self.field.explanation} {note}".rstrip()
        self._explanation.setText(text)
        self._editor.setAccessibleDescription(text)

    def commit(self) -> None:
        """Take over a typed number that was not yet confirmed."""
        if isinstance(self._editor, QAbstractSpinBox | DigitsBox):
            self._editor.interpretText()

    @property
    def is_changed(self) -> bool:
        """Whether the value differs from the preset."""
        return self._shown() != self._preset

    @property
    def value(self) -> Any:
        """The value in the units of the plan."""
        shown = self._shown()
        if isinstance(self.field.values, NumberRange) and self.field.values.decimals:
            return cast("float", shown) / self.field.values.scale
        return shown

    def show_value(self, value: Any, preset: Any) -> None:
        """Show a value of the plan and set the value of the preset."""
        self._preset = self._put(preset)
        self._put(value)
        self._reset.setToolTip(
            literal(self.tr("Reset to {value}").format(value=self.field.write(preset)))
        )
        self._reset.setAccessibleName(
            self.tr("{setting}: reset to {value}").format(
                setting=self.field.label, value=self.field.write(preset)
            )
        )
        self._mark()

    def _put(self, value: Any) -> object:
        """Set the value of the editor without a signal; return it as the editor rounds it."""
        editor = self._editor
        with QSignalBlocker(editor):
            if isinstance(editor, QComboBox):
                editor.setCurrentIndex(editor.findData(value))
            elif isinstance(editor, WholeBox):
                # Qt takes no larger integers, which a run or a lesson may hold.
                editor.setValue(min(max(value, editor.minimum()), editor.maximum()))
            elif isinstance(editor, DigitsBox):
                editor.setValue(value)
            else:
                assert isinstance(self.field.values, NumberRange)
                editor.setValue(value * self.field.values.scale)
        return self._shown()

    def _shown(self) -> object:
        editor = self._editor
        if isinstance(editor, QComboBox):
            return cast("object", editor.currentData())
        return editor.value()

    def _go_back(self) -> None:
        editor = self._editor
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(self._preset))
        elif isinstance(editor, WholeBox):
            editor.setValue(cast("int", self._preset))
        elif isinstance(editor, DigitsBox):
            editor.setValue(cast("tuple[int, ...]", self._preset))
        else:
            editor.setValue(cast("float", self._preset))
        editor.setFocus()

    def emit_change(self) -> None:
        """Emit that the user has changed the value."""
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        self._dot.setVisible(self.is_changed)
        self._reset.setVisible(self.is_changed)


def _make_editor(field: Field, row: PlanRow) -> QComboBox | WholeBox | DecimalBox | DigitsBox:
    values = field.values
    if isinstance(values, SomeDigits):
        digits = DigitsBox(row)
        digits.valueChanged.connect(row.emit_change)
        return digits
    if isinstance(values, Choice):
        box = _ChoiceList(row)
        for value, text in values.names.items():
            box.addItem(text, value)
        box.currentIndexChanged.connect(row.emit_change)
        return box
    if values.decimals:
        editor = DecimalBox(row)
        editor.setDecimals(values.decimals)
        editor.setRange(values.low, values.high)
        editor.setStepType(QAbstractSpinBox.StepType.AdaptiveDecimalStepType)
    else:
        editor = WholeBox(row)
        editor.setRange(int(values.low), int(values.high))
        editor.setGroupSeparatorShown(True)
    if values.unit:
        editor.setSuffix(f" {values.unit}")
    editor.setAlignment(Qt.AlignmentFlag.AlignRight)
    editor.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    editor.valueChanged.connect(row.emit_change)
    return editor


class _ChoiceList(QComboBox):
    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel without focus, so that it scrolls the form."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Dot(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFixedSize(_DOT + 2, _DOT + 2)
        self.setToolTip(self.tr("Changed from the preset"))

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Accent))
        painter.drawEllipse(1, 1, _DOT, _DOT)
