"""The toolbar of the pad: pen, eraser, width, position in an ink file, undo, redo and clear."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from lenet_desktop.state.pad_content import FilePosition, PadContent, content_of
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps
from lenet_desktop.text.plain import literal
from lenet_desktop.widgets.actions import make_action, make_button, set_tooltip
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.pad.history_actions import HistoryActions
from lenet_desktop.widgets.pad.pad import Pad, Tool

WIDTHS = {Tool.PEN: (15, 100, 45), Tool.ERASER: (30, 250, 100)}
"""Minimum, maximum and default width of each tool, in thousandths of the pad's side."""
WIDTH_STEP = 5


class DrawingToolbar(QWidget):
    """The drawing commands, as buttons and as actions for menus."""

    def __init__(
        self,
        pad_history: SnapshotHistory[PadContent],
        pad: Pad,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._pad_history, self._pad, self._settings = pad_history, pad, settings
        self._widths = {
            tool: min(max(settings.width(tool.value, first), least), greatest)
            for tool, (least, greatest, first) in WIDTHS.items()
        }
        self._make_tool_actions()
        history = HistoryActions(pad_history, self)
        self.undo, self.redo, self.clear = history.undo, history.redo, history.clear
        self._make_file_actions()
        self._separators = [QAction(self), QAction(self)]
        for separator in self._separators:
            separator.setSeparator(True)
        self._slider = self._make_slider()
        self._position_label = caption("", self)
        self._position_label.setObjectName("page_label")
        self._lay_out()
        pad.eraser_removes_strokes = settings.eraser_removes_strokes
        self._use_pen()
        self._use_widths()
        pad_history.changed.connect(self._refresh)
        self._refresh()

    def _make_tool_actions(self) -> None:
        self.pen = make_action(
            self, "action_pen", self.tr("Pe&n"), self._use_pen, shortcut="P", drawing="pen"
        )
        self.eraser = make_action(
            self,
            "action_eraser",
            self.tr("&Eraser"),
            self._use_eraser,
            shortcut="E",
            drawing="eraser",
        )
        set_tooltip(self.eraser, self.tr("Eraser (or the right mouse button)"))
        tools = QActionGroup(self)
        for action in (self.pen, self.eraser):
            action.setCheckable(True)
            tools.addAction(action)
        self.whole_strokes = make_action(
            self,
            "action_whole_strokes",
            self.tr("Eraser Removes Whole &Strokes"),
            self._switch_whole_strokes,
        )
        self.whole_strokes.setCheckable(True)
        self.whole_strokes.setChecked(self._settings.eraser_removes_strokes)
        self.wider = make_action(self, "action_wider", self.tr("&Wider"), self._widen, shortcut="]")
        self.narrower = make_action(
            self, "action_narrower", self.tr("Narr&ower"), self._narrow, shortcut="["
        )

    def _make_file_actions(self) -> None:
        self.previous = make_action(
            self,
            "action_previous",
            self.tr("Pre&vious Drawing of the File"),
            self._previous_drawing,
            shortcut="PgUp",
            drawing="previous",
        )
        self.next = make_action(
            self,
            "action_next",
            self.tr("Ne&xt Drawing of the File"),
            self._next_drawing,
            shortcut="PgDown",
            drawing="next",
        )

    def _make_slider(self) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal, self)
        slider.setObjectName("width_slider")
        slider.setAccessibleName(self.tr("Width of the pen or eraser"))
        slider.setToolTip(self.tr("Width of the pen or eraser ([ and ])"))
        slider.setSingleStep(WIDTH_STEP)
        slider.setMinimumWidth(64)
        slider.setMaximumWidth(160)
        slider.setMinimumHeight(24)
        slider.valueChanged.connect(self._set_width)
        return slider

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(make_button(self.pen, "pen_button"))
        layout.addWidget(make_button(self.eraser, "eraser_button"))
        layout.addSpacing(8)
        layout.addWidget(self._slider, 1)
        layout.addStretch(1)
        self._file_buttons = (
            make_button(self.previous, "previous_button"),
            make_button(self.next, "next_button"),
        )
        layout.addWidget(self._file_buttons[0])
        layout.addWidget(self._position_label)
        layout.addWidget(self._file_buttons[1])
        layout.addStretch(1)
        layout.addWidget(make_button(self.undo, "undo_button"))
        layout.addWidget(make_button(self.redo, "redo_button"))
        layout.addWidget(make_button(self.clear, "clear_button"))

    @property
    def undo_actions(self) -> list[QAction]:
        """Undo and redo."""
        return [self.undo, self.redo]

    @property
    def edit_actions(self) -> list[QAction]:
        """All other commands."""
        return [
            self.clear,
            self._separators[0],
            self.pen,
            self.eraser,
            self.whole_strokes,
            self.wider,
            self.narrower,
            self._separators[1],
            self.previous,
            self.next,
        ]

    def choose(self, tool: Tool) -> None:
        """Choose the tool of the left mouse button."""
        (self._use_pen if tool is Tool.PEN else self._use_eraser)()

    def _use_pen(self) -> None:
        self.pen.setChecked(True)
        self._pad.tool = Tool.PEN
        self._show_width()

    def _use_eraser(self) -> None:
        self.eraser.setChecked(True)
        self._pad.tool = Tool.ERASER
        self._show_width()

    def _switch_whole_strokes(self) -> None:
        whole = self.whole_strokes.isChecked()
        self._pad.eraser_removes_strokes = self._settings.eraser_removes_strokes = whole

    def _show_width(self) -> None:
        least, greatest, _ = WIDTHS[self._pad.tool]
        width = self._widths[self._pad.tool]
        with QSignalBlocker(self._slider):
            self._slider.setRange(least, greatest)
            self._slider.setValue(width)

    def _set_width(self, width: int) -> None:
        self._widths[self._pad.tool] = width
        self._settings.set_width(self._pad.tool.value, width)
        self._use_widths()

    def _use_widths(self) -> None:
        self._pad.pen_width = self._widths[Tool.PEN] / 1000
        self._pad.eraser_width = self._widths[Tool.ERASER] / 1000

    def _widen(self) -> None:
        self._slider.setValue(self._slider.value() + WIDTH_STEP)

    def _narrow(self) -> None:
        self._slider.setValue(self._slider.value() - WIDTH_STEP)

    def _previous_drawing(self) -> None:
        self._move(-1)

    def _next_drawing(self) -> None:
        self._move(1)

    def _move(self, by: int) -> None:
        position = self._pad_history.value.position
        if position is not None:
            moved = position.moved(by)
            content = content_of(moved.drawing.strokes, position=moved)
            self._pad_history.replace(content, steps.opening)

    def _refresh(self) -> None:
        self._show_position(self._pad_history.value.position)

    def _show_position(self, position: FilePosition | None) -> None:
        count = 0 if position is None else len(position.drawings)
        for widget in (*self._file_buttons, self._position_label):
            widget.setVisible(count > 1)
        self.previous.setEnabled(position is not None and position.index > 0)
        self.next.setEnabled(position is not None and position.index + 1 < count)
        if position is not None:
            self._position_label.setText(
                self.tr("{number} of {count}").format(
                    number=self.locale().toString(position.index + 1),
                    count=self.locale().toString(count),
                )
            )
            self._position_label.setToolTip(literal(str(position.file)))
