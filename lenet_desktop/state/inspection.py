"""What the network computes for the selected digit, value by value."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from core.arrays import FloatArray
from core.network.weights import Weights
from core.recognition.activations import Activations, activations
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.reader import Reader


class Inspection(QObject):
    """Looks into the network while it reads.

    The values are computed when they are asked for, which takes a fraction of a millisecond: a view
    that is not visible costs nothing.

    Parameters
    ----------
    reader
        Its image is looked at.
    network
        The weights to compute with.
    """

    changed = Signal()
    """`activations` has changed."""

    def __init__(
        self, reader: Reader, network: CurrentNetwork, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reader, self._network = reader, network
        self._activations: Activations | None = None
        reader.changed.connect(self._look_again)

    @property
    def image(self) -> FloatArray:
        """The image that the network gets: (28, 28) in [0, 1]."""
        return self._reader.image

    @property
    def weights(self) -> Weights:
        """The weights that the values are computed with."""
        return self._network.weights

    @property
    def activations(self) -> Activations:
        """The values of every stage."""
        if self._activations is None:
            self._activations = activations(self.weights, self.image)
        return self._activations

    def _look_again(self) -> None:
        self._activations = None
        self.changed.emit()
