"""The prediction of the network in training for the drawing on the pad."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from core.arrays import FloatArray
from core.digits import SIDE
from core.recognition.recognizer import Recognizer
from core.training.checkpoints import Checkpoint
from lenet_desktop.charts.probability_bars import ProbabilityBars
from lenet_desktop.state.reader import Reader
from lenet_desktop.state.training.run import TrainingRun
from lenet_desktop.text.numbers import probability, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Card, caption, heading
from lenet_desktop.widgets.images.pixel_image import PixelImage


class LiveDigit(Card):
    """Classifies the drawing with the weights of the last epoch."""

    def __init__(
        self, reader: Reader, training: TrainingRun, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reader, self._training = reader, training
        self._checkpoint: Checkpoint | None = None
        self._recognizer: Recognizer | None = None
        self._input = PixelImage(self)
        self._input.setObjectName("your_digit_input")
        self._input.setMinimumSize(2 * SIDE, 2 * SIDE)
        self._bars = ProbabilityBars(Qt.Orientation.Vertical, self)
        self._bars.setObjectName("your_digit_bars")
        self._bars.setAccessibleName(
            self.tr("Probability of each digit for the network in training")
        )
        self._text = caption("", self)
        self._text.setObjectName("your_digit_text")
        self._text.setWordWrap(True)
        self._reading = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._reading.setSpacing(2 * UNIT)
        self._reading.addWidget(self._input)
        self._reading.addWidget(self._bars)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(heading(self.tr("Your digit"), self))
        layout.addLayout(self._reading, 1)
        layout.addWidget(self._text)
        training.changed.connect(self._follow)
        training.advanced.connect(self._follow)
        reader.changed.connect(self._read)
        self._load()

    @property
    def text(self) -> str:
        """The text below the drawing."""
        return self._text.text()

    def _follow(self) -> None:
        if self._training.checkpoint is not self._checkpoint:
            self._load()

    def _load(self) -> None:
        checkpoint = self._checkpoint = self._training.checkpoint
        self._recognizer = Recognizer(checkpoint.weights) if checkpoint else None
        self._read()

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was drawn while the card was hidden."""
        super().showEvent(event)
        self._read()

    def _read(self) -> None:
        if not self.isVisible():
            return
        image: FloatArray = self._reader.image
        self._input.show_pixels(image)
        if self._checkpoint is None or self._recognizer is None or not image.any():
            self._bars.show_probabilities(None)
            self._text.setText(
                self.tr("Draw a digit on the Draw page.")
                if not image.any()
                else self.tr("The prediction is updated after each epoch.")
            )
            return
        read = self._recognizer.recognize(image)
        self._bars.show_probabilities(read.probabilities)
        text = self.tr("Predicted {digit} ({share}) after epoch {epoch}.")
        self._text.setText(
            text.format(
                digit=read.label,
                share=probability(read.confidence),
                epoch=whole(self._checkpoint.epoch),
            )
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the image and the bars by the shape of the card."""
        direction, is_tall = QBoxLayout.Direction, self.height() > self.width()
        self._reading.setDirection(direction.TopToBottom if is_tall else direction.LeftToRight)
        self._reading.setStretch(0, 3 if is_tall else 2)
        self._reading.setStretch(1, 2 if is_tall else 3)
        # Now, not by a later event: the old arrangement would be seen for a frame.
        self._reading.activate()
        super().resizeEvent(event)
