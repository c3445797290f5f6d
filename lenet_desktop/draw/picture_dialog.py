"""The dialog in which a person helps to find the digits in a picture."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QListView,
    QListWidget,
    QListWidgetItem,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from core.digits import SIDE
from lenet_desktop.draw.crop_view import CropView
from lenet_desktop.state.pad_content import Picture
from lenet_desktop.state.pictures.adjusting import Adjustment, PictureAdjusting
from lenet_desktop.state.reader import Reader
from lenet_desktop.text.errors import error_message
from lenet_desktop.theme.metrics import UNIT, scaled_size
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.images.example_tiles import ink_image
from lenet_desktop.widgets.screen import resize_dialog

_START = 40
"""Threshold in percent when the automatic choice is switched off."""


class PictureDialog(QDialog):
    """Shows the picture with a frame, a threshold, and the images that the network gets.

    Parameters
    ----------
    picture
        The picture on the pad.
    adjusting
        Searches for the digits in the background.
    reader
        Reads the digits that were found.
    """

    def __init__(
        self, picture: Picture, adjusting: PictureAdjusting, reader: Reader, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("picture_dialog")
        self.setWindowTitle(self.tr("Adjust Picture"))
        self._image, self._adjusting, self._reader = picture.image, adjusting, reader
        self.picture = picture
        """The chosen part with the digits that were found in it."""
        self.crop = CropView(picture.image, self)
        self.automatic = QCheckBox(self.tr("&Automatic threshold"), self)
        self.automatic.setObjectName("automatic_box")
        self.automatic.setChecked(True)
        self.threshold = QSlider(Qt.Orientation.Horizontal, self)
        self.threshold.setObjectName("threshold_slider")
        self.threshold.setAccessibleName(self.tr("Ink threshold in percent"))
        self.threshold.setRange(5, 95)
        self.threshold.setValue(_START)
        self.threshold.setEnabled(False)
        self.images = QListWidget(self)
        self.images.setObjectName("digit_images")
        self.images.setAccessibleName(self.tr("Network input of each digit"))
        self.images.setViewMode(QListView.ViewMode.IconMode)
        self.images.setMovement(QListView.Movement.Static)
        self.images.setResizeMode(QListView.ResizeMode.Adjust)
        self.images.setIconSize(QSize(2 * SIDE, 2 * SIDE))
        self._status = caption("", self)
        self._status.setObjectName("picture_status")
        self._status.setWordWrap(True)
        self._lay_out()
        self.crop.chosen.connect(self._search)
        self.automatic.toggled.connect(self._switch)
        self.threshold.valueChanged.connect(self._search)
        adjusting.found.connect(self._show)
        adjusting.failed.connect(self._show_failure)
        self._show(picture)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox.StandardButton
        box = QDialogButtonBox(buttons.Ok | buttons.Cancel, self)
        box.button(buttons.Ok).setText(self.tr("&Use"))
        box.button(buttons.Cancel).setText(self.tr("Cancel"))
        box.accepted.connect(self.accept)
        box.rejected.connect(self.reject)
        self._use = box.button(buttons.Ok)
        threshold = QHBoxLayout()
        threshold.setSpacing(2 * UNIT)
        threshold.addWidget(self.automatic)
        threshold.addWidget(self.threshold, 1)
        right = QVBoxLayout()
        right.addWidget(self._status)
        right.addWidget(self.images, 1)
        layout = QGridLayout(self)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self.crop, 0, 0)
        layout.addLayout(right, 0, 1)
        layout.addLayout(threshold, 1, 0)
        layout.addWidget(box, 1, 1)
        layout.setColumnStretch(0, 3)
        layout.setColumnStretch(1, 2)
        layout.setRowStretch(0, 1)
        resize_dialog(self, scaled_size(820, 520))

    def _switch(self, is_automatic: bool) -> None:
        self.threshold.setEnabled(not is_automatic)
        self._search()

    def _search(self) -> None:
        threshold = None if self.automatic.isChecked() else self.threshold.value() / 100
        self._use.setEnabled(False)
        self._status.setText(self.tr("Searching…"))
        self._adjusting.start(self._image, Adjustment(self.crop.part, threshold))

    def _show_failure(self, error: Exception) -> None:
        """Show why nothing was found; another choice searches again."""
        self.images.clear()
        text = self.tr("Searching the picture failed: {reason}")
        self._status.setText(error_message(error, text))

    def _show(self, picture: Picture) -> None:
        self.picture = picture
        self._use.setEnabled(True)
        self.images.clear()
        reading = picture.read(self._reader.recognizer)
        self._status.setText(self.tr("%Ln digit(s) found", "", len(reading.digits)))
        ink, paper = self.palette().text().color(), self.palette().base().color()
        for place, digit in zip(reading.inks, reading.digits, strict=False):
            pixels = np.rint(place.image * 255).astype(np.uint8)
            shown = ink_image(pixels, ink, paper).scaled(2 * SIDE, 2 * SIDE)
            icon = QIcon(QPixmap.fromImage(shown))
            self.images.addItem(QListWidgetItem(icon, str(digit.label)))
