"""Four ways to prepare the network's input, side by side with what the network answers."""

from __future__ import annotations

from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from core.ink.preparations import WAYS, Way
from core.recognition.recognizer import Recognition
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.text.numbers import probability
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.images.image_tile import ImageTile


class PreparationsView(QWidget):
    """Four images of the same ink; the one that is chosen goes through the network."""

    def __init__(self, inspection: Inspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preparations")
        self.setAccessibleName(self.tr("Ways to prepare the network input"))
        self._inspection = inspection
        group = QButtonGroup(self)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        self._tiles: dict[Way, ImageTile] = {}
        for place, way in enumerate(WAYS):
            name, tip = self._texts(way)
            tile = self._tiles[way] = ImageTile(f"preparation_{way}", self)
            tile.setText(name)
            tile.setToolTip(literal(tip))
            tile.setAccessibleName(name)
            tile.setCheckable(True)
            tile.setChecked(way == inspection.way)
            group.addButton(tile, place)
            layout.addWidget(tile, place // 2, place % 2)
        group.idToggled.connect(self._choose)
        inspection.rested.connect(self._follow)

    def _texts(self, way: Way) -> tuple[str, str]:
        """Return the name of a way, and what it does."""
        match way:
            case "resized":
                return self.tr("Resized"), self.tr("The whole pad, scaled to 28 by 28 pixels.")
            case "boxed":
                return self.tr("In a box"), self.tr("The ink scaled to 20 by 20 pixels.")
            case "centred":
                return (
                    self.tr("Centred"),
                    self.tr("In the box, with MNIST's centre of mass."),
                )
            case "redrawn":
                return (
                    self.tr("Redrawn"),
                    self.tr("Centred, with MNIST's pen width: what the program does."),
                )

    def _choose(self, place: int, is_chosen: bool) -> None:
        if is_chosen:
            self._inspection.way = WAYS[place]

    def _follow(self) -> None:
        if not self.isVisible():
            return
        preparations, answers = self._inspection.preparations, self._inspection.answers
        best = answers["redrawn"].label
        for way, tile in self._tiles.items():
            text = _text_of(answers[way])
            is_different = answers[way].label != best
            tile.show_image(preparations.image(way), text, is_different=is_different)
            tile.setAccessibleDescription(text)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the current images."""
        super().showEvent(event)
        self._follow()


def _text_of(answer: Recognition) -> str:
    """Return an answer and its probability."""
    if answer.label is None:
        return ""
    question = "?" if answer.unsure else ""
    return f"{answer.label}{question}  {probability(answer.confidence)}"
