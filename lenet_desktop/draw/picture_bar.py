"""The bar above the pad while it shows a picture."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from lenet_desktop.state.my_digits.picture_digits import PictureDigits
from lenet_desktop.state.reader import Reader
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption
from lenet_desktop.widgets.controls.buttons import push_button


class PictureBar(QWidget):
    """Shows how many digits were found, and what can be done with them."""

    adjust_requested = Signal()
    """The user wants to choose the part of the picture and the threshold."""

    def __init__(
        self, reader: Reader, picture_digits: PictureDigits, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("picture_bar")
        self._reader, self._picture_digits = reader, picture_digits
        self._count = caption("", self)
        self._count.setObjectName("picture_count")
        self._adjust = push_button("adjust_picture_button", self.tr("Ad&just Picture…"), self)
        self._adjust.setToolTip(self.tr("Choose the part of the picture and the ink threshold"))
        self._add = push_button("add_all_button", self.tr("Add All to M&y Digits"), self)
        self._add.setToolTip(self.tr("Click a digit and press its key first if it is incorrect"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self._count, 1)
        layout.addWidget(self._adjust)
        layout.addWidget(self._add)
        self._adjust.clicked.connect(self.adjust_requested)
        self._add.clicked.connect(picture_digits.add_all)
        reader.changed.connect(self._refresh)
        picture_digits.changed.connect(self._refresh)
        self._refresh()

    def _refresh(self) -> None:
        picture = self._reader.content.picture
        self.setVisible(picture is not None)
        if picture is None:
            return
        count = self._picture_digits.count
        unsure = sum(digit.unsure for digit in self._reader.reading.digits)
        text = self.tr("%Ln digit(s) found", "", count)
        if unsure:
            text = self.tr("{found}, {n} unsure").format(
                found=text, n=self.locale().toString(unsure)
            )
        self._count.setText(text)
        self._add.setEnabled(count > unsure and not self._picture_digits.is_busy)
