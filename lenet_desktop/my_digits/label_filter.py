"""A filter by label, with the number of drawings of each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent, QPalette
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

from core.digits import LABELS, NOT_A_DIGIT
from lenet_desktop.text.labels import label_title
from lenet_desktop.text.numbers import whole
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font

_ALL = len(LABELS)
"""The id of the button for all drawings; that of a label's button is the label."""


_NAMES = {None: "count_all", NOT_A_DIGIT: "count_not_a_digit"}
"""Object names of the buttons that are not a digit's."""


class LabelFilter(QWidget):
    """Buttons for all drawings and for each label; the active one is checked."""

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
        for label in (None, *range(len(LABELS))):
            text = self.tr("All") if label is None else label_title(label)
            cell = self._cells[label] = _Cell(text, self)
            cell.setObjectName(_NAMES.get(label, f"count_{label}"))
            self._group.addButton(cell, _ALL if label is None else label)
            cell.setMaximumWidth(max(8 * UNIT, cell.sizeHint().width()))
            layout.addWidget(cell, 1)
        layout.addStretch()
        self.show_counts([0] * len(LABELS))
        self._cells[None].setChecked(True)
        self._group.idToggled.connect(self._report)

    @property
    def label(self) -> int | None:
        """The label to show; None for all."""
        checked = self._group.checkedId()
        return None if checked == _ALL else checked

    def show_counts(self, counts: Sequence[int]) -> None:
        """Show the number of drawings of each label, in the order of `LABELS`."""
        for label, cell in self._cells.items():
            cell.show_count(sum(counts) if label is None else counts[label])

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
        text = QFontMetrics(self._title_font).horizontalAdvance(self._title)
        return QSize(max(4 * UNIT, text + UNIT), 2 * self.fontMetrics().height() + UNIT)

    def minimumSizeHint(self) -> QSize:
        hint = self.sizeHint()
        return QSize(3 * UNIT if hint.width() == 4 * UNIT else hint.width(), hint.height())

    @property
    def _title_font(self) -> QFont:
        return scaled_font(self.font(), weight=QFont.Weight.DemiBold)

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
        painter.setFont(self._title_font)
        painter.setPen(self.palette().color(role.Dark if is_empty else role.WindowText))
        painter.drawText(QRect(0, top, self.width(), line), centred, self._title)
        painter.setFont(scaled_font(self.font(), SMALL))
        painter.setPen(self.palette().color(role.Dark if is_empty else role.PlaceholderText))
        painter.drawText(QRect(0, top + line, self.width(), line), centred, self._count)
