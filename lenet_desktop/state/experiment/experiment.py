"""The network that the Inside page looks into, with the changes of an experiment."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.evaluation.experiment import (
    LARGEST_PARAMETER,
    Change,
    Changes,
    ParameterSet,
    Scaled,
    SwitchedOff,
    changed,
    with_change,
)
from core.evaluation.units import Unit
from core.network.weight_files import save_weights
from core.network.weights import Weights
from core.recognition.explain import Index
from lenet_desktop.state.shown.shown_weights import ShownWeights


class Experiment(QObject):
    """Changes a copy of the weights that are shown; the network in use stays as it is.

    Another network in use, or one of another architecture, ends the experiment. Other weights of
    the same architecture, such as those of another epoch, get the same changes.

    Parameters
    ----------
    shown
        The weights to change a copy of.
    """

    changed = Signal()
    """`weights` and `changes` are others."""

    def __init__(self, shown: ShownWeights, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self._changes: Changes = ()
        self._weights: Weights | None = None
        self._architecture = shown.weights.network
        shown.changed.connect(self._take_weights)

    @property
    def unchanged(self) -> Weights:
        """The weights without the changes."""
        return self._shown.weights

    @property
    def weights(self) -> Weights:
        """The weights with the changes."""
        if self._weights is None:
            self._weights = changed(self.unchanged, self._changes)
        return self._weights

    @property
    def changes(self) -> Changes:
        """What is different, in the order in which it was changed."""
        return self._changes

    def is_on(self, unit: Unit) -> bool:
        """Return whether a unit is not switched off."""
        return SwitchedOff(unit) not in self._changes

    def switch(self, unit: Unit, *, is_on: bool) -> None:
        """Switch a unit on or off."""
        if is_on:
            self.undo(SwitchedOff(unit))
        else:
            self._use(with_change(self._changes, SwitchedOff(unit)))

    def set_parameter(self, name: str, index: Index, value: float) -> None:
        """Give a parameter another value, at most `LARGEST_PARAMETER` in size.

        A parameter of a unit that is switched off keeps its value.
        """
        value = min(max(value, -LARGEST_PARAMETER), LARGEST_PARAMETER)
        change = ParameterSet(name, index, value)
        if self.is_on(change.unit):
            self._use(with_change(self._changes, change))

    def factor_of(self, unit: Unit) -> float:
        """Return what the convolutions of a residual block, or a map of them, are scaled by."""
        return next(
            (
                each.factor
                for each in self._changes
                if isinstance(each, Scaled) and each.unit == unit
            ),
            1.0,
        )

    def scale(self, unit: Unit, factor: float) -> None:
        """Scale the convolutions of a residual block, or a map of them, unless it is off."""
        factor = min(max(factor, -LARGEST_PARAMETER), LARGEST_PARAMETER)
        if self.is_on(unit):
            self._use(with_change(self._changes, Scaled(unit, factor)))

    def undo(self, change: Change) -> None:
        """Take one change back."""
        self._use(tuple(each for each in self._changes if each != change))

    def reset(self) -> None:
        """Take all changes back."""
        self._use(())

    def save(self, path: Path) -> None:
        """Save the weights with the changes to a file.

        Raises
        ------
        UserError, OSError
            If the file cannot be written; an existing file is unchanged.
        """
        save_weights(path, self.weights)

    def _use(self, changes: Changes) -> None:
        if changes != self._changes:
            self._changes, self._weights = changes, None
            self.changed.emit()

    def _take_weights(self) -> None:
        architecture = self.unchanged.network
        if architecture != self._architecture:
            self._architecture, self._changes = architecture, ()
        self._weights = None
        self.changed.emit()
