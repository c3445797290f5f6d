"""The confusion matrix to explore, by mouse and by keyboard."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from core.evaluation.confusion import ALL, Cell, Confusion
from lenet_desktop.charts.matrix_layout import MatrixLayout
from lenet_desktop.charts.matrix_painter import MatrixPainter
from lenet_desktop.charts.matrix_values import DIGITS, MatrixValues, Measure


class ConfusionView(QWidget):
    """Shows what was read for what; a cell, a row or a column can be chosen.

    Keys: arrows move the cursor, also onto the labels; Home, End, Page Up and Page Down go to the
    ends; Enter or Space chooses; Escape takes the choice back.
    """

    cell_chosen = Signal(object, object)
    """True and predicted digit; None for all of them, twice None when the choice is taken back."""
    pointed = Signal(str)
    """The sentence of what the mouse or the cursor is at; empty when it is nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("confusion_view")
        self._figures = MatrixValues(Confusion(np.zeros((DIGITS, DIGITS), np.int64)))
        self._choice = ALL
        self._cursor = Cell(0, 0)
        self._hovered: Cell | None = None
        self._shows_cursor = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Confusion matrix"))

    @property
    def figures(self) -> MatrixValues:
        """What is shown."""
        return self._figures

    @property
    def choice(self) -> Cell:
        """What was chosen last."""
        return self._choice

    @property
    def cursor_place(self) -> Cell:
        """Where the keyboard is."""
        return self._cursor

    def show_figures(self, figures: MatrixValues) -> None:
        """Show a matrix; the choice stays."""
        self._figures = figures
        self._describe()
        self.update()

    def set_measure(self, measure: Measure) -> None:
        """Show the same matrix by another measure."""
        self.show_figures(MatrixValues(self._figures.confusion, measure, self._figures.reference))

    def choose(self, place: Cell) -> None:
        """Choose a cell, a row, a column or, with `ALL`, none of them."""
        self._choice = self._cursor = place
        self._describe()
        self._tell()
        self.update()
        self.cell_chosen.emit(place.true, place.predicted)

    def forget_choice(self) -> None:
        """Take the choice back without telling."""
        self._choice = ALL
        self._describe()
        self.update()

    def place_rect(self, place: Cell) -> QRectF:
        """Where a cell, or the label of a row or column, is."""
        return self._layout().rect(place)

    def _layout(self) -> MatrixLayout:
        return MatrixLayout(QSizeF(self.size()), self.font())

    def _hover(self, place: Cell | None) -> None:
        if place != self._hovered:
            self._hovered = place
            self._tell()
            self.update()

    def _move_cursor(self, place: Cell) -> None:
        self._cursor, self._shows_cursor, self._hovered = place, True, None
        self._describe()
        self._tell()
        self.update()

    def _tell(self) -> None:
        place = self._hovered or (self._cursor if self.hasFocus() else None)
        self.pointed.emit("" if place is None else self._figures.sentence(place))

    def _describe(self) -> None:
        """Let a screen reader say what the cursor is at."""
        sentence = self._figures.sentence(self._cursor)
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

    def sizeHint(self) -> QSize:
        """Cells that are easy to hit."""
        return QSize(480, 480)

    def minimumSizeHint(self) -> QSize:
        """Numbers that can just be read."""
        return QSize(300, 280)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the matrix, what is chosen, what the mouse is at, and the cursor."""
        del event
        painter, layout, role = QPainter(self), self._layout(), QPalette.ColorRole
        matrix = MatrixPainter(self._figures, layout, self.palette(), self.font())
        matrix.paint(painter, self._hovered or self._choice)
        if self._hovered is not None:
            self._paint_frame(painter, layout.extent(self._hovered), role.PlaceholderText)
        if self._choice != ALL:
            self._paint_frame(painter, layout.extent(self._choice), role.Text)
        if self.hasFocus() and self._shows_cursor:
            self._paint_frame(painter, layout.rect(self._cursor), role.Accent)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Point at what is under the mouse."""
        place = self._layout().at(event.position())
        self.setCursor(
            Qt.CursorShape.ArrowCursor if place is None else Qt.CursorShape.PointingHandCursor
        )
        self._hover(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose what is under the mouse, or take the choice back."""
        place = self._layout().at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and place is not None:
            self._shows_cursor = False
            self.choose(ALL if place == self._choice else place)

    def leaveEvent(self, event: QEvent) -> None:
        """Point at nothing."""
        self._hover(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the cursor, choose, or take the choice back."""
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
        """Show where the keyboard is."""
        reason = Qt.FocusReason
        self._shows_cursor = event.reason() in (reason.TabFocusReason, reason.BacktabFocusReason)
        self._tell()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keyboard left."""
        self._tell()
        super().focusOutEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tell the sentence of what the mouse rests on."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._layout().at(QPointF(event.pos()))
            text = "" if place is None else self._figures.sentence(place)
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)


def _moved(place: Cell, key: Qt.Key) -> Cell | None:
    """Where a key takes the cursor; the labels lie before the first row and column."""
    row = -1 if place.true is None else place.true
    column = -1 if place.predicted is None else place.predicted
    keys, last = Qt.Key, DIGITS - 1
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
