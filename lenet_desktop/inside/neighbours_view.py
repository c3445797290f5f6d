"""The training images that the network represents most like the drawing, with their labels."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from core.arrays import ByteArray
from core.progress import Progress, Stage
from core.recognition.activations import PROBABILITIES
from core.recognition.neighbours import Neighbours, features_section
from lenet_desktop.inside.stages.names import stage_title
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.state.neighbours import NeighbourSearch
from lenet_desktop.text.datasets import title_of
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.numbers import decimal, per_cent, whole
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.controls.buttons import push_button
from lenet_desktop.widgets.images.image_tile import ImageTile

_COUNT = 8


class NeighboursView(QWidget):
    """Shows eight training images, the closest first; a click puts one on the pad."""

    chosen = Signal(object)
    """The image that was clicked: uint8 (28, 28)."""

    def __init__(
        self, inspection: Inspection, search: NeighbourSearch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._inspection, self._search = inspection, search
        self._title = caption("", self)
        self._title.setObjectName("neighbours_title")
        self._title.setWordWrap(True)
        self._retry = push_button("retry_neighbours_button", self.tr("Try Again"), self)
        self._retry.hide()
        group = QButtonGroup(self)
        group.setExclusive(False)
        row = QHBoxLayout()
        row.setSpacing(UNIT // 2)
        self._tiles: list[ImageTile] = []
        for place in range(_COUNT):
            tile = ImageTile(f"neighbour_{place}", self)
            tile.setAccessibleName(self.tr("No image"))
            group.addButton(tile, place)
            row.addWidget(tile)
            self._tiles.append(tile)
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._title, 1)
        head.addWidget(self._retry)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(head)
        layout.addLayout(row, 1)
        group.idClicked.connect(self._choose)
        self._retry.clicked.connect(search.retry)
        search.changed.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        """Return room for the images, the title and the labels."""
        return QSize(400, 5 * self.fontMetrics().height() + 6 * UNIT)

    def showEvent(self, event: QShowEvent) -> None:
        """Search from now on."""
        super().showEvent(event)
        self._search.watch(is_watched=True)
        self._follow()

    def hideEvent(self, event: QHideEvent) -> None:
        """Search no longer."""
        super().hideEvent(event)
        self._search.watch(is_watched=False)

    def _follow(self) -> None:
        if not self.isVisible():
            return
        found, progress = self._search.found, self._search.progress
        self._retry.setVisible(self._search.failure is not None)
        if self._search.failure is not None:
            text = self.tr("Finding the closest training images failed: {reason}")
            self._title.setText(error_message(self._search.failure, text))
        elif progress is not None and progress.total:
            self._title.setText(self._progress_text(progress))
        elif found is not None:
            self._title.setText(self._found_text(found))
        elif self._inspection.drawn.any():
            self._title.setText(self.tr("Loading training images…"))
        else:
            self._title.setText(self.tr("Draw a digit."))
        answer = int(self._inspection.activations.values[PROBABILITIES].argmax())
        for place, tile in enumerate(self._tiles):
            self._show_tile(tile, place, found, answer)

    def _progress_text(self, progress: Progress) -> str:
        share = per_cent(progress.done / progress.total, 0)
        if progress.stage is Stage.DRAWING:
            return self.tr("Generating training images… {share}").format(share=share)
        return self.tr("Comparing with training images… {share}").format(share=share)

    def _found_text(self, found: Neighbours) -> str:
        images = found.represented.images
        text = self.tr(
            "The closest of {count} training images in {stage} ({source}), with their labels and "
            "distances. A click puts one on the pad."
        )
        return text.format(
            count=whole(len(images.examples)),
            stage=stage_title(features_section(found.represented.weights)),
            source=title_of(images.source),
        )

    def _show_tile(
        self, tile: ImageTile, place: int, found: Neighbours | None, answer: int
    ) -> None:
        has_image = found is not None and place < len(found.numbers)
        tile.setEnabled(has_image)
        if found is None or not has_image:
            tile.setText("")
            tile.show_image(None, "", is_different=False)
            tile.setAccessibleName(self.tr("No image"))
            return
        number, distance = int(found.numbers[place]), decimal(float(found.distances[place]), 2)
        label = int(found.represented.images.examples.labels[number])
        pixels = self._image(found, place).astype(np.float32) / np.float32(255)
        tile.setText(distance)
        tile.show_image(pixels, str(label), is_different=label != answer)
        text = self.tr("Training image {number}, labelled {label}, distance {distance}").format(
            number=whole(number + 1), label=label, distance=distance
        )
        tile.setAccessibleName(text)
        tile.setToolTip(literal(text))

    def _image(self, found: Neighbours, place: int) -> ByteArray:
        return found.represented.images.examples.images[found.numbers[place]]

    def _choose(self, place: int) -> None:
        found = self._search.found
        if found is not None and place < len(found.numbers):
            self.chosen.emit(self._image(found, place))
