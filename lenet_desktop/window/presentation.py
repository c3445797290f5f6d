"""Presentation mode: the answer and the curves, large enough for the last row of a class."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QGuiApplication,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from core.digits import N_DIGITS
from lenet_desktop.charts.probability_bars import ProbabilityBars
from lenet_desktop.draw.prediction import Prediction
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.metrics import UNIT, scaled_font
from lenet_desktop.widgets.actions import make_button
from lenet_desktop.widgets.controls.buttons import push_button
from lenet_desktop.widgets.controls.segmented_control import SegmentedControl
from lenet_desktop.widgets.images.pixel_image import PixelImage
from lenet_desktop.widgets.pad.pad import Pad

_TEXT, _BARS, _LINE = 1.8, 1.35, 2.5
"""Size of text, also beside the bars, and width of curves, as multiples of the usual ones."""


class PresentationStack(QStackedWidget):
    """Shows its first widget, which has the pages, or a presentation in its place."""

    presenting_changed = Signal(bool)
    """A presentation was started or ended."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._presentation: Presentation | None = None

    @property
    def is_presenting(self) -> bool:
        """Whether a presentation is shown."""
        return self._presentation is not None

    def present(self, actions: Sequence[QAction], *, shows_curves: bool) -> None:
        """Start a presentation.

        Parameters
        ----------
        actions
            Buttons below the pad.
        shows_curves
            Whether it begins with the curves of the run, not with the answer.
        """
        view = self._presentation = Presentation(self._workspace, actions, self)
        view.closed.connect(self.end)
        self.addWidget(view)
        self.setCurrentWidget(view)
        view.show_curves(shows_curves)
        self.presenting_changed.emit(True)

    def end(self) -> None:
        """Return to the pages."""
        view, self._presentation = self._presentation, None
        if view is not None:
            self.setCurrentIndex(0)
            self.removeWidget(view)
            view.deleteLater()
            self.presenting_changed.emit(False)


class Presentation(QWidget):
    """A pad beside the answer, the network input and the probabilities; or the curves of a run."""

    closed = Signal()
    """The user wants the pages back."""

    def __init__(
        self, workspace: Workspace, actions: Sequence[QAction], parent: QWidget | None = None
    ) -> None:
        from lenet_desktop.train.curves_view import CurvesView

        super().__init__(parent)
        self.setObjectName("presentation")
        font = scaled_font(QGuiApplication.font(), _TEXT)
        self.setFont(font)
        self._choice = SegmentedControl(
            [self.tr("Answer"), self.tr("Curves")], "presentation_view", self
        )
        for button in self._choice.findChildren(QToolButton):
            button.setFont(font)
        close = push_button("close_presentation_button", self.tr("Back (Esc)"), self)
        close.clicked.connect(self.closed)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self).activated.connect(self.closed)
        self._curves = CurvesView(workspace.training, self)
        self._curves.setObjectName("presented_curves")
        for card in self._curves.plots:
            card.enlarge(font, _LINE)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(_Answer(workspace, actions, self))
        self._stack.addWidget(self._curves)
        self._choice.chosen.connect(self._stack.setCurrentIndex)
        head = QHBoxLayout()
        head.addWidget(self._choice)
        head.addStretch(1)
        head.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 0, 2 * UNIT, 2 * UNIT)
        layout.addLayout(head)
        layout.addWidget(self._stack, 1)

    def show_curves(self, shows_curves: bool) -> None:
        """Show the curves, or the answer."""
        self._choice.choose(int(shows_curves))
        self._stack.setCurrentIndex(int(shows_curves))


class _Answer(QWidget):
    """The pad at the left; what the network makes of it at the right."""

    def __init__(self, workspace: Workspace, actions: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self._reader = workspace.reader
        self._pad = Pad(workspace.pad_history, self)
        self._pad.setObjectName("presented_pad")
        self._pad.marks.setObjectName("presented_marks")
        self._pad.pen_width = workspace.settings.width("pen", 45) / 1000
        self._pad.digit_clicked.connect(self._reader.select)
        self._buttons = QWidget(self)
        buttons = QHBoxLayout(self._buttons)
        buttons.setContentsMargins(0, 0, 0, 0)
        for action in actions:
            button = make_button(action, f"presented_{action.objectName()}")
            button.setIconSize(QSize(4 * UNIT, 4 * UNIT))
            buttons.addWidget(button)
        buttons.addStretch(1)
        self._prediction = Prediction(self)
        for part in self._prediction.findChildren(QLabel):
            part.setObjectName(f"presented_{part.objectName()}")
        (self._confidence,) = self._prediction.findChildren(QLabel, "presented_confidence")
        self._scale = 1.0
        self._input = PixelImage(self)
        self._input.setObjectName("presented_input")
        self._bars = ProbabilityBars(Qt.Orientation.Horizontal, self)
        self._bars.setObjectName("presented_probabilities")
        self._reader.changed.connect(self._show_reading)
        self._show_reading()

    def minimumSizeHint(self) -> QSize:
        """Return the size below which nothing could be read from afar."""
        return QSize(640, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the pad the largest square beside as much room for the answer."""
        super().resizeEvent(event)
        foot, gap = self._buttons.sizeHint().height(), 3 * UNIT
        side = min(self.height() - foot, (self.width() - gap) // 2)
        self._pad.setGeometry(0, 0, side, side)
        self._buttons.setGeometry(0, side, side, foot)
        right = QRect(side + gap, 0, self.width() - side - gap, self.height())
        half = (right.width() - gap) // 2
        top = min(half + 6 * UNIT, right.height() // 2)
        self._prediction.setGeometry(right.x(), 0, half, top)
        self._input.setGeometry(right.x() + half + gap, 0, half, top)
        self._bars.setGeometry(right.adjusted(0, top + gap, 0, 0))
        self._fit_bars()
        self._fit_confidence()

    def _fit_confidence(self) -> None:
        """Write the text below the digits smaller where it would be cut off."""
        font, text = QGuiApplication.font(), self._confidence.text()
        needed = QFontMetrics(scaled_font(font, _TEXT)).horizontalAdvance(text) + UNIT
        scale = min(1.0, self._prediction.width() / needed)
        if scale != self._scale:
            self._scale = scale
            self._confidence.setFont(scaled_font(font, _TEXT * scale))

    def _fit_bars(self) -> None:
        """Use smaller texts where there is little room, as on a small screen."""
        font = QGuiApplication.font()
        line = QFontMetrics(scaled_font(font, _BARS)).height()
        scale = min(1.0, self._bars.height() / (N_DIGITS * line))
        self._bars.setFont(scaled_font(font, _BARS * scale))

    def _show_reading(self) -> None:
        reader = self._reader
        reading, selected = reader.reading, reader.selected
        self._pad.marks.show_reading(reader.content, reading, selected)
        self._prediction.show_reading(reading, selected, is_blank=reader.content.is_blank)
        self._fit_confidence()
        self._input.show_pixels(reader.image)
        digit = reading.digits[selected] if reading.digits else None
        self._bars.show_probabilities(
            digit.probabilities if digit else None, is_sure=digit is not None and not digit.unsure
        )
