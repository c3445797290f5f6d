"""The network as a strip: every value of every layer, from the image to the probabilities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from core.recognition.activations import INPUT, PROBABILITIES, inner_sections, layers_of
from lenet_desktop.inside.question import Question
from lenet_desktop.inside.stages.answer_view import AnswerView
from lenet_desktop.inside.stages.captions import Caption, Captions
from lenet_desktop.inside.stages.cells import Cells, arranged_stages
from lenet_desktop.inside.stages.colours import INK, scale_of, slope_scale_of
from lenet_desktop.inside.stages.kernels import Kernels
from lenet_desktop.inside.stages.lines import outline_path, paint_lines, paint_path
from lenet_desktop.inside.stages.marks import paint_marks
from lenet_desktop.inside.stages.names import heading_of, title_of
from lenet_desktop.inside.stages.stage_view import StageView
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.text.numbers import whole
from lenet_desktop.theme.metrics import UNIT, scaled, scaled_size
from lenet_desktop.widgets.controls.buttons import push_button

_LARGEST_UNIT = 3 * UNIT
"""Side of the cell of a unit in pixels, at most."""
_ANSWER_WIDTHS, _LEAST_ANSWER = (17 * UNIT, 28 * UNIT), 12 * UNIT
_ANSWER_SHARE = 0.17
"""Width of the output: least and greatest in pixels, and as a share of the strip.

It falls below that least width where the stages leave no room.
"""
_LEAST_GAP, _LEAST_BETWEEN = 2.5 * UNIT, UNIT
"""Between two stages, and between what stands above them."""
_NARROW = 90 * UNIT
"""Width of the strip below which the numbers of maps would not fit above them."""
_INPUT_SHARE, _LEAST_INPUT = 0.36, 60
"""Largest side of the input as a share of the height, unless that is less than these pixels."""


class NetworkStrip(QWidget):
    """Shows the values of all stages, live, and lines to what one of them depends on.

    The kernels of the convolutions can be shown in place of their maps. With a gradient, all of
    them are coloured by it.
    """

    weight_dragged = Signal(str, object, float)
    """The name and the index of a weight, and the value that it is dragged to."""

    def __init__(
        self, inspection: Inspection, question: Question, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("network_strip")
        self._inspection, self._question = inspection, question
        self._network = inspection.weights.network
        self._is_stale = True
        self._is_narrow = False
        self._captions = Captions(self)
        self._texts: Sequence[Caption] = ()
        self.views: dict[str, StageView] = {}
        self._answer: AnswerView
        self._open: tuple[str, ...] = ()
        """The stages within the residual block of the pinned value."""
        self.kernels_button = push_button("kernels_button", self.tr("Kernels"), self)
        self.kernels_button.setCheckable(True)
        self.kernels_button.setToolTip(
            self.tr("Show the kernels in place of the maps; drag a weight up or down to change it")
        )
        self.kernels_button.toggled.connect(self._arrange)
        self.close_button = push_button("close_block_button", self.tr("All layers"), self)
        self.close_button.clicked.connect(question.release)
        self.close_button.hide()
        self._make_views()
        inspection.changed.connect(self._look_again)
        question.changed.connect(self._follow_question)
        question.changed.connect(self._describe_value)
        inspection.rested.connect(self._describe_value)

    def _make_views(self) -> None:
        """Make the views of the stages; those that are there already are kept."""
        found = self._inspection.activations
        if self._inspection.weights.network != self._network:
            self._network = self._inspection.weights.network
            self._close(self.views)
            self.views = {}
        self._logits = tuple(found.sections)[-1]
        names = [name for name in found.values if name != PROBABILITIES]
        if self._open:
            # Only what leads to the block and the output fit beside its stages in a small window.
            block = found.sections[_block_of(self._open[0])]
            around = dict.fromkeys((INPUT, block.before, *self._open, block.name, self._logits))
            names = list(around)
        views = {name: self.views.pop(name, None) or self._make_view(name) for name in names}
        self._close(self.views)
        self.views = views
        weights = self._inspection.weights.arrays.items()
        has_kernels = {name for name, array in weights if array.ndim == 4}
        self.kernels_button.setEnabled(any(f"{name}.weight" in has_kernels for name in views))
        for view, after in pairwise(views.values()):
            QWidget.setTabOrder(view, after)

    def _make_view(self, name: str) -> StageView:
        if name == self._logits:
            view = self._answer = AnswerView(name, heading_of(name), self)
        else:
            view = StageView(name, heading_of(name), self)
        view.asked.connect(self._question.ask)
        view.pinned.connect(self._question.pin)
        view.released.connect(self._question.release)
        view.dragged.connect(self.weight_dragged)
        view.setVisible(True)
        return view

    def _close(self, views: Mapping[str, StageView]) -> None:
        for view in views.values():
            view.hide()
            view.deleteLater()

    def _follow_question(self) -> None:
        """Open the residual block of the pinned value, and paint the lines to it."""
        pinned = self._question.pinned
        section = None
        # Gradients are not computed with respect to values within a block.
        if pinned is not None and self._inspection.gradients is None:
            section = self._inspection.activations.sections.get(_block_of(pinned[0]))
        is_open = () if section is None else tuple(inner_sections(section))
        if is_open != self._open:
            self._open = is_open
            self.close_button.setVisible(bool(is_open))
            self._make_views()
            self._arrange()
        self.update()

    def _shape(self, view: StageView) -> str:
        shape = self._inspection.activations.value_of(view.stage).shape
        if view.kernels is not None:
            shape = tuple(side for side in view.kernels.shape if side > 1)
        sides = shape if shape[0] > 1 and not self._is_narrow else shape[-2:]
        return "×".join(whole(side) for side in sides)

    def _describe_value(self) -> None:
        """Say to a screen reader what the value is that is asked about."""
        focused = self.focusWidget()
        explanation = self._question.explanation if self.isVisible() else None
        if isinstance(focused, StageView) and explanation is not None:
            focused.setAccessibleDescription(title_of(explanation))

    def _look_again(self) -> None:
        if self._inspection.weights.network != self._network:
            self._open = ()
            self._make_views()
            self._arrange()
        self._follow_question()
        self._is_stale = True
        self.update()

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(940, 440)

    def minimumSizeHint(self) -> QSize:
        """Return the size at which every value has at least a pixel."""
        return scaled_size(500, 230)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the stages."""
        super().resizeEvent(event)
        self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """Arrange the stages for the screen."""
        super().showEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Colour the values for another appearance."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._arrange()

    def _arrange(self) -> None:
        """Give every stage the largest cells with which all of them fit."""
        ratio = self.devicePixelRatioF()
        room = max(self.height() - self._captions.head - self._captions.foot, 1)
        height = int(room * ratio)
        least, greatest = (int(scaled(width)) for width in _ANSWER_WIDTHS)
        answer_width = min(max(int(_ANSWER_SHARE * self.width()), least), greatest)
        self._is_narrow = self.width() < scaled(_NARROW)
        captions = self._widths_of_captions()
        while True:
            layout = self._cells(height, int(room * ratio), ratio)
            widths = {
                name: max(cells.size[1] / ratio, captions[name] + _LEAST_BETWEEN - _LEAST_GAP)
                for name, cells in layout.items()
            }
            between = self.width() - answer_width - sum(widths.values())
            if between >= _LEAST_GAP * len(layout) or height < 100:
                break
            height = int(height * 0.95)
        missing = max(int(_LEAST_GAP * len(layout) - between), 0)
        taken = min(missing, max(answer_width - int(scaled(_LEAST_ANSWER)), 0))
        answer_width, gap, left = answer_width - taken, (between + taken) / len(layout), 0.0
        for name, cells in layout.items():
            rows, columns = cells.size
            top = self._captions.head + (room - rows / ratio) / 2
            aside = (widths[name] - columns / ratio) / 2
            self.views[name].show_cells(*self._shown(name, cells, left + aside, top))
            left += widths[name] + gap
        left = self.width() - answer_width
        self._answer.fit(left, self._captions.head, answer_width, room)
        self._texts = [
            Caption(heading_of(name), self._shape(view)) for name, view in self.views.items()
        ]
        self._look_again()

    def _shown(
        self, name: str, cells: Cells, left: float, top: float
    ) -> tuple[Cells, float, float, Kernels | None]:
        """Return what is shown in the place of a stage: its values, or its kernels if chosen."""
        weights = self._inspection.weights.arrays.get(f"{name}.weight")
        if weights is None or weights.ndim != 4 or not self.kernels_button.isChecked():
            return cells, left, top, None
        kernels = Kernels(weights.shape)
        of_kernels = kernels.cells_in(cells)
        if of_kernels is None:
            return cells, left, top, None
        ratio = self.devicePixelRatioF()
        (height, width), (rows, columns) = cells.size, of_kernels.size
        left, top = left + (width - columns) / 2 / ratio, top + (height - rows) / 2 / ratio
        return of_kernels, left, top, kernels

    def _widths_of_captions(self) -> dict[str, float]:
        """Return the widths of what stands above the stages."""
        return {
            name: self._captions.width_of(Caption(heading_of(name), self._shape(view)))
            for name, view in self.views.items()
        }

    def _cells(self, height: int, whole: int, ratio: float) -> dict[str, Cells]:
        found = self._inspection.activations
        shapes = {name: found.value_of(name).shape for name in self.views if name != self._logits}
        of_input = int(height * _INPUT_SHARE)
        if not self._is_narrow:
            of_input = max(of_input, int(ratio * _LEAST_INPUT))
        return arranged_stages(shapes, height, of_input, whole, int(_LARGEST_UNIT * ratio))

    def _refresh(self) -> None:
        """Colour the values of a new image."""
        self._is_stale = False
        layers = layers_of(self._network)
        found, slopes = self._inspection.activations, self._inspection.gradients
        for name, view in self.views.items():
            if view.kernels is not None:
                params = found.weights.arrays if slopes is None else slopes.params
                weights = params[f"{name}.weight"]
                scale = scale_of(weights, is_signed=True)
                if slopes is not None:
                    scale = slope_scale_of(weights)
                view.show_weights(weights, scale, can_drag=slopes is None)
            elif slopes is not None:
                view.show_values(slopes.values[name], slope_scale_of(slopes.values[name]))
            elif name == INPUT:
                view.show_values(found.values[name], INK)
            else:
                values, is_signed = found.value_of(name), layers[name].is_signed
                view.show_values(values, scale_of(values, is_signed=is_signed))
        shares, has_answer = found.values[PROBABILITIES], self._question.has_answer
        self._answer.show_probabilities(shares, has_answer=has_answer)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint all stages, their titles and legends, and the lines of the value asked about."""
        del event
        if self._is_stale:
            self._refresh()
        painter = QPainter(self)
        path = self._question.path if self._inspection.gradients is None else ()
        paint_path(painter, self.views, path, self.palette())
        for view in self.views.values():
            view.paint(painter)
        self._captions.paint(painter, tuple(self.views.values()), self._texts)
        paint_marks(painter, self.views, self._inspection.changes, self.palette())
        if len(self.views) == 2:  # The layers of an ensemble are those of its networks.
            text = self.tr("Several networks answer together. Choose one of them above.")
            self._captions.paint_between(painter, self.views[INPUT], self._answer, text)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        explanation = self._question.explanation
        if explanation is not None:
            before = {name: layer.before for name, layer in layers_of(self._network).items()}
            paint_lines(painter, self.views, before, explanation, self.palette())
        outline_path(painter, self.views, path, self.palette())


def _block_of(stage: str) -> str:
    """Return the stage of the network that a stage within a block, or a weight, belongs to."""
    return stage.partition(".")[0]
