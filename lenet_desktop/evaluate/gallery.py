"""The gallery of images."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from core.evaluation.assessment import Assessment
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.buttons import icon_button
from lenet_desktop.widgets.card import caption, heading
from lenet_desktop.widgets.images.example_tiles import ExampleModel
from lenet_desktop.widgets.images.tile_list import TileList


class Gallery(QWidget):
    """Shows examples sorted by confidence, possibly thousands; one can be chosen."""

    chosen = Signal(object)
    """The `ReadExample` that was clicked, or activated by Enter."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("gallery")
        self._title = heading("", self)
        self._title.setObjectName("gallery_title")
        self._title.setMinimumWidth(1)
        self._order = QComboBox(self)
        self._order.setObjectName("gallery_order")
        self._order.setAccessibleName(self.tr("Order of the images"))
        self._order.addItems([self.tr("Most confident first"), self.tr("Least confident first")])
        self._order.currentIndexChanged.connect(self._show)
        tip = self.tr("Open images on the Inside page")
        self._inside = icon_button("gallery_inside_button", "network", tip, self)
        self._inside.setCheckable(True)
        self._model = ExampleModel(self)
        self._list = TileList(self._model, self)
        self._list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._list.setAccessibleName(self.tr("Images"))
        self._list.clicked.connect(self._choose_clicked)
        self._list.chosen.connect(self._choose)
        self._empty = caption(self.tr("No images here."), self)
        self._empty.setObjectName("gallery_empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._order)
        head.addWidget(self._inside)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._empty, 1)
        self._assessment: Assessment | None = None
        self._reference: Assessment | None = None
        self._numbers = np.empty(0, np.intp)
        self._show()

    @property
    def numbers(self) -> npt.NDArray[np.intp]:
        """Indices of the examples in the dataset, in the order shown."""
        return self._model.numbers

    @property
    def opens_inside(self) -> bool:
        """Whether the values of the network are wanted for the image that is chosen."""
        return self._inside.isChecked()

    @property
    def tiles(self) -> QListView:
        """The list of the images."""
        return self._list

    def show_examples(
        self,
        title: str,
        assessment: Assessment,
        numbers: npt.NDArray[np.intp],
        reference: Assessment | None = None,
    ) -> None:
        """Show some of the examples of an assessment.

        Parameters
        ----------
        title
            Heading of the gallery.
        assessment, reference
            The predictions of the network and, for a comparison, of the reference.
        numbers
            Indices of the examples in the dataset.
        """
        self._title.setText(title)
        self._title.setToolTip(literal(title))
        self._assessment, self._reference, self._numbers = assessment, reference, numbers
        self._show()

    def _show(self) -> None:
        if self._assessment is not None:
            confidence = self._assessment.confidence[self._numbers]
            is_surest_first = self._order.currentIndex() == 0
            order = np.argsort(-confidence if is_surest_first else confidence, kind="stable")
            self._model.show(self._assessment, self._reference, self._numbers[order])
            self._list.scrollToTop()
            self._list.setAccessibleName(self._title.text())
        is_empty = not len(self._numbers)
        self._list.setVisible(not is_empty)
        self._empty.setVisible(is_empty)

    def _choose_clicked(self, index: QModelIndex) -> None:
        self._choose(index.row())

    def _choose(self, row: int) -> None:
        self.chosen.emit(self._model.example(row))
