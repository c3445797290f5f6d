"""The parameters of an evaluation: weights, data and reference."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from core.data.sources import MNIST, MY_DIGITS, SOURCES, SYNTHETIC
from core.evaluation.evaluate import Candidate, EvaluationRequest
from core.runs.library import RunSummary
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.training.earlier_runs import EarlierRuns, run_name
from lenet_desktop.text.datasets import title_of, title_of_test_images, title_with_folder
from lenet_desktop.text.networks import bundled_title
from lenet_desktop.text.numbers import whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.controls.choice_box import ChoiceBox
from lenet_desktop.widgets.dialogs import SourceMenu, ask_to_open

IN_USE = "in use"
"""Represents the current network."""
_MEMBER = "in use, network "
"""Starts what represents a network of the current ensemble; its index from 0 follows."""
NOTHING = "nothing"
"""Represents no reference."""


class EvaluationRequestBar(QWidget):
    """Lets the user choose the parameters and start the evaluation."""

    evaluation_requested = Signal()

    def __init__(
        self,
        network: CurrentNetwork,
        earlier: EarlierRuns,
        my_digits: MyDigits,
        settings: Settings,
        notices: Notices,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._network, self._my_digits, self._settings = network, my_digits, settings
        self._earlier, self._notices = earlier, notices
        self._runs: set[str] = set()
        tip = self.tr("Open a weight file")
        self.weights = ChoiceBox(self.tr("Weights"), "evaluate_weights", tip, self)
        self.data = ChoiceBox(
            self.tr("Data"), "evaluate_data", self.tr("Open an ink file or a folder"), self
        )
        self.reference = ChoiceBox(self.tr("Compare with"), "evaluate_reference", tip, self)
        self._fill()
        self.evaluate_button = QPushButton(self.tr("Eval&uate"), self)
        self.evaluate_button.setObjectName("evaluate_button")
        self.evaluate_button.setProperty("primary", True)
        self.evaluate_button.setMinimumHeight(4 * UNIT)
        self.evaluate_button.setToolTip(
            self.tr("Evaluate the weights on every example of the data")
        )
        self.evaluate_button.clicked.connect(self.evaluation_requested)
        self.weights.open_requested.connect(self._open_weights)
        self.reference.open_requested.connect(self._open_reference)
        self.data.open_requested.connect(self._offer_data)
        network.changed.connect(self._name_weights)
        network.renamed.connect(self._name_weights)
        earlier.changed.connect(self._offer_runs)
        self._offer_runs()
        my_digits.changed.connect(self._offer_my_digits)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        for box in (self.weights, self.data, self.reference):
            layout.addWidget(box, 1)
        layout.addWidget(self.evaluate_button, 0, Qt.AlignmentFlag.AlignBottom)

    def request(self) -> EvaluationRequest:
        """Return the chosen parameters."""
        weights = self._candidate(self.weights)
        assert weights is not None
        return EvaluationRequest(weights, str(self.data.value), self._candidate(self.reference))

    def add_weights(self, path: Path) -> None:
        """Offer a weight file to evaluate and to compare with."""
        for box in (self.weights, self.reference):
            box.add(title_with_folder(path), str(path), str(path))

    def add_data(self, path: Path) -> None:
        """Offer an ink file or a folder and choose it."""
        self.data.add(title_with_folder(path), str(path), str(path))
        self.data.choose(str(path))

    @property
    def offered_weights(self) -> list[Path]:
        """The weight files in the lists."""
        values = map(str, self.weights.values)
        return [
            Path(value) for value in values if value != IN_USE and not value.startswith(_MEMBER)
        ]

    @property
    def offered_data(self) -> list[Path]:
        """The ink files and folders in the list."""
        return [Path(str(value)) for value in self.data.values if value not in SOURCES]

    def _fill(self) -> None:
        self.weights.add("", IN_USE)
        self.reference.add(self.tr("None"), NOTHING)
        self.reference.add("", IN_USE)
        self._name_weights()
        for source in (MNIST, SYNTHETIC):
            self.data.add(title_of_test_images(source), source)
        self._offer_my_digits()

    def _offer_runs(self) -> None:
        """Offer the best weights of each run; those of a deleted run are no longer offered."""
        runs = {
            str(run.weights_file): run for run in self._earlier.runs if isinstance(run, RunSummary)
        }
        for box in (self.weights, self.reference):
            for value in self._runs - runs.keys():
                box.remove(value)
            for value, run in runs.items():
                box.add(run_name(run), value, run.folder.name)
                box.rename(value, run_name(run))
        self._runs = set(runs)

    def _offer_my_digits(self) -> None:
        """Offer My Digits unless it is empty."""
        if self._my_digits.drawings:
            self.data.add(title_of(MY_DIGITS), MY_DIGITS)
        else:
            self.data.remove(MY_DIGITS)

    def _name_weights(self) -> None:
        """Update the name of the current network, and offer its members and the bundled one."""
        name = self.tr("{network} (current)").format(network=self._network.name)
        self._members = self._network.weights.members
        for box in (self.weights, self.reference):
            box.rename(IN_USE, name)
            self._offer_members(box, name)
            self._offer_bundled(box)

    def _offer_bundled(self, box: ChoiceBox) -> None:
        """Offer the bundled network, unless it is the current one, which is offered already."""
        bundled = str(self._network.bundled_path)
        if not self._network.is_bundled:
            box.add(bundled_title(), bundled)
        else:
            if box.value == bundled:
                box.choose(IN_USE)
            box.remove(bundled)

    def _offer_members(self, box: ChoiceBox, name: str) -> None:
        """Offer the networks of the current ensemble instead of those of another one."""
        for value in box.values:
            if str(value).startswith(_MEMBER):
                box.remove(value)
        if len(self._members) > 1:
            for index in range(len(self._members)):
                text = self.tr("{name}, network {n}").format(name=name, n=whole(index + 1))
                box.add(text, f"{_MEMBER}{index}")

    def _candidate(self, box: ChoiceBox) -> Candidate | None:
        if box.value == NOTHING:
            return None
        if box.value == IN_USE:
            return Candidate(self._network.name, self._network.weights)
        value = str(box.value)
        if value.startswith(_MEMBER):
            return Candidate(box.text, self._members[int(value.removeprefix(_MEMBER))])
        return Candidate(box.text, Path(value))

    def _open_weights(self) -> None:
        self._choose_weights(self.weights)

    def _open_reference(self) -> None:
        self._choose_weights(self.reference)

    def _choose_weights(self, box: ChoiceBox) -> None:
        filters = self.tr("Weights (*.safetensors *.npz)")
        path = ask_to_open(self, self._settings, self.tr("Open Weights"), filters)
        if path is not None:
            self.add_weights(path)
            box.choose(str(path))

    def _offer_data(self) -> None:
        menu = SourceMenu(self._settings, self._notices, self, for_training=False)
        menu.source_chosen.connect(self.add_data)
        menu.pop_up_below(self.data.open_button)
