"""What the last switch of networks changed on the pad."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from core.network.weights import Weights
from core.recognition.reading import Reading
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.reader import Reader


@dataclass(frozen=True, eq=False)
class Answer:
    """What a network reads on the pad.

    Attributes
    ----------
    network
        Its name.
    """

    network: str
    reading: Reading


class NetworkChange(QObject):
    """Keeps the answer of the previous network until the pad changes."""

    changed = Signal()
    """`before` and `now` have changed."""

    def __init__(
        self, reader: Reader, network: CurrentNetwork, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._reader, self._network = reader, network
        self.before: Answer | None = None
        """The answer of the previous network; None once the drawing has changed."""
        self._weights: Weights = network.weights
        self._content = reader.content
        self.now = self._answer()
        reader.changed.connect(self._follow)

    def _answer(self) -> Answer:
        return Answer(self._network.name, self._reader.reading)

    def _follow(self) -> None:
        content, weights, former = self._reader.content, self._network.weights, self.now
        self.now = self._answer()
        if content is not self._content or content.is_blank:
            before = None
        elif weights is not self._weights:
            before = former
        else:
            before = self.before
        self._content, self._weights = content, weights
        if before is not self.before:
            self.before = before
            self.changed.emit()
