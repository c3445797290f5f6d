"""The Train page: settings on the left, the current run on the right."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QAction, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from core.errors import UserError
from core.runs.carry_out import TrainingRequest
from core.runs.experiments import Experiment
from core.runs.library import RunSummary, best_weights_file, new_run_folder
from core.training.plan import Plan
from lenet_desktop.state.lessons.preset import Preset
from lenet_desktop.state.training.earlier_runs import compared_runs
from lenet_desktop.state.training.outcome import Outcome
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.metrics import UNIT, scaled, scaled_size
from lenet_desktop.widgets.page import MenuSection, Page

WIDE = 1400
"""Width in pixels from which the live cards are beside the curves."""
GREATEST_LIVE_WIDTH = 400
LEAST_LIVE_HEIGHT, LIVE_SHARE = 160, 0.3
"""Height of the live cards below the curves: minimum in pixels, and share of the page."""
LOW, NARROW = 560, 860
"""Height and width of the page in pixels below which the gaps are small."""


class TrainPage(Page):
    """Trains a network and shows its progress."""

    front_requested = Signal()
    """A run starts that the user asked for on another page."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(workspace, parent)
        self.setObjectName("train_page")

    @property
    def _parts(self) -> Sequence[Callable[[], None]]:
        return self._make_setup, self._make_content

    def _make_setup(self) -> None:
        from lenet_desktop.train.form.setup import TrainSetup
        from lenet_desktop.train.left_column import LeftColumn

        workspace, left = self._workspace, LeftColumn(self)
        self._left = left
        self.setup = TrainSetup(
            workspace.my_digits,
            workspace.settings,
            workspace.notices,
            workspace.training_speed,
            left.form_side,
        )

    def _make_content(self) -> None:
        from lenet_desktop.charts.export_button import ExportButton
        from lenet_desktop.train.controls import RunControls
        from lenet_desktop.train.curves_view import CurvesView
        from lenet_desktop.train.experiment_bar import ExperimentBar
        from lenet_desktop.train.experiments_button import ExperimentsButton
        from lenet_desktop.train.live_cards import LiveCards
        from lenet_desktop.train.outcome import OutcomeBar
        from lenet_desktop.train.progress import ProgressCard
        from lenet_desktop.train.runs.panel import RunsPanel

        workspace, left = self._workspace, self._left
        self._settings, self._notices = workspace.settings, workspace.notices
        self.training = workspace.training
        self.runs = RunsPanel(
            workspace.earlier_runs,
            workspace.run_folders,
            self.training,
            workspace.settings,
            left.runs_side,
        )
        self.controls = RunControls(self.training, workspace.stepping, left)
        left.contain(self.setup, self.runs, self.controls)
        self.progress = ProgressCard(self.training, self)
        self.outcome = OutcomeBar(self.training, workspace.settings, workspace.notices, self)
        self.board = CurvesView(self.training, self)
        self.export_button = ExportButton(
            self.board.exports, workspace.settings, workspace.notices, self
        )
        self.export_button.setObjectName("export_curves_button")
        self.export_button.setToolTip(self.tr("Save the curves as PNG, SVG or CSV"))
        self.export_button.setProperty("small", True)
        self.progress.add_tool(self.export_button)
        self.experiments = ExperimentsButton(workspace.settings, workspace.notices, self)
        self.experiments.chosen.connect(self.start_experiment)
        self.progress.add_tool(self.experiments)
        self.experiment_bar = ExperimentBar(workspace.experiment_run, self)
        workspace.experiment_run.changed.connect(self._compare)
        self._live = LiveCards(workspace, self)
        self.live_digit, self.confusion = self._live.digit, self._live.confusion
        self._live_layout = self._live.cards_layout
        self._body = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._body.addWidget(self.board, 1)
        self._body.addWidget(self._live)
        right = self._right = QVBoxLayout()
        right.addWidget(self.experiment_bar)
        right.addWidget(self.progress)
        right.addWidget(self.outcome)
        right.addLayout(self._body, 1)
        layout = self._outer = QHBoxLayout(self)
        layout.addWidget(left)
        layout.addLayout(right, 1)
        self._connect()

    @property
    def title(self) -> str:
        """The text of the tab."""
        return self.tr("&Train")

    def actions_in(self, section: MenuSection) -> Sequence[QAction]:
        """Return the action that brings deleted runs back."""
        return (self.runs.undo_action,) if section == "undo" else ()

    def _view_state(self) -> dict[str, object]:
        """Return the choices, the data, the selected runs and the zoom of the curves."""
        return {
            **super()._view_state(),
            "offered": self.setup.data.offered,
            "sources": self.setup.data.sources,
            "selected runs": self.runs.selected_folders,
            "zoom": [plot.zoom for plot in self.board.plots],
        }

    def _restore(self, state: Mapping[str, Any]) -> None:
        """Make the same choices again."""
        for source in state["offered"]:
            self.setup.data.offer(source)
        self.setup.data.show_sources(state["sources"])
        super()._restore(state)
        self.runs.select(state["selected runs"])
        for plot, zoom in zip(self.board.plots, state["zoom"], strict=True):
            plot.restore_zoom(zoom)

    def prepare(self, plan: Plan, sources: tuple[str, ...] = ()) -> None:
        """Fill in a plan, and data unless there are none, for the next run."""
        self.setup.form.show_plan(plan)
        if sources:
            self.setup.data.show_sources(sources)
        self._left.show_form()

    def prepare_preset(self, preset: Preset) -> None:
        """Fill in the settings of a lesson for the next run."""
        self.prepare(preset.plan, preset.sources)

    def train(self) -> None:
        """Start a run with the settings of the form."""
        try:
            plan = self.setup.plan
        except UserError as error:
            self._notices.error(error)
            return
        start = None
        if self.setup.starts_from_loaded:
            start = self._workspace.network.weights
            plan = replace(
                plan,
                network=start.card.architecture,
                activation=start.card.activation,
                pooling=start.card.pooling,
            )
        folder = new_run_folder(self._settings.runs_folder)
        request = TrainingRequest(plan, self.setup.data.sources, folder, self.setup.device, start)
        self._begin(request, self.setup.networks)

    def _begin(self, request: TrainingRequest, networks: int = 1) -> None:
        self.training.start(replace(request, threads=self.setup.threads), networks)

    def _connect(self) -> None:
        workspace = self._workspace
        workspace.device_found.connect(self.setup.show_device)
        if workspace.device is not None:
            self.setup.show_device(workspace.device)
        self.controls.train_requested.connect(self.train)
        self.training.changed.connect(self._follow)
        self.outcome.use_requested.connect(self._use)
        self.outcome.resume_requested.connect(self._resume_outcome)
        self.runs.compared_changed.connect(self._compare)
        self.runs.resume_requested.connect(self._resume)
        self.runs.use_requested.connect(self._use_earlier)
        self.runs.settings_requested.connect(self._fill_in)
        workspace.run_folders.resume_requested.connect(self._resume_interrupted)
        self._compare()
        self._follow()

    def _follow(self) -> None:
        self.setup.content.setEnabled(not self.training.is_busy)
        self.export_button.setVisible(self.training.curves is not None)

    def start_experiment(self, experiment: Experiment) -> None:
        """Train the runs of an experiment one after the other, and compare their curves."""
        if self.training.is_busy:
            self._notices.info(self.tr("A run is in progress. Stop it before an experiment."))
            return
        self._workspace.experiment_run.start(experiment, self.setup.device, self.setup.threads)

    def _compare(self) -> None:
        experiment, earlier = self._workspace.experiment_run, self.runs.compared
        self.experiments.compared = tuple(earlier.values())
        free = (number for number in count() if number not in earlier)
        is_over = bool(experiment.curves) and not experiment.is_running
        # The curves of an experiment need the room of what is about a single run.
        for part in (self.outcome, self._live):
            part.setVisible(experiment.experiment is None)
        curves = [replace(run, colour=next(free)) for run in experiment.curves]
        curves += compared_runs(earlier)
        self.board.compare_with(curves, is_run_compared=is_over)

    def _use(self, outcome: Outcome) -> None:
        weights = outcome.weights
        assert weights is not None
        self._workspace.network.use(weights, outcome.weights_file)
        self.training.dismiss_outcome()
        self._notices.info(self.tr("The new weights are in use."))

    def _use_earlier(self, run: RunSummary) -> None:
        try:
            self._workspace.network.open(best_weights_file(run))
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self._notices.info(self.tr("The weights of the run are in use."))

    def _resume_outcome(self, outcome: Outcome) -> None:
        request = replace(outcome.request, device=self.setup.device, start=None)
        self._begin(replace(request, resume=outcome.last_file))

    def _resume(self, run: RunSummary) -> None:
        request = TrainingRequest(run.plan, run.sources, run.folder, self.setup.device)
        self._begin(replace(request, resume=run.last_file))

    def _resume_interrupted(self, run: RunSummary) -> None:
        if self.training.is_busy:
            self._notices.info(self.tr("Another run is in progress. Resume this one after it."))
            return
        self.front_requested.emit()
        self._resume(run)

    def _fill_in(self, run: RunSummary) -> None:
        self.prepare(run.plan, run.sources)

    def showEvent(self, event: QShowEvent) -> None:
        """Refresh the list of earlier runs."""
        super().showEvent(event)
        if not self.training.is_busy:
            self._workspace.earlier_runs.refresh()

    def minimumSizeHint(self) -> QSize:
        """Return the smallest size at which all controls are visible."""
        return scaled_size(770, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange the live cards by the width of the page."""
        super().resizeEvent(event)
        self._left.fit()
        is_small = self.height() < LOW or self.width() < scaled(NARROW)
        gap = UNIT if is_small else 2 * UNIT
        self._outer.setContentsMargins(gap, gap, gap, gap)
        for layout in (self._outer, self._right, self._body, self._live_layout):
            layout.setSpacing(gap)
        self._left.set_gap(gap)
        self.board.set_gap(gap)
        if self.width() >= WIDE:
            self._put_beside(min(self.width() // 5, GREATEST_LIVE_WIDTH))
        else:
            self._put_below(max(round(LIVE_SHARE * self.height()), LEAST_LIVE_HEIGHT))

    # The maximum size of the page is unlimited.

    def _put_beside(self, width: int) -> None:
        self._body.setDirection(QBoxLayout.Direction.LeftToRight)
        self._live_layout.setDirection(QBoxLayout.Direction.TopToBottom)
        self._live.setFixedWidth(width)
        self._live.setMaximumHeight(self.maximumHeight())
        self.confusion.setFixedHeight(width + UNIT)

    def _put_below(self, height: int) -> None:
        self._body.setDirection(QBoxLayout.Direction.TopToBottom)
        self._live_layout.setDirection(QBoxLayout.Direction.LeftToRight)
        self._live.setMinimumWidth(0)
        self._live.setMaximumWidth(self.maximumWidth())
        self._live.setFixedHeight(height)
        self.confusion.setMinimumHeight(0)
        self.confusion.setMaximumHeight(self.maximumHeight())
