"""The end of a training run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from core.errors import UserError
from core.network.weights import Weights
from core.runs.carry_out import TrainingRequest
from core.runs.folder import LAST_FILE, WEIGHTS_FILE
from core.training.checkpoints import Checkpoint
from core.training.events import TrainingDone

End: TypeAlias = Literal["done", "stopped", "failed"]


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
    """

    end: End
    request: TrainingRequest
    error: Exception | None
    checkpoint: Checkpoint | None
    result: TrainingDone | None
    unwritten: tuple[UserError, ...] = ()

    @property
    def folder(self) -> Path:
        """The folder of the run."""
        return self.request.folder

    @property
    def weights(self) -> Weights | None:
        """The best weights; None if no epoch was completed."""
        if self.result:
            return self.result.weights
        return self.checkpoint.best if self.checkpoint else None

    @property
    def weights_file(self) -> Path:
        """The file with the best weights."""
        return self.folder / WEIGHTS_FILE

    @property
    def last_file(self) -> Path:
        """The checkpoint to resume from."""
        return self.folder / LAST_FILE

    @property
    def is_resumable(self) -> bool:
        """Whether the run can be resumed."""
        return self.result is None and self.last_file.exists()
