"""Runs in their folders, as training would have left them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np

from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from core.network.weights import Weights
from core.training.checkpoints import Checkpoint, EpochMetrics, save_checkpoint
from core.training.plan import Plan
from core.training.presets import PRESETS

FILES_OF_A_STOPPED_RUN = {
    "weights.safetensors",
    "last.safetensors",
    "history.csv",
    "training_data.npz",
    "training_history.png",
    "loss_curve.png",
    "accuracy_comparison.png",
    "report.json",
    "epochs",
}
FILES_OF_A_FINISHED_RUN = FILES_OF_A_STOPPED_RUN | {"confusion_matrix.png"}


def checkpoint(epoch: int, *, batches: int = 30, plan: Plan = PRESETS["quick"]) -> Checkpoint:
    """A run after `epoch` epochs; its accuracy falls from 94 %, so the first epoch is the best."""
    weights = Weights(initialise(0), ModelCard(epoch=1))
    history = tuple(
        EpochMetrics(n, 0.1, 0.9, 0.1, max(0.95 - n / 100, 0), 0.01, 1.0)
        for n in range(1, epoch + 1)
    )
    losses = np.linspace(2, 1, batches, dtype=np.float32)
    return Checkpoint(
        plan, epoch, "mnist", 100, weights, weights, weights.arrays, weights.arrays,
        history, losses,
    )  # fmt: skip


def store_run(folder: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint and, if all epochs are done, the weights with a test accuracy."""
    folder.mkdir(parents=True)
    save_checkpoint(folder / "last.safetensors", checkpoint)
    if checkpoint.epoch == checkpoint.plan.epochs:
        card = replace(checkpoint.best.card, test_accuracy=0.93)
        save_weights(folder / "weights.safetensors", Weights(checkpoint.best.arrays, card))


DAMAGED = "2026-01-01 08.00.00"


def store_damaged_run(library: Path) -> None:
    """Add a damaged run, older than those of the tests, and an empty folder to a library."""
    (library / DAMAGED).mkdir()
    (library / DAMAGED / "last.safetensors").write_text("no run")
    (library / "empty").mkdir()


def files(folder: Path) -> set[str]:
    """The names of the files of a folder."""
    return {path.name for path in folder.iterdir()}


def contents(folder: Path) -> dict[str, bytes]:
    """The content of each file of a folder and its folders."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
