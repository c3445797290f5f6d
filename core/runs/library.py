"""The runs that were made in the window, kept from one start of the program to the next."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from core.errors import UserError
from core.training.checkpoints import Checkpoint, load_checkpoint


@dataclass(frozen=True, eq=False)
class StoredRun:
    """A run in its folder.

    Attributes
    ----------
    folder
        As `core.runs.folder.RunFolder` filled it.
    checkpoint
        Where it stands: its plan, its curves, its weights.
    """

    folder: Path
    checkpoint: Checkpoint

    @property
    def finished(self) -> bool:
        """Whether all epochs of its plan are done."""
        return self.checkpoint.epoch >= self.checkpoint.plan.epochs

    @property
    def name(self) -> str:
        """What a person calls it: when it was started, and its preset."""
        return f"{self.folder.name}, {self.checkpoint.plan.preset}"


def new_run_folder(parent: Path) -> Path:
    """Choose a folder for a new run by the time of day; it is not made yet."""
    name = datetime.now().strftime("%Y-%m-%d %H.%M.%S")
    taken = (parent / name).exists()
    number = 2
    while taken and (parent / f"{name} ({number})").exists():
        number += 1
    return parent / (f"{name} ({number})" if taken else name)


def stored_runs(parent: Path) -> list[StoredRun]:
    """List the runs in a folder, the newest first; what is damaged or no run is left out."""
    runs: list[StoredRun] = []
    for last in sorted(parent.glob("*/last.safetensors"), reverse=True):
        try:
            runs.append(StoredRun(last.parent, load_checkpoint(last)))
        except (UserError, OSError):
            continue
    return runs


def delete_run(run: StoredRun) -> None:
    """Remove a run and all that it left behind.

    Raises
    ------
    OSError
        When a file cannot be removed.
    """
    shutil.rmtree(run.folder)
