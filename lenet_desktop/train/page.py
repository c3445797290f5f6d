"""The page to train on: what to do at the left, how it goes at the right."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.network.weight_files import save_weights
from core.runs.carry_out import TrainingRequest, sources_of
from core.runs.library import new_run_folder
from lenet_desktop.charts.export_button import ExportButton
from lenet_desktop.state.earlier_runs import EarlierRun
from lenet_desktop.state.training import Outcome, TrainingSession
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.train.controls import RunControls
from lenet_desktop.train.curves_view import LEFT_SHARE, RIGHT_SHARE, CurvesView
from lenet_desktop.train.form.setup import TrainSetup
from lenet_desktop.train.live_confusion import LiveConfusion
from lenet_desktop.train.live_digit import LiveDigit
from lenet_desktop.train.outcome import OutcomeBar
from lenet_desktop.train.progress import ProgressCard
from lenet_desktop.train.runs_list import EarlierRunsList
from lenet_desktop.widgets.file_dialogs import ask_to_save
from lenet_desktop.widgets.page import Page
from lenet_desktop.widgets.segmented_control import SegmentedControl

SETUP_WIDTHS = 288, 360
"""Least and greatest width of the column at the left."""
WIDE = 1400
"""Width of the page from which on the cards of the moment stand beside the curves."""
GREATEST_LIVE_WIDTH = 400
LEAST_LIVE_HEIGHT, LIVE_SHARE = 160, 0.3
"""Height of those cards below the curves: as a share of the page's."""
LOW = 560
"""Height below which the gaps are narrow."""
UNLIMITED = 16_777_215
"""What Qt takes for no limit to a size."""


class TrainPage(Page):
    """Lets a person train a network and watch it learn."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.setObjectName("train_page")
        self._settings, self._notices = workspace.settings, workspace.notices
        self.training = TrainingSession(self)
        self.setup = TrainSetup(workspace.my_digits, workspace.settings, self)
        self.runs = EarlierRunsList(self.training, workspace.settings, workspace.notices, self)
        self.controls = RunControls(self.training, self)
        self.progress = ProgressCard(self.training, self)
        self.outcome = OutcomeBar(self)
        self.board = CurvesView(self.training, self)
        self.export_button = ExportButton(
            self.board.exports, workspace.settings, workspace.notices, self
        )
        self.export_button.setObjectName("export_curves_button")
        self.export_button.setToolTip(self.tr("Save the curves as PNG, SVG or CSV"))
        self.export_button.setProperty("small", True)
        self.export_button.hide()
        self.progress.add_tool(self.export_button)
        self.live_digit = LiveDigit(workspace.reader, self.training, self)
        self.confusion = LiveConfusion(self.training, self)
        self._left = self._make_left()
        self._live = QWidget(self)
        self._live_layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._live)
        self._live_layout.setContentsMargins(0, 0, 0, 0)
        self._live_layout.addWidget(self.live_digit, LEFT_SHARE)
        self._live_layout.addWidget(self.confusion, RIGHT_SHARE)
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.addWidget(self.board, 1)
        self._body.addWidget(self._live)
        right = self._right = QVBoxLayout()
        right.addWidget(self.progress)
        right.addWidget(self.outcome)
        right.addLayout(self._body, 1)
        layout = self._outer = QHBoxLayout(self)
        layout.addWidget(self._left)
        layout.addLayout(right, 1)
        self._connect()

    @property
    def title(self) -> str:
        """The text of the tab."""
        return self.tr("&Train")

    def close_training(self) -> None:
        """Stop what runs and wait until it is kept."""
        self.training.close()
        self.runs.earlier.close()

    def train(self) -> None:
        """Begin the run that is filled in."""
        try:
            plan = self.setup.plan
        except UserError as error:
            self._notices.error(error)
            return
        start = None
        if self.setup.starts_from_loaded:
            start = self._workspace.network.weights
            plan = replace(plan, activation=start.card.activation, pooling=start.card.pooling)
        folder = new_run_folder(self._settings.runs_folder)
        self._begin(
            TrainingRequest(plan, self.setup.data.sources, folder, self.setup.device, start)
        )

    def _begin(self, order: TrainingRequest) -> None:
        self.outcome.put_away()
        self.training.start(replace(order, threads=self.setup.threads))

    def _make_left(self) -> QWidget:
        left = QWidget(self)
        card = QFrame(left)
        card.setObjectName("card")
        self._pages = QStackedWidget(card)
        self._pages.addWidget(self.setup)
        runs = QWidget(card)
        around = QVBoxLayout(runs)
        around.setContentsMargins(2 * UNIT, UNIT, 2 * UNIT, UNIT + 4)
        around.addWidget(self.runs)
        self._pages.addWidget(runs)
        self._switch = SegmentedControl(
            [self.tr("New run"), self.tr("Earlier runs")], "train_side", card
        )
        self._switch.setAccessibleName(self.tr("A new run, or earlier ones"))
        self._switch.chosen.connect(self._pages.setCurrentIndex)
        head = QHBoxLayout()
        head.setContentsMargins(UNIT + 4, UNIT, UNIT, UNIT)
        head.addWidget(self._switch)
        head.addStretch(1)
        line = QFrame(card)
        line.setObjectName("separator")
        line.setFixedHeight(1)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(head)
        inside.addWidget(line)
        inside.addWidget(self._pages, 1)
        layout = self._left_layout = QVBoxLayout(left)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card, 1)
        layout.addWidget(self.controls)
        return left

    def _connect(self) -> None:
        workspace = self._workspace
        workspace.device_found.connect(self.setup.show_device)
        if workspace.device is not None:
            self.setup.show_device(workspace.device)
        self.controls.train_requested.connect(self.train)
        self.training.state_changed.connect(self._follow_state)
        self.training.run_started.connect(self.export_button.show)
        self.training.ended.connect(self._end)
        self.outcome.use_requested.connect(self._use)
        self.outcome.save_requested.connect(self._save)
        self.outcome.resume_requested.connect(self._resume_outcome)
        self.runs.compared_changed.connect(self._compare)
        self.runs.resume_requested.connect(self._resume)
        self.runs.use_requested.connect(self._use_earlier)
        self.runs.settings_requested.connect(self._fill_in)

    def _follow_state(self) -> None:
        self.setup.content.setEnabled(not self.training.is_busy)

    def _end(self, outcome: Outcome) -> None:
        self.outcome.show_outcome(outcome)
        self.runs.earlier.refresh()

    def _compare(self) -> None:
        self.board.compare_with([run.curves for run in self.runs.compared])

    def _use(self, outcome: Outcome) -> None:
        weights = outcome.weights
        assert weights is not None
        self._workspace.network.use(weights, outcome.weights_file)
        self.outcome.put_away()
        self._notices.info(self.tr("The pad is read with the new weights now."))

    def _save(self, outcome: Outcome) -> None:
        weights = outcome.weights
        assert weights is not None
        filters = self.tr("Weights (*.safetensors);;NumPy weights (*.npz)")
        title, name = self.tr("Save Weights"), "weights.safetensors"
        path = ask_to_save(self, self._settings, title, name, filters)
        if path is None:
            return
        try:
            save_weights(path, weights)
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self._notices.info(self.tr("Saved as {file}.").format(file=path.name))

    def _use_earlier(self, run: EarlierRun) -> None:
        try:
            self._workspace.network.open(run.folder / "weights.safetensors")
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self._notices.info(self.tr("The pad is read with the weights of that run now."))

    def _resume_outcome(self, outcome: Outcome) -> None:
        checkpoint = outcome.checkpoint
        assert checkpoint is not None
        sources = sources_of(outcome.folder, checkpoint.dataset)
        self._begin(
            TrainingRequest(
                checkpoint.plan, sources, outcome.folder, self.setup.device, resumes=True
            )
        )

    def _resume(self, run: EarlierRun) -> None:
        sources = sources_of(run.folder, run.dataset)
        self._begin(TrainingRequest(run.plan, sources, run.folder, self.setup.device, resumes=True))

    def _fill_in(self, run: EarlierRun) -> None:
        self.setup.form.show_plan(run.plan)
        self.setup.data.show_sources(sources_of(run.folder, run.dataset))
        self._switch.choose(0)
        self._pages.setCurrentIndex(0)

    def showEvent(self, event: QShowEvent) -> None:
        """List the earlier runs when the page is first shown."""
        super().showEvent(event)
        if not self.training.is_busy:
            self.runs.earlier.refresh()

    def minimumSizeHint(self) -> QSize:
        """The smallest page on which everything can be reached."""
        return QSize(860, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the cards of the moment beside the curves where there is room, or below them."""
        least, greatest = SETUP_WIDTHS
        self._left.setFixedWidth(min(max(self.width() // 4, least), greatest))
        gap = UNIT if self.height() < LOW else 2 * UNIT
        self._outer.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._outer, self._right, self._body, self._live_layout, self._left_layout):
            layout.setSpacing(gap)
        self.board.set_gap(gap)
        if self.width() >= WIDE:
            self._put_beside(min(self.width() // 5, GREATEST_LIVE_WIDTH))
        else:
            self._put_below(max(round(LIVE_SHARE * self.height()), LEAST_LIVE_HEIGHT))
        super().resizeEvent(event)

    def _put_beside(self, width: int) -> None:
        self._body.setDirection(QBoxLayout.Direction.LeftToRight)
        self._live_layout.setDirection(QBoxLayout.Direction.TopToBottom)
        self._live.setFixedWidth(width)
        self._live.setMaximumHeight(UNLIMITED)
        self.confusion.setFixedHeight(width + UNIT)

    def _put_below(self, height: int) -> None:
        self._body.setDirection(QBoxLayout.Direction.TopToBottom)
        self._live_layout.setDirection(QBoxLayout.Direction.LeftToRight)
        self._live.setMinimumWidth(0)
        self._live.setMaximumWidth(UNLIMITED)
        self._live.setFixedHeight(height)
        self.confusion.setMinimumHeight(0)
        self.confusion.setMaximumHeight(UNLIMITED)
