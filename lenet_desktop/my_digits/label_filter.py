"""A filter by label, with the number of drawings of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QStyle,
    QStyleOptionToolButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from core.digits import N_DIGITS
from lenet_desktop.text.numbers import whole
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font

_ALL = N_DIGITS
"""The id of the button for all digits; that of a digit's button is the digit."""


class LabelFilter(QWidget):
    """Buttons for all digits and for each digit; the active one is checked."""

    changed = Signal()
    """The user has chosen another label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("digit_counts")
        self._group = QButtonGroup(self)
        self._cells: dict[int | None, _Cell] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for digit in (None, *range(N_DIGITS)):
            text = self.tr("All") if digit is None else str(digit)
            cell = self._cells[digit] = _Cell(text, self)
            cell.setObjectName(f"count_{'all' if digit is None else digit}")
            self._group.addButton(cell, _ALL if digit is None else digit)
            cell.setMaximumWidth(8 * UNIT)
            layout.addWidget(cell, 1)
        layout.addStretch()
        self.show_counts([0] * N_DIGITS)
        self._cells[None].setChecked(True)
        self._group.idToggled.connect(self._report)

    @property
    def digit(self) -> int | None:
        """The label to show; None for all."""
        checked = self._group.checkedId()
        return None if checked == _ALL else checked

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show the number of drawings of each digit from 0 to 9."""
        for digit, cell in self._cells.items():
            cell.show_count(sum(counts) if digit is None else counts[digit])

    def _report(self, _: int, is_down: bool) -> None:
        if is_down:
            self.changed.emit()


class _Cell(QToolButton):
    """A checkable button with a count below its text."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._title, self._count = text, ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_count(self, count: int) -> None:
        self._count = whole(count)
        self.setAccessibleName(
            self.tr("{digit}: {count}").format(digit=self._title, count=self._count)
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(4 * UNIT, 2 * self.fontMetrics().height() + UNIT)

    def minimumSizeHint(self) -> QSize:
        return QSize(3 * UNIT, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter, option = QStylePainter(self), QStyleOptionToolButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawComplexControl(QStyle.ComplexControl.CC_ToolButton, option)
        role, centred = QPalette.ColorRole, Qt.AlignmentFlag.AlignHCenter
        line = self.fontMetrics().height()
        top = (self.height() - 2 * line) // 2
        is_empty = self._count == whole(0)
        painter.setFont(scaled_font(self.font(), weight=QFont.Weight.DemiBold))
        painter.setPen(self.palette().color(role.Dark if is_empty else role.WindowText))
        painter.drawText(QRect(0, top, self.width(), line), centred, self._title)
        painter.setFont(scaled_font(self.font(), SMALL))
        painter.setPen(self.palette().color(role.Dark if is_empty else role.PlaceholderText))
        painter.drawText(QRect(0, top + line, self.width(), line), centred, self._count)
