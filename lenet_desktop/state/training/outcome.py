"""The end of a training run."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from core.errors import UserError
from core.network.weights import Weights
from core.paths import exists
from core.runs.carry_out import TrainingRequest
from core.runs.ensemble import NetworksCombined
from core.runs.folder import LAST_FILE, WEIGHTS_FILE
from core.training.checkpoints import Checkpoint
from core.training.events import TrainingDone

End: TypeAlias = Literal["done", "stopped", "failed"]


@dataclass
class EnsembleProgress:
    """The networks of an ensemble that is trained.

    Attributes
    ----------
    total
        Number of networks.
    folders
        Those of the runs so far; the last is that of the network that is trained.
    finished
        The results of the networks that are complete.
    combined
        The ensemble of these; None before there are two.
    seconds_before
        Duration of the runs before the last one, without pauses.
    """

    total: int
    folders: list[Path] = field(default_factory=list[Path])
    finished: list[TrainingDone] = field(default_factory=list[TrainingDone])
    combined: NetworksCombined | None = None
    seconds_before: float = 0.0

    @property
    def number(self) -> int:
        """Which network is trained, from 1; 0 before the first."""
        return len(self.folders)

    @property
    def is_complete(self) -> bool:
        """Whether all networks are combined."""
        card = self.combined.weights.card if self.combined else None
        return card is not None and len(card.members) == self.total


@dataclass(frozen=True, eq=False)
class Outcome:
    """The end of a run.

    Attributes
    ----------
    end
        How the run ended.
    request
        What was requested.
    error
        Why the run failed; None if it did not.
    checkpoint
        After the last completed epoch; None before the first.
    result
        The result of a completed run; None otherwise.
    unwritten
        Messages about files that could not be written but that the run does not depend on.
    ensemble
        What was trained, if it was an ensemble; the other attributes are then those of its last
        network.
    """

    end: End
    request: TrainingRequest
    error: Exception | None
    checkpoint: Checkpoint | None
    result: TrainingDone | None
    unwritten: tuple[UserError, ...] = ()
    ensemble: EnsembleProgress | None = None

    @property
    def folder(self) -> Path:
        """The folder of the run."""
        return self.request.folder

    @property
    def weights(self) -> Weights | None:
        """The best weights, of the ensemble if there is one; None if no epoch was completed."""
        ensemble = self.ensemble
        if ensemble and ensemble.combined:
            return ensemble.combined.weights
        if self.result:
            return self.result.weights
        if self.checkpoint:
            return self.checkpoint.best
        return ensemble.finished[-1].weights if ensemble and ensemble.finished else None

    @property
    def weights_file(self) -> Path:
        """The file with the best weights."""
        ensemble = self.ensemble
        if ensemble and ensemble.combined:
            return ensemble.combined.file
        if ensemble and ensemble.finished and not self.result and not self.checkpoint:
            return ensemble.folders[-2] / WEIGHTS_FILE
        return self.folder / WEIGHTS_FILE

    @property
    def last_file(self) -> Path:
        """The checkpoint to resume from."""
        return self.folder / LAST_FILE

    @property
    def is_resumable(self) -> bool:
        """Whether the run can be resumed."""
        return self.result is None and exists(self.last_file)
