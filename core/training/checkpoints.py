"""Checkpoints: the state of a run after an epoch, from which it continues bit for bit."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, astuple, dataclass, field, fields
from math import isfinite
from pathlib import Path
from typing import Any

import numpy as np

from core.arrays import LARGEST_INTEGER, FloatArray
from core.data.fingerprint import Fingerprint
from core.errors import UserError, reason_of
from core.network.model_card import ModelCard
from core.network.weight_files import (
    EXTRA,
    checked_weights,
    file_metadata,
    read_arrays,
    write_arrays,
)
from core.network.weights import Weights
from core.training.plan import Plan

_MOST_SECONDS = 1e9


@dataclass(frozen=True)
class EpochMetrics:
    """The metrics of an epoch.

    Attributes
    ----------
    train_accuracy, val_accuracy
        0-1.
    learning_rate
        That of the last batch.
    seconds
        Duration of the epoch.
    """

    epoch: int
    train_loss: float
    train_accuracy: float
    val_loss: float
    val_accuracy: float
    learning_rate: float
    seconds: float = field(compare=False)


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """Host copies of a run's state after an epoch.

    The random state is the plan's seed and the number of the epoch, as each epoch has its own
    generator.

    Attributes
    ----------
    plan, epoch
        The settings of the run, and the last epoch that is done.
    dataset, train_size
        The names of the datasets and the number of training images, to recognise the data.
    weights
        The weights after this epoch: the running average if the plan has one.
    best
        The weights of the best epoch so far by validation accuracy; their card names the epoch.
    parameters, velocity
        The state of the optimiser.
    history
        The metrics of all epochs up to this one.
    batch_losses
        float32, the loss of every batch up to here.
    sources
        Where the data was loaded from, as in `core.data.dataset.Dataset`.
    fingerprint
        That of the training images; None in checkpoints of older versions.
    """

    plan: Plan
    epoch: int
    dataset: str
    train_size: int
    weights: Weights
    best: Weights
    parameters: Mapping[str, FloatArray]
    velocity: Mapping[str, FloatArray]
    history: tuple[EpochMetrics, ...]
    batch_losses: FloatArray
    sources: tuple[str, ...] = ()
    fingerprint: Fingerprint | None = None

    @property
    def best_epoch(self) -> int:
        """The epoch of the best weights."""
        epoch = self.best.card.epoch
        assert epoch is not None
        return epoch

    @property
    def is_final(self) -> bool:
        """Whether the run trains no further epoch."""
        return self.plan.is_over(self.epoch, self.best_epoch)

    @property
    def best_val_accuracy(self) -> float:
        """Validation accuracy of the best epoch, 0-1."""
        return self.history[self.best_epoch - 1].val_accuracy

    @property
    def seconds(self) -> float:
        """Duration of all epochs."""
        return sum(metrics.seconds for metrics in self.history)


def save_checkpoint(path: Path, checkpoint: Checkpoint) -> None:
    """Write a checkpoint atomically; `load_weights` reads the file as well."""
    groups = {
        "": checkpoint.weights.arrays,
        _BEST: checkpoint.best.arrays,
        _PARAMETERS: checkpoint.parameters,
        _VELOCITY: checkpoint.velocity,
    }
    arrays = {
        prefix + name: array for prefix, group in groups.items() for name, array in group.items()
    }
    arrays[_BATCH_LOSSES] = checkpoint.batch_losses
    state = {
        "plan": checkpoint.plan.to_dict(),
        "epoch": checkpoint.epoch,
        "dataset": checkpoint.dataset,
        "sources": checkpoint.sources,
        "train_size": checkpoint.train_size,
        "fingerprint": checkpoint.fingerprint and asdict(checkpoint.fingerprint),
        "best_card": checkpoint.best.card.to_metadata(),
        "history": [asdict(metrics) for metrics in checkpoint.history],
    }
    metadata = file_metadata(checkpoint.weights.card) | {"training": json.dumps(state)}
    write_arrays(path, arrays, metadata)


def load_checkpoint(path: Path) -> Checkpoint:
    """Read and check a checkpoint.

    Raises
    ------
    UserError
        If the file is not a checkpoint, is damaged, or contains weights only.
    """
    arrays, metadata = read_arrays(path)
    if "training" not in metadata or _BATCH_LOSSES not in arrays:
        raise UserError(
            "{file} contains weights only. To resume a run, use its last.safetensors.",
            file=path.name,
        )
    try:
        state = _state_in(metadata["training"])
        best_card: ModelCard = state.pop("best_card")
        losses = arrays[_BATCH_LOSSES]
        _require(losses.ndim == 1 and losses.dtype.kind == "f", "the losses are not a list")
        losses = losses.astype(np.float32)
        _require(bool(np.isfinite(losses).all()), "a loss is not finite")
    except Exception as error:  # A damaged file raises anything.
        reason = reason_of(error)
        raise UserError("{file} is damaged: {error}.", file=path.name, error=reason) from error

    def group(prefix: str) -> Weights:
        chosen = {
            name.removeprefix(prefix): array
            for name, array in arrays.items()
            if name.startswith(prefix) and (prefix or not name.startswith(EXTRA))
        }
        return checked_weights(path, chosen, metadata)

    return Checkpoint(
        **state,
        weights=group(""),
        best=Weights(group(_BEST).arrays, best_card),
        parameters=group(_PARAMETERS).arrays,
        velocity=group(_VELOCITY).arrays,
        batch_losses=losses,
    )


def _state_in(text: str) -> dict[str, Any]:
    """Parse and check what a checkpoint holds besides arrays."""
    state = json.loads(text)
    history = tuple(EpochMetrics(**metrics) for metrics in state["history"])
    for epoch, metrics in enumerate(history, start=1):
        numbers = [value for value in astuple(metrics) if type(value) in (int, float)]
        _require(len(numbers) == len(fields(metrics)), f"a metric of epoch {epoch} is not a number")
        _require(all(map(isfinite, numbers)), f"a metric of epoch {epoch} is not finite")
        accuracies = metrics.train_accuracy, metrics.val_accuracy
        _require(
            all(0 <= a <= 1 for a in accuracies),
            f"an accuracy of epoch {epoch} is not between 0 and 1",
        )
        _require(metrics.epoch == epoch, "its epochs do not add up")
        _require(0 <= metrics.seconds < _MOST_SECONDS, f"epoch {epoch} has an impossible duration")
    card = ModelCard.from_metadata({key: str(text) for key, text in state["best_card"].items()})
    _require(card.epoch is not None and 1 <= card.epoch <= len(history), "it has no best epoch")
    _require(state["epoch"] == len(history), "its epochs do not add up")
    size = state["train_size"]
    is_number = type(size) is int and 0 <= size <= LARGEST_INTEGER
    _require(is_number, "the number of images is not a number")
    # Older checkpoints have no sources.
    texts = [state["dataset"], *state.get("sources", ())]
    _require(all(isinstance(text, str) for text in texts), "the name of its data is not a text")
    return {
        "plan": Plan.from_dict(state["plan"]),
        "epoch": len(history),
        "dataset": state["dataset"],
        "train_size": state["train_size"],
        "best_card": card,
        "history": history,
        "sources": tuple(state.get("sources", ())),
        "fingerprint": _fingerprint_in(state.get("fingerprint")),
    }


def _fingerprint_in(entry: dict[str, Any] | None) -> Fingerprint | None:
    if entry is None:
        return None
    fingerprint = Fingerprint(**entry)
    types = type(fingerprint.labels), type(fingerprint.brightness)
    _require(types == (str, float), "the fingerprint of its data is damaged")
    return fingerprint


def _require(condition: bool, fault: str) -> None:
    if not condition:
        raise ValueError(fault)


_BEST = EXTRA + "best."
_PARAMETERS = EXTRA + "parameters."
_VELOCITY = EXTRA + "velocity."
_BATCH_LOSSES = EXTRA + "batch_losses"
