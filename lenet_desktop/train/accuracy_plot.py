"""The plot of training and validation accuracy, or of the learning rate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget

from core.runs.curves import Curve
from lenet_desktop.charts.drawn_curve import DrawnCurve
from lenet_desktop.charts.plot_card import PlotCard
from lenet_desktop.state.training.curves import ComparedRun, RunCurves
from lenet_desktop.text.numbers import per_cent, significant
from lenet_desktop.theme.curve_colours import compared_colour, train_colour, validation_colour

_DOTTED = 40
"""Maximum number of epochs whose points are marked."""


class AccuracyPlot(PlotCard):
    """Plots accuracies, or the learning rate, against epochs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("accuracy_plot", self.tr("Accuracy"), parent)
        self._rate = self.add_button(
            "learning_rate_button",
            self.tr("Show the learning rate instead of the accuracy"),
            "rate",
        )
        self._rate.setCheckable(True)
        self._rate.toggled.connect(self._switch)
        self.add_fit_button("fit_accuracy_button")
        self.least_spacing = 1.0

    @property
    def shows_learning_rate(self) -> bool:
        """Whether the learning rate is shown instead of the accuracies."""
        return self._rate.isChecked()

    @property
    def is_in_per_cent(self) -> bool:
        """Whether accuracies are shown."""
        return not self.shows_learning_rate

    @property
    def export_name(self) -> str:
        """The proposed name of an exported file, without a suffix."""
        return "learning_rate" if self.shows_learning_rate else "accuracy"

    def draw(self, run: RunCurves | None, compared: Sequence[ComparedRun]) -> None:
        """Draw the current run in front of earlier ones."""
        self.show_curves(self.curves_of(run, compared, self.palette()))

    def curves_of(
        self, run: RunCurves | None, compared: Sequence[ComparedRun], palette: QPalette
    ) -> list[DrawnCurve]:
        """Return the curves in the colours of a palette."""
        if self.shows_learning_rate:
            return self._learning_rate(run, palette)
        return self._accuracies(run, compared, palette)

    def write_value(self, value: float) -> str:
        """Format an accuracy or a learning rate."""
        return significant(value, 4) if self.shows_learning_rate else per_cent(value / 100, 2)

    def _accuracies(
        self, run: RunCurves | None, compared: Sequence[ComparedRun], palette: QPalette
    ) -> list[DrawnCurve]:
        drawn = [
            DrawnCurve(
                earlier.name,
                earlier.val_accuracy,
                compared_colour(earlier.colour, palette),
                strong=False,
                dots=_is_short(earlier.val_accuracy),
                behind=True,
            )
            for earlier in compared
        ]
        if run:
            train, validation = run.train_accuracy, run.val_accuracy
            dots = _is_short(train) and not run.shows_within_epochs
            drawn = [
                DrawnCurve(self.tr("training"), train, train_colour(palette), dots=dots),
                DrawnCurve(
                    self.tr("validation"), validation, validation_colour(palette), dots=dots
                ),
                *drawn,
            ]
        return drawn

    def _learning_rate(self, run: RunCurves | None, palette: QPalette) -> list[DrawnCurve]:
        if run is None:
            return []
        colour = train_colour(palette)
        return [DrawnCurve(self.tr("learning rate"), run.learning_rates.points, colour)]

    def _switch(self, to_learning_rate: bool) -> None:
        self.set_title(self.tr("Learning rate") if to_learning_rate else self.tr("Accuracy"))
        self.fit()
        self.announce_change()


def _is_short(curve: Curve) -> bool:
    return curve.shape[1] <= _DOTTED
