"""The left column of the Train page: the form or the table of runs, above the controls."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, separator
from lenet_desktop.widgets.controls.segmented_control import SegmentedControl

FORM_WIDTHS = 288, 360
"""Minimum and maximum width with the form in pixels, unless its controls need more."""
RUNS_SHARE, GREATEST_RUNS_WIDTH = 0.42, 760
"""Width with the table of runs: share of the page, and maximum in pixels."""


class LeftColumn(QWidget):
    """Shows one of two sides; the table of runs gets more room than the form.

    The column is made before what it contains, whose parents are `form_side`, `runs_side` and the
    column itself: Qt looks up the styles of all widgets that get another parent.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._card = Card(self)
        self._stack = self.form_side = QStackedWidget(self._card)
        self.runs_side = QWidget(self._stack)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self._card, 1)

    def contain(self, form: QWidget, runs: QWidget, controls: QWidget) -> None:
        """Show the form or the table of runs, and the controls below them."""
        self._stack.addWidget(form)
        around = QVBoxLayout(self.runs_side)
        around.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT + 4)
        around.addWidget(runs)
        self._stack.addWidget(self.runs_side)
        self._switch = SegmentedControl(
            [self.tr("New run"), self.tr("Earlier runs")], "train_side", self._card
        )
        self._switch.setAccessibleName(self.tr("New run or earlier runs"))
        self._switch.chosen.connect(self._show_side)
        head = QHBoxLayout()
        head.setContentsMargins(UNIT + 4, UNIT, UNIT, UNIT)
        head.addWidget(self._switch)
        head.addStretch(1)
        inside = QVBoxLayout(self._card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(separator(self._card))
        inside.addWidget(self._stack, 1)
        self._layout.addWidget(controls)

    def show_form(self) -> None:
        """Show the form."""
        self._switch.choose(0)
        self._show_side(0)

    def set_gap(self, gap: int) -> None:
        """Set the space above the controls, in pixels."""
        self._layout.setSpacing(gap)

    def fit(self) -> None:
        """Set the width by that of the page."""
        least, greatest = FORM_WIDTHS
        page = self.parentWidget()
        assert page is not None
        width = min(max(page.width() // 4, least), greatest)
        if self._stack.currentIndex() == 1:
            width = min(round(RUNS_SHARE * page.width()), GREATEST_RUNS_WIDTH)
        self.setFixedWidth(max(width, self.minimumSizeHint().width()))

    def _show_side(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self.fit()
