"""The gallery of images, of which one can be shown large."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListView,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from core.evaluation.assessment import Assessment
from lenet_desktop.evaluate.images.example_view import ExampleView
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption, heading
from lenet_desktop.widgets.images.example_tiles import ExampleModel, ReadExample
from lenet_desktop.widgets.images.tile_list import TileList


class Gallery(QWidget):
    """Shows examples sorted by confidence, possibly thousands, or one of them large."""

    draw_requested = Signal(object)
    """The `ReadExample` that should be put on the pad."""
    inside_requested = Signal(object)
    """The `ReadExample` that should be shown inside the network."""

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
        self._model = ExampleModel(self)
        self._list = TileList(self._model, self)
        self._list.setSelectionMode(QListView.SelectionMode.NoSelection)
        self._list.setAccessibleName(self.tr("Images"))
        self._list.clicked.connect(self._enlarge_clicked)
        self._list.chosen.connect(self._enlarge)
        self._empty = caption(self.tr("No images here."), self)
        self._empty.setObjectName("gallery_empty")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.large = ExampleView(self)
        self.large.back_requested.connect(self._show_all)
        self.large.step_requested.connect(self._step)
        self.large.draw_requested.connect(self._request_draw)
        self.large.inside_requested.connect(self._request_inside)
        self._lay_out()
        self._assessment: Assessment | None = None
        self._reference: Assessment | None = None
        self._numbers = np.empty(0, np.intp)
        self._row = 0
        self._show()

    @property
    def numbers(self) -> npt.NDArray[np.intp]:
        """Indices of the examples in the dataset, in the order shown."""
        return self._model.numbers

    @property
    def tiles(self) -> QListView:
        """The list of the images."""
        return self._list

    @property
    def enlarged(self) -> int | None:
        """Index in the dataset of the image that is shown large; None while all are shown."""
        is_large = self._pages.currentWidget() is self.large
        return int(self.numbers[self._row]) if is_large and len(self.numbers) else None

    def enlarge(self, number: int) -> None:
        """Show an image large, by its index in the dataset, if it is among those shown."""
        rows = np.flatnonzero(self.numbers == number)
        if len(rows):
            self._enlarge(int(rows[0]))

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
        self._pages.setCurrentWidget(self._all)
        self._show()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._order)
        self._all = QWidget(self)
        layout = QVBoxLayout(self._all)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addLayout(head)
        layout.addWidget(self._list, 1)
        layout.addWidget(self._empty, 1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self._all)
        self._pages.addWidget(self.large)

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

    def _enlarge_clicked(self, index: QModelIndex) -> None:
        self._enlarge(index.row())

    def _enlarge(self, row: int) -> None:
        assert self._assessment is not None
        self._row, example = row, self._model.example(row)
        probabilities = self._assessment.probabilities[example.number]
        self.large.show_example(example, probabilities, row, len(self.numbers))
        self._pages.setCurrentWidget(self.large)
        self.large.setFocus()

    def _step(self, step: int) -> None:
        self._enlarge(self._row + step)

    def _show_all(self) -> None:
        """Show all images where they were, with the one that was large at the cursor."""
        self._pages.setCurrentWidget(self._all)
        self._list.setFocus()
        self._list.setCurrentIndex(self._model.index(self._row, 0))

    @property
    def _example(self) -> ReadExample:
        return self._model.example(self._row)

    def _request_draw(self) -> None:
        self.draw_requested.emit(self._example)

    def _request_inside(self) -> None:
        self.inside_requested.emit(self._example)
