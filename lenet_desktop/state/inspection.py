"""What the network computes for the selected digit, value by value."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from core.arrays import FloatArray
from core.digits import SIDE
from core.evaluation.experiment import Changes
from core.ink.drawing import Stroke
from core.ink.preparations import WAYS, Preparations, Way, prepare_picture, prepare_strokes
from core.network.weights import Weights
from core.recognition.activations import Activations, activations
from core.recognition.gradients import Gradients, gradients
from core.recognition.recognizer import Recognition, Recognizer
from lenet_desktop.state.experiment.experiment import Experiment
from lenet_desktop.state.pad_content import Picture
from lenet_desktop.state.reader import Reader

REST_MS = 80
"""Time in ms after which a pen that does not move has come to rest."""
_PAPER = 0.5
"""Grey from which the median of a picture is paper, so that the ink is dark."""
_SAMPLED = 64
"""Rows and columns of a picture that its median is taken of."""


class Inspection(QObject):
    """Looks into the network while it reads.

    What is shown is computed when it is asked for, which takes a fraction of a millisecond: a view
    that is not visible costs nothing.

    Parameters
    ----------
    reader
        Its image is looked at.
    experiment
        The weights to compute with.
    """

    changed = Signal()
    """What the network gets or computes has changed."""
    rested = Signal()
    """As `changed`; while the pen moves not before it has come to rest. For what is read slowly."""
    drawn_changed = Signal()
    """`drawn` or the weights have changed; emitted before `changed`."""

    def __init__(
        self, reader: Reader, experiment: Experiment, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reader, self._experiment = reader, experiment
        self._way: Way = "redrawn"
        self._other: FloatArray | None = None
        self._share = 0.0
        self._activations: Activations | None = None
        self._target: int | None = None
        self._gradients: Gradients | None = None
        self._preparations: Preparations | None = None
        self._recognizer: Recognizer | None = None
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self.rested)
        self.changed.connect(self._wait_for_rest)
        reader.changed.connect(self._look_again)
        experiment.changed.connect(self._use_weights)

    @property
    def drawn(self) -> FloatArray:
        """The image of the drawing: (28, 28) in [0, 1]."""
        return self._reader.image if self._way == "redrawn" else self.preparations.image(self._way)

    @property
    def image(self) -> FloatArray:
        """The image that the network gets: (28, 28) in [0, 1]."""
        if self._other is None:
            return self.drawn
        return np.add(self.drawn, np.float32(self._share) * (self._other - self.drawn))

    @property
    def ink(self) -> tuple[Stroke, ...]:
        """The strokes whose image `drawn` is, redrawn; empty if it is made in another way."""
        return self._reader.ink if self._way == "redrawn" else ()

    def blend(self, other: FloatArray | None, share: float = 0.0) -> None:
        """Look at a mixture of the drawing's image and another one until the drawing changes.

        Parameters
        ----------
        other
            (28, 28) in [0, 1]; None for the drawing alone.
        share
            Share of the other image, 0-1.
        """
        if other is not self._other or share != self._share:
            self._other, self._share = other, share
            self._activations = self._gradients = None
            self.changed.emit()

    @property
    def weights(self) -> Weights:
        """The weights that the values are computed with."""
        return self._experiment.weights

    @property
    def changes(self) -> Changes:
        """What an experiment has changed in the weights."""
        return self._experiment.changes

    @property
    def activations(self) -> Activations:
        """The values of every stage."""
        if self._activations is None:
            self._activations = activations(self.weights, self.image)
        return self._activations

    @property
    def target(self) -> int | None:
        """The digit at which `gradients` takes the loss; None for no gradients."""
        return self._target

    @target.setter
    def target(self, target: int | None) -> None:
        if target != self._target:
            self._target = target
            self._gradients = None
            self.changed.emit()

    @property
    def gradients(self) -> Gradients | None:
        """The gradient of the loss with respect to every value, if a target is chosen."""
        if self._gradients is None and self._target is not None:
            self._gradients = gradients(self.weights, self.image, self._target)
        return self._gradients

    @property
    def way(self) -> Way:
        """How the image is prepared."""
        return self._way

    @way.setter
    def way(self, way: Way) -> None:
        if way != self._way:
            self._way, self._other = way, None
            self._activations = self._gradients = None
            self.drawn_changed.emit()
            self.changed.emit()

    @property
    def preparations(self) -> Preparations:
        """The images that the four ways of preparing make of the selected digit."""
        if self._preparations is None:
            self._preparations = self._prepare()
        return self._preparations

    @property
    def answers(self) -> dict[Way, Recognition]:
        """What the network reads in the image of each way."""
        if self._recognizer is None:
            self._recognizer = Recognizer(self.weights)
        return {way: self._recognizer.recognize(self.preparations.image(way)) for way in WAYS}

    def _prepare(self) -> Preparations:
        content, redrawn = self._reader.content, self._reader.image
        if content.picture is not None:
            return prepare_picture(self._grey_digit(content.picture), redrawn)
        inks = self._reader.reading.inks
        if not inks:
            blank = np.zeros((SIDE, SIDE), np.float32)
            return Preparations(blank, blank, blank, redrawn)
        strokes = [content.strokes[index] for index in inks[self._reader.selected].strokes]
        paths, widths = [stroke.path for stroke in strokes], [stroke.width for stroke in strokes]
        return prepare_strokes(paths, widths)

    def _wait_for_rest(self) -> None:
        if self._reader.is_drawing:
            self._rest.start()
        else:
            self._rest.stop()
            self.rested.emit()

    def _use_weights(self) -> None:
        self._recognizer = self._activations = self._gradients = self._other = None
        self.drawn_changed.emit()
        self.changed.emit()

    def _grey_digit(self, picture: Picture) -> FloatArray:
        """Return the picture, or the part of it that shows the selected of several digits.

        It is (height, width) in [0, 1], white ink on black. Whether the ink is dark is decided by
        the whole picture: a digit such as a 1 may fill its part.
        """
        whole, inks = picture.image, self._reader.reading.inks
        is_paper_light = np.median(_grey(whole.scaled(_SAMPLED, _SAMPLED))) > _PAPER
        if len(inks) > 1:
            left, top, right, bottom = map(round, inks[self._reader.selected].box)
            whole = whole.copy(left, top, max(right - left, 1), max(bottom - top, 1))
        grey = _grey(whole)
        return 1 - grey if is_paper_light else grey

    def _look_again(self) -> None:
        self._activations = self._gradients = self._preparations = self._other = None
        self.drawn_changed.emit()
        self.changed.emit()


def _grey(image: QImage) -> FloatArray:
    """Return the grey levels of a picture: (height, width) in [0, 1]."""
    image = image.convertToFormat(QImage.Format.Format_Grayscale8)
    height, width = image.height(), image.width()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(height, image.bytesPerLine())
    return pixels[:, :width].astype(np.float32) / np.float32(255)
