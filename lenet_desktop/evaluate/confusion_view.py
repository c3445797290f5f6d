"""The confusion matrix, for mouse and keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QWidget

from core.digits import N_DIGITS
from core.evaluation.confusion import ALL, Cell
from lenet_desktop.charts.matrix.values import MatrixValues, Measure
from lenet_desktop.charts.matrix.view import MatrixView


class ConfusionView(MatrixView):
    """Shows a confusion matrix; a cell, a row or a column can be chosen.

    The arrow keys move the cursor over cells and labels; Home, End, Page Up and Page Down move it
    to the ends; Enter or Space chooses; Escape clears the choice.
    """

    cell_chosen = Signal(object, object)
    """True and predicted digit; None for all digits, both None if the choice is cleared."""
    pointed = Signal(str)
    """The description of the cell under the mouse or the cursor; empty without one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion_view")
        self._choice = ALL
        self._cursor = Cell(0, 0)
        self._hovered: Cell | None = None
        self._shows_cursor = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Confusion matrix"))

    @property
    def choice(self) -> Cell:
        """The chosen cell, row or column; `ALL` without a choice."""
        return self._choice

    @property
    def cursor_cell(self) -> Cell:
        """The cell, row or column at the keyboard cursor."""
        return self._cursor

    def show_values(self, values: MatrixValues) -> None:
        """Show a matrix and keep the choice."""
        super().show_values(values)
        self._describe()

    def set_measure(self, measure: Measure) -> None:
        """Show another measure of the same matrix."""
        self.show_values(MatrixValues(self.values.confusion, measure, self.values.reference))

    def choose(self, cell: Cell) -> None:
        """Choose a cell, a row or a column; `ALL` clears the choice."""
        self._choice = self._cursor = cell
        self._describe()
        self._emit_pointed()
        self.update()
        self.cell_chosen.emit(cell.true, cell.predicted)

    def forget_choice(self) -> None:
        """Clear the choice without emitting a signal."""
        self._choice = ALL
        self._describe()
        self.update()

    def cell_rect(self, cell: Cell) -> QRectF:
        """Return the rectangle of a cell, or of the label of a row or column."""
        return self.matrix_layout.rect(cell)

    def _hover(self, cell: Cell | None) -> None:
        if cell != self._hovered:
            self._hovered = cell
            self._emit_pointed()
            self.update()

    def _move_cursor(self, cell: Cell) -> None:
        self._cursor, self._shows_cursor, self._hovered = cell, True, None
        self._describe()
        self._emit_pointed()
        self.update()

    def _emit_pointed(self) -> None:
        cell = self._hovered or (self._cursor if self.hasFocus() else None)
        self.pointed.emit("" if cell is None else self.values.sentence(cell))

    def _describe(self) -> None:
        """Describe the cursor's cell to screen readers."""
        sentence = self.values.sentence(self._cursor)
        is_chosen = self._cursor == self._choice != ALL
        self.setAccessibleDescription(
            self.tr("{sentence}, chosen").format(sentence=sentence) if is_chosen else sentence
        )

    def _paint_frame(self, painter: QPainter, rect: QRectF, role: QPalette.ColorRole) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Base), 4))
        painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QPen(self.palette().color(role), 2))
        painter.drawRoundedRect(rect, 4, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the matrix, and frames around choice, hovered cell and cursor."""
        del event
        painter, layout, role = QPainter(self), self.matrix_layout, QPalette.ColorRole
        self.paint_matrix(painter, self._hovered or self._choice)
        if self._hovered is not None:
            self._paint_frame(painter, layout.extent(self._hovered), role.PlaceholderText)
        if self._choice != ALL:
            self._paint_frame(painter, layout.extent(self._choice), role.Text)
        if self.hasFocus() and self._shows_cursor:
            self._paint_frame(painter, layout.rect(self._cursor), role.Accent)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Highlight the cell under the mouse."""
        cell = self.matrix_layout.at(event.position())
        self.setCursor(
            Qt.CursorShape.ArrowCursor if cell is None else Qt.CursorShape.PointingHandCursor
        )
        self._hover(cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell under the mouse, or clear the choice."""
        cell = self.matrix_layout.at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and cell is not None:
            self._shows_cursor = False
            self.choose(ALL if cell == self._choice else cell)

    def leaveEvent(self, event: QEvent) -> None:
        """Remove the highlight."""
        self._hover(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, choose, or clear the choice."""
        key, cursor = Qt.Key, self._cursor
        if event.key() in (key.Key_Return, key.Key_Enter, key.Key_Space, key.Key_Select):
            self.choose(cursor)
        elif event.key() == key.Key_Escape and self._choice != ALL:
            self.choose(ALL)
        elif (moved := _moved(cursor, Qt.Key(event.key()))) is not None:
            self._move_cursor(moved)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        reason = Qt.FocusReason
        self._shows_cursor = event.reason() in (reason.TabFocusReason, reason.BacktabFocusReason)
        self._emit_pointed()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        self._emit_pointed()
        super().focusOutEvent(event)


def _moved(cell: Cell, key: Qt.Key) -> Cell | None:
    """Return where a key moves the cursor; the labels are before the first row and column."""
    row = -1 if cell.true is None else cell.true
    column = -1 if cell.predicted is None else cell.predicted
    keys, last = Qt.Key, N_DIGITS - 1
    targets = {
        keys.Key_Left: (row, column - 1),
        keys.Key_Right: (row, column + 1),
        keys.Key_Up: (row - 1, column),
        keys.Key_Down: (row + 1, column),
        keys.Key_Home: (row, -1),
        keys.Key_End: (row, last),
        keys.Key_PageUp: (-1, column),
        keys.Key_PageDown: (last, column),
    }
    if key not in targets:
        return None
    row, column = (min(max(number, -1), last) for number in targets[key])
    return Cell(row if row >= 0 else None, column if column >= 0 else None)
