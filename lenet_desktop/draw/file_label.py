"""The label that a drawing has in its ink file, on the pad."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette

from core.digits import LABELS, NOT_A_DIGIT
from lenet_desktop.state.reader import Reader
from lenet_desktop.text.labels import label_in_sentence
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label
from lenet_desktop.widgets.pad.pad import Pad


class FileLabel(Label):
    """Shows the label in the lower left corner of the pad, in red if it was read otherwise.

    It lets the mouse through.
    """

    def __init__(self, reader: Reader, pad: Pad) -> None:
        super().__init__("", pad)
        self._reader, self._pad = reader, pad
        self.setObjectName("file_label")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        pad.resized.connect(self._follow)
        reader.changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        position = self._reader.content.position
        label = None if position is None else position.drawing.label
        self.setVisible(label is not None)
        if label is None:
            return
        is_other = label == LABELS[NOT_A_DIGIT]
        reading = self._reader.reading
        is_read = reading.unsure if is_other else reading.text == label
        role = QPalette.ColorRole
        self.setForegroundRole(role.PlaceholderText if is_read else role.BrightText)
        text = self.tr("File label: {label}").format(
            label=label_in_sentence(NOT_A_DIGIT) if is_other else label
        )
        room = max(self._pad.width() // 2 - UNIT, 1)
        self.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room))
        self.setAccessibleName(text)
        self._place()

    def _place(self) -> None:
        self.resize(self.sizeHint())
        self.move(2 * UNIT, self._pad.height() - self.height() - UNIT)
