"""One image of an evaluation, large: its label, what was read, and the ten probabilities."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from core.arrays import FloatArray
from lenet_desktop.charts.probability_bars import ProbabilityBars
from lenet_desktop.text.labels import label_title
from lenet_desktop.text.numbers import probability, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption, heading
from lenet_desktop.widgets.controls.buttons import flat_button, icon_button, push_button
from lenet_desktop.widgets.images.example_tiles import ReadExample
from lenet_desktop.widgets.images.pixel_image import PixelImage


class ExampleView(QWidget):
    """Shows an example; the arrow keys go to the next one, and Escape back to all."""

    back_requested = Signal()
    step_requested = Signal(int)
    """1 for the next image, -1 for the previous one."""
    draw_requested = Signal()
    """The image should be put on the pad."""
    inside_requested = Signal()
    """The values of the network for the image should be shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("example_view")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Image"))
        self._image = PixelImage(self)
        self._image.setObjectName("example_image")
        self._image.setAccessibleName(self.tr("Image"))
        self._image.setAccessibleDescription("")
        self._image.setToolTip(self.tr("The 28x28 network input"))
        self._bars = ProbabilityBars(Qt.Orientation.Horizontal, self)
        self._bars.setObjectName("example_probabilities")
        self._answer = heading("", self)
        self._answer.setObjectName("example_answer")
        self._details = caption("", self)
        self._details.setObjectName("example_details")
        self._details.setWordWrap(True)
        self._place = caption("", self)
        self._place.setObjectName("example_place")
        self._lay_out()

    def show_example(
        self, example: ReadExample, probabilities: FloatArray, row: int, total: int
    ) -> None:
        """Show an example.

        Parameters
        ----------
        probabilities
            Shape (10,).
        row, total
            The place of the example among those of the gallery, from 0, and their number.
        """
        self._image.show_pixels(example.image.astype(np.float32) / np.float32(255))
        self._bars.show_probabilities(probabilities, is_sure=not example.is_unsure)
        self._answer.setText(
            self.tr("Label: {label}, predicted: {predicted}").format(
                label=label_title(example.label), predicted=example.predicted
            )
        )
        self._details.setText(self._describe(example))
        text = self.tr("{number} of {total}")
        self._place.setText(text.format(number=whole(row + 1), total=whole(total)))
        self._previous.setEnabled(row > 0)
        self._next.setEnabled(row + 1 < total)
        self.setAccessibleName(f"{self._answer.text()}. {self._details.text()}")

    def _describe(self, example: ReadExample) -> str:
        sentences = [
            self.tr("Correct.") if example.is_correct else self.tr("Incorrect."),
            self.tr("{share} sure.").format(share=probability(example.confidence)),
        ]
        if example.is_unsure:
            sentences[1] = self.tr("Unsure: the answer would be rejected.")
        if example.other is not None:
            text = self.tr("The other network predicts {digit}.")
            sentences.append(text.format(digit=example.other))
        text = self.tr("Image {number} of the data.")
        sentences.append(text.format(number=whole(example.number + 1)))
        return " ".join(sentences)

    def _lay_out(self) -> None:
        back = flat_button("example_back_button", self.tr("All images"), self)
        back.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        back.setToolTip(self.tr("Back to all images (Escape)"))
        back.clicked.connect(self.back_requested)
        self._previous = icon_button(
            "example_previous_button", "previous", self.tr("Previous image"), self
        )
        self._previous.clicked.connect(self._go_back)
        self._next = icon_button("example_next_button", "next", self.tr("Next image"), self)
        self._next.clicked.connect(self._go_on)
        draw = push_button("example_draw_button", self.tr("Open in Draw"), self)
        draw.setToolTip(self.tr("Put this image on the pad"))
        draw.clicked.connect(self.draw_requested)
        inside = push_button("example_inside_button", self.tr("Inside"), self)
        inside.setToolTip(self.tr("Show how the current network computes its answer"))
        inside.clicked.connect(self.inside_requested)
        head = QHBoxLayout()
        head.addWidget(back)
        head.addStretch(1)
        for widget in (self._place, self._previous, self._next):
            head.addWidget(widget)
        body = QGridLayout()
        body.setHorizontalSpacing(2 * UNIT)
        body.setVerticalSpacing(UNIT)
        body.addWidget(self._image, 0, 0)
        body.addWidget(self._bars, 0, 1)
        body.addWidget(self._answer, 1, 0, 1, 2)
        body.addWidget(self._details, 2, 0, 1, 2)
        body.setRowStretch(0, 1)
        body.setColumnStretch(0, 1)
        body.setColumnStretch(1, 1)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(draw)
        buttons.addWidget(inside)
        buttons.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addLayout(body, 1)
        layout.addLayout(buttons)

    def _go_back(self) -> None:
        self.step_requested.emit(-1)

    def _go_on(self) -> None:
        self.step_requested.emit(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to another image, or back to all."""
        match event.key():
            case Qt.Key.Key_Escape | Qt.Key.Key_Backspace:
                self.back_requested.emit()
            case Qt.Key.Key_Left if self._previous.isEnabled():
                self._go_back()
            case Qt.Key.Key_Right if self._next.isEnabled():
                self._go_on()
            case _:
                super().keyPressEvent(event)
