"""The batch of a step: its images, their losses, and how far the weights of each layer moved."""

from __future__ import annotations

from math import log10

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QVBoxLayout, QWidget

from core.digits import SIDE
from core.training.inspection import InspectedStep
from lenet_desktop.state.training.stepping import Stepping
from lenet_desktop.text.networks import layer_title
from lenet_desktop.text.numbers import decimal, per_cent, whole
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font
from lenet_desktop.widgets.card import Card, caption, heading

_TILE = 5 * UNIT
"""Side of an image, in pixels."""
_LAYERS_WIDTH = 22 * UNIT
_LARGEST, _SMALLEST = 1.0, 1e-5
"""Movements at the ends of the bars, whose scale is logarithmic."""


class StepCard(Card):
    """Shows what the last step did; hidden unless a run is trained step by step."""

    def __init__(self, stepping: Stepping, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("step_card")
        self._stepping = stepping
        self._text = caption("", self)
        self._text.setObjectName("step_text")
        self._text.setWordWrap(True)
        self._batch = _Batch(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(heading(self.tr("The last batch"), self))
        layout.addWidget(self._text)
        layout.addWidget(self._batch, 1)
        stepping.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        step = self._stepping.inspected
        self.setVisible(step is not None)
        self._batch.show_step(step)
        if step is not None:
            text = self.tr(
                "{count} images, the largest losses first; mean loss {loss} before the step."
                " At the right: how far the weights of each layer moved, in per cent of their"
                " length."
            )
            mean = decimal(float(step.losses.mean()), 3)
            self._text.setText(text.format(count=whole(len(step.losses)), loss=mean))


class _Batch(QWidget):
    """Paints the images above their losses, and a bar for each layer."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("step_batch")
        self._step: InspectedStep | None = None
        self._images: list[tuple[QImage, str]] = []

    def show_step(self, step: InspectedStep | None) -> None:
        """Show a step, or none."""
        self._step, self._images = step, []
        if step is not None:
            for place in np.argsort(-step.losses, kind="stable").tolist():
                pixels = step.images[place].tobytes()
                image = QImage(pixels, SIDE, SIDE, SIDE, QImage.Format.Format_Grayscale8).copy()
                self._images.append((image, decimal(float(step.losses[place]), 2)))
            moved = [
                f"{layer_title(layer)}: {_share(share)}" for layer, share in step.movements.items()
            ]
            self.setAccessibleName(self.tr("Movement of the weights"))
            self.setAccessibleDescription(", ".join(moved))
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return room for a few images beside the layers."""
        return QSize(_LAYERS_WIDTH + 4 * _TILE, 2 * _TILE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint as many images as there is room for, and the layers."""
        del event
        step = self._step
        if step is None:
            return
        painter, role = QPainter(self), QPalette.ColorRole
        painter.setFont(scaled_font(self.font(), SMALL))
        line = painter.fontMetrics().height()
        room = self.width() - _LAYERS_WIDTH - 2 * UNIT
        columns = max(room // (_TILE + UNIT // 2), 1)
        rows = max(self.height() // (_TILE + line), 1)
        painter.setPen(self.palette().color(role.PlaceholderText))
        for place, (image, loss) in enumerate(self._images[: columns * rows]):
            x, y = place % columns * (_TILE + UNIT // 2), place // columns * (_TILE + line)
            painter.drawImage(QRectF(x, y, _TILE, _TILE), image)
            below = QRectF(x, y + _TILE, _TILE, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, loss)
        height = min(self.height() / max(len(step.movements), 1), 2.0 * line)
        left = self.width() - _LAYERS_WIDTH
        for place, (layer, share) in enumerate(step.movements.items()):
            row = QRectF(left, place * height, _LAYERS_WIDTH, height)
            self._paint_layer(painter, row, layer, share)

    def _paint_layer(self, painter: QPainter, row: QRectF, layer: str, share: float) -> None:
        role, align = QPalette.ColorRole, Qt.AlignmentFlag
        painter.setPen(self.palette().color(role.Text))
        painter.drawText(row, align.AlignLeft | align.AlignVCenter, layer_title(layer))
        painter.drawText(row, align.AlignRight | align.AlignVCenter, _share(share))
        bar = QRectF(row.left() + 7 * UNIT, row.center().y() - 3, 8 * UNIT, 6)
        painter.fillRect(bar, self.palette().color(role.Mid))
        bar.setWidth(bar.width() * _length(share))
        painter.fillRect(bar, self.palette().color(role.Accent))


def _length(share: float) -> float:
    """Return the length of a bar, 0-1, on a logarithmic scale."""
    if share <= _SMALLEST:
        return 0.0
    return min(log10(share / _SMALLEST) / log10(_LARGEST / _SMALLEST), 1.0)


def _share(share: float) -> str:
    return per_cent(share, 2 if share >= 0.001 else 3)
