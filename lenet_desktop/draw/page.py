"""The page to draw on: the bar and the pad, and beside them what was read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from lenet_desktop.draw.pad import Pad, Tool
from lenet_desktop.draw.reading_panel import ReadingPanel
from lenet_desktop.draw.toolbar import DrawingToolbar
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.label_buttons import pressed_digit
from lenet_desktop.widgets.page import MenuSection, Page

MARGIN, GAP = 2 * UNIT, 3 * UNIT
LOW = 600
"""Height of the page below which the gaps in the column are narrow."""
LEAST_PAD = 320
PANEL_WIDTHS = 320, 440
"""Least and greatest width of the column beside the pad, unless its texts need more."""


class DrawPage(Page):
    """Holds the pad, its bar and the column of what was read.

    A digit's key says what is drawn: it goes into My Digits.
    """

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.setObjectName("draw_page")
        self.pad = Pad(workspace.pad_history, self)
        self.bar = DrawingToolbar(workspace.pad_history, self.pad, workspace.settings, self)
        self.panel = ReadingPanel(workspace.reader, workspace.my_digits, workspace.network, self)
        DrawLayout(self.bar, self.pad, self.panel, self)
        self._reader, self._my_digits = workspace.reader, workspace.my_digits
        self._notices = workspace.notices
        workspace.reader.changed.connect(self._mark_digits)
        workspace.device_found.connect(self.panel.device.show_device)
        if workspace.device is not None:
            self.panel.device.show_device(workspace.device)
        self.pad.dropped.connect(self.dropped)
        self.pad.digit_clicked.connect(workspace.reader.select)
        self.panel.label_requested.connect(self._keep)

    @property
    def title(self) -> str:
        """The text of the tab."""
        return self.tr("&Draw")

    @property
    def shows_pad(self) -> bool:
        """The pad is on this page."""
        return True

    def actions_in(self, section: MenuSection) -> Sequence[QAction]:
        """Return the actions of the pad, and the choice of a digit."""
        match section:
            case "undo":
                return self.bar.undo_actions
            case "edit":
                return self.bar.edit_actions
            case "view":
                return self.panel.previous_digit, self.panel.next_digit

    def view_state(self) -> dict[str, object]:
        """Return the tool."""
        return {"tool": self.pad.tool}

    def restore(self, state: Mapping[str, object]) -> None:
        """Choose the tool again."""
        self.bar.choose(Tool(state["tool"]))

    def _mark_digits(self) -> None:
        reader = self._reader
        self.pad.marks.show_reading(reader.content, reader.reading, reader.selected)

    def _keep(self, digit: int) -> None:
        """Keep the digit that the details are of as what a person says it is."""
        reader = self._reader
        reader.catch_up()
        if reader.content.picture is not None:
            self._notices.info(
                self.tr("A picture has no strokes to learn from: draw the digit with the pen.")
            )
        elif reader.ink:
            self._my_digits.keep(reader.ink, digit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a digit for what is drawn."""
        digit = pressed_digit(event)
        if digit is None:
            super().keyPressEvent(event)
        else:
            self._keep(digit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the gaps of the column on a low page."""
        super().resizeEvent(event)
        self.panel.set_gap(UNIT if self.height() < LOW else 2 * UNIT)


class DrawLayout(QLayout):
    """Gives the pad the largest square that fits and centres it with the bar and the column.

    Qt lays it out again whenever one of its widgets needs another size. It only places its widgets
    and sets nothing of theirs: a change of theirs would ask for the next pass, without end.
    """

    def __init__(self, bar: QWidget, pad: QWidget, panel: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        for widget in (bar, pad, panel):
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        """Take over the next of bar, pad and column."""
        self._items.append(item)

    def count(self) -> int:
        """Return the number of items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Return an item, or None past the last."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        """Remove an item and return it, or None past the last."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size of a pad one can draw on, with the whole column beside it."""
        bar, _, panel = self._items
        height = max(bar.sizeHint().height() + UNIT + LEAST_PAD, panel.minimumSize().height())
        return QSize(LEAST_PAD + GAP + self._panel_width(0), height).grownBy(self.contentsMargins())

    def sizeHint(self) -> QSize:
        """Return the least size: the layout fills any larger one."""
        return self.minimumSize()

    def _panel_width(self, width: int) -> int:
        """Return the width of the column in a page of some width."""
        least, greatest = PANEL_WIDTHS
        needed = self._items[-1].minimumSize().width()
        return max(min(max(width // 4, least), greatest), needed)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Place bar, pad and column in a rectangle of the page."""
        super().setGeometry(rect)
        bar, pad, panel = self._items
        room = rect.marginsRemoved(self.contentsMargins())
        bar_height = bar.sizeHint().height()
        panel_width = self._panel_width(room.width())
        side = min(room.height() - bar_height - UNIT, room.width() - GAP - panel_width)
        left = room.left() + (room.width() - side - GAP - panel_width) // 2
        height = bar_height + UNIT + side
        top = room.top() + (room.height() - height) // 2
        bar.setGeometry(QRect(left, top, side, bar_height))
        pad.setGeometry(QRect(left, top + bar_height + UNIT, side, side))
        panel_height = max(height, panel.minimumSize().height())
        panel_top = min(top, room.bottom() + 1 - panel_height)
        panel.setGeometry(QRect(left + side + GAP, panel_top, panel_width, panel_height))
