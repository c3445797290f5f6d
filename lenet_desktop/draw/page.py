"""The Draw page: toolbar, pad, and the panel with the recognised digits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from lenet_desktop.draw.change_note import ChangeNote
from lenet_desktop.draw.collecting_bar import CollectingBar
from lenet_desktop.draw.file_label import FileLabel
from lenet_desktop.draw.picture_bar import PictureBar
from lenet_desktop.draw.reading_panel import ReadingPanel
from lenet_desktop.draw.recent_menu import RecentMenu
from lenet_desktop.draw.toolbar import DrawingToolbar
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text import steps
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.controls.label_buttons import pressed_label
from lenet_desktop.widgets.pad.pad import Pad
from lenet_desktop.widgets.page import MenuSection, Page
from lenet_desktop.widgets.parts_layout import PartsLayout

MARGIN, GAP = 2 * UNIT, 3 * UNIT
LOW = 600
"""Height of the page in pixels below which the gaps in the panel are small."""
LEAST_PAD = 320
PANEL_WIDTHS = 320, 720
"""Minimum and maximum width of the panel in pixels, unless its texts need more."""


class DrawPage(Page):
    """Contains the pad, its toolbar and the reading panel.

    A digit key, or N for what is not a digit, labels the drawing and adds it to My Digits.
    """

    networks_requested = Signal()
    """The user wants to choose another network."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.setObjectName("draw_page")

    def _make_content(self) -> None:
        workspace = self._workspace
        self.pad = Pad(workspace.pad_history, self)
        self.bar = DrawingToolbar(workspace.pad_history, self.pad, workspace.settings, self)
        self.panel = ReadingPanel(workspace.reader, workspace.my_digits, workspace.network, self)
        self.collecting = CollectingBar(
            workspace.collecting, workspace.pad_history, self.pad, workspace.settings, self
        )
        head = QWidget(self)
        lines = QVBoxLayout(head)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(UNIT)
        lines.addWidget(self.bar)
        lines.addWidget(self.collecting)
        self.picture_bar = PictureBar(workspace.reader, workspace.picture_digits, self)
        lines.addWidget(self.picture_bar)
        DrawLayout(head, self.pad, self.panel, self)
        self._reader, self._my_digits = workspace.reader, workspace.my_digits
        self._picture_digits = workspace.picture_digits
        workspace.reader.changed.connect(self._mark_digits)
        workspace.my_digits.changed.connect(self._mark_digits)
        workspace.device_found.connect(self.panel.device.show_device)
        if workspace.device is not None:
            self.panel.device.show_device(workspace.device)
        self.pad.dropped.connect(self.dropped)
        self.pad.digit_clicked.connect(workspace.reader.select)
        self.panel.label_requested.connect(self._keep)
        self.panel.inside_requested.connect(self.inside_requested)
        self.panel.model_card.change_requested.connect(self.networks_requested)
        self.change_note = ChangeNote(workspace.network_change, self.pad)
        self.recent = RecentMenu(workspace.recent_drawings, self)
        self.file_label = FileLabel(workspace.reader, self.pad)
        self._pad_history, self._adjusting = workspace.pad_history, workspace.picture_adjusting
        self.picture_bar.adjust_requested.connect(self._adjust)
        self._mark_digits()

    @property
    def title(self) -> str:
        """The text of the tab."""
        return self.tr("&Draw")

    @property
    def shows_pad(self) -> bool:
        """The pad is on this page."""
        return True

    def actions_in(self, section: MenuSection) -> Sequence[QAction]:
        """Return the actions of the pad and of the selection of a digit."""
        match section:
            case "undo":
                return self.bar.undo_actions
            case "edit":
                return *self.bar.edit_actions, self.recent.menuAction()
            case "view":
                return self.panel.previous_digit, self.panel.next_digit

    def _view_state(self) -> dict[str, object]:
        """Return the choices and the tool."""
        return {**super()._view_state(), "tool": self.pad.tool}

    def _restore(self, state: Mapping[str, Any]) -> None:
        """Make the same choices again."""
        self.bar.choose(state["tool"])
        super()._restore(state)

    def _mark_digits(self) -> None:
        reader = self._reader
        labels = map(self._picture_digits.label_at, range(len(reader.reading.digits)))
        corrected = {index: label for index, label in enumerate(labels) if label is not None}
        self.pad.marks.show_reading(reader.content, reader.reading, reader.selected, corrected)
        reading = reader.reading
        self.pad.show_misfits(reading.misfits, is_partial=reading.is_partial)

    def _adjust(self) -> None:
        """Ask for the part of the picture and the threshold."""
        from lenet_desktop.draw.picture_dialog import PictureDialog

        picture = self._pad_history.value.picture
        if picture is None:
            return
        dialog = PictureDialog(picture, self._adjusting, self._reader, self)
        dialog.accepted.connect(self._use_adjusted)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _use_adjusted(self) -> None:
        from lenet_desktop.draw.picture_dialog import PictureDialog

        dialog = self.sender()
        if isinstance(dialog, PictureDialog):
            self._pad_history.replace(PadContent(picture=dialog.picture), steps.picture)

    def _keep(self, label: int) -> None:
        """Label the selected digit and add it to My Digits."""
        reader = self._reader
        reader.catch_up()
        if reader.ink:
            self._my_digits.keep(reader.ink, label)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Label the drawing by a key."""
        label = pressed_label(event)
        if label is None:
            super().keyPressEvent(event)
        else:
            self._keep(label)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use smaller gaps in the panel on a low page."""
        super().resizeEvent(event)
        self.panel.set_gap(UNIT if self.height() < LOW else 2 * UNIT)


class DrawLayout(PartsLayout):
    """Gives the pad the largest square that fits, centred with the toolbar and the panel."""

    def __init__(self, bar: QWidget, pad: QWidget, panel: ReadingPanel, parent: QWidget) -> None:
        self._panel = panel
        super().__init__((bar, pad, panel), parent, MARGIN)

    def minimumSize(self) -> QSize:  # noqa: N802
        """Return the size with the smallest usable pad and the whole panel."""
        bar = self._items[0]
        height = max(bar.sizeHint().height() + UNIT + LEAST_PAD, self._panel.least_height())
        return QSize(LEAST_PAD + GAP + self._panel_width(0), height).grownBy(self.contentsMargins())

    def _panel_width(self, beside_pad: int) -> int:
        """Return the width of the panel, which takes the room that the pad leaves free."""
        least, greatest = PANEL_WIDTHS
        needed = self._items[-1].minimumSize().width()
        return max(min(max(beside_pad, least), greatest), needed)

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        """Arrange the toolbar, the pad and the panel in a rectangle."""
        super().setGeometry(rect)
        bar, pad, panel = self._items
        room = rect.marginsRemoved(self.contentsMargins())
        bar_height = bar.sizeHint().height()
        side = room.height() - bar_height - UNIT
        panel_width = self._panel_width(room.width() - GAP - side)
        side = min(side, room.width() - GAP - panel_width)
        left = room.left() + (room.width() - side - GAP - panel_width) // 2
        height = bar_height + UNIT + side
        top = room.top() + (room.height() - height) // 2
        bar.setGeometry(QRect(left, top, side, bar_height))
        pad.setGeometry(QRect(left, top + bar_height + UNIT, side, side))
        panel_height = max(height, panel.minimumSize().height())
        panel_top = min(top, room.bottom() + 1 - panel_height)
        panel.setGeometry(QRect(left + side + GAP, panel_top, panel_width, panel_height))
