"""The plots of a run, drawn by matplotlib without its global state and the user's settings."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from math import ceil
from pathlib import Path
from typing import Any, TypeAlias

# A notebook's backend, say, cannot be loaded here, and matplotlib refuses an unknown one.
os.environ["MPLBACKEND"] = "agg"

import numpy as np
import numpy.typing as npt
from matplotlib import (
    rc_context,  # pyright: ignore[reportUnknownVariableType]
    rcdefaults,
)
from matplotlib.figure import Figure
from matplotlib.ticker import (
    FuncFormatter,
    LogLocator,
    MaxNLocator,
    NullFormatter,
    PercentFormatter,
)

from core.arrays import FloatArray
from core.evaluation.confusion import Confusion
from core.files import replacing
from core.runs.curves import smoothed
from core.training.checkpoints import EpochMetrics

# Colours by Okabe and Ito that colour-blind people can distinguish (jfly.uni-koeln.de/color).
_TRAIN, _VALIDATION, _TEST = "#0072B2", "#D55E00", "#009E73"
_INK, _GRID = "#333333", "#DDDDDD"
_MOST_POINTS = 2000
_SOFTWARE = "LeNet Desktop"
_HEAD = 1024  # Bytes; PNG's texts precede its pixels.

_Axes: TypeAlias = Any
"""matplotlib.axes.Axes, most of whose keyword arguments have no types."""


def save_plot(path: Path, draw: Callable[[], Figure]) -> None:
    """Draw a figure and write it as a PNG file, atomically."""
    with rc_context():
        rcdefaults()
        untyped: Any = draw()  # Like the axes.
        with replacing(path) as temporary:
            untyped.savefig(
                temporary,
                dpi=150,
                bbox_inches="tight",
                pad_inches=0.2,
                metadata={"Software": _SOFTWARE},
            )


def is_own_plot(path: Path) -> bool:
    """Return whether a file was written by `save_plot`."""
    try:
        with path.open("rb") as file:
            return _SOFTWARE.encode() in file.read(_HEAD)
    except OSError:
        return False


def training_history(history: Sequence[EpochMetrics], test_accuracy: float | None) -> Figure:
    """Plot the losses beside the accuracies of every epoch.

    Parameters
    ----------
    history
        The metrics of each epoch, one or more.
    test_accuracy
        0-1; None if the test images were not evaluated.
    """
    figure = Figure(figsize=(11, 4.2), layout="constrained")
    loss_axes: _Axes
    accuracy_axes: _Axes
    loss_axes, accuracy_axes = figure.subplots(1, 2)
    epochs = [entry.epoch for entry in history]
    loss_axes.plot(epochs, [entry.train_loss for entry in history], **_curve("train", history))
    loss_axes.plot(epochs, [entry.val_loss for entry in history], **_curve("validation", history))
    _finish(loss_axes, "Loss")
    loss_axes.set_ylim(0, 1.05 * loss_axes.dataLim.ymax)
    loss_axes.set_xlim(0.5, len(history) + 0.5)
    _draw_accuracies(accuracy_axes, history, test_accuracy)
    _finish(accuracy_axes, "Accuracy")
    return figure


def accuracy_comparison(history: Sequence[EpochMetrics], test_accuracy: float | None) -> Figure:
    """Plot training and validation accuracy, scaled to the last three quarters of the run.

    The parameters are those of `training_history`.
    """
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes: _Axes = figure.subplots()
    train = [entry.train_accuracy for entry in history]
    validation = [entry.val_accuracy for entry in history]
    _draw_accuracies(axes, history, test_accuracy)
    best = int(np.argmax(validation))
    axes.plot(
        history[best].epoch,
        validation[best],
        marker="o",
        markersize=10,
        markerfacecolor="none",
        color=_VALIDATION,
        linestyle="none",
        clip_on=False,
        label=f"best validation {_percent(validation[best])}",
    )
    _finish(axes, "Accuracy, train against validation")
    settled = len(history) // 4
    shown = (
        train[settled:] + validation[settled:] + ([] if test_accuracy is None else [test_accuracy])
    )
    margin = max(0.05 * (max(shown) - min(shown)), 0.001)
    axes.set_ylim(max(min(shown) - margin, 0), min(max(shown) + margin, 1 + margin / 5))
    return figure


def loss_curve(batch_losses: FloatArray, n_epochs: int) -> Figure:
    """Plot the loss of every batch, faint, and its exponential moving average.

    Parameters
    ----------
    batch_losses
        float32, one or more, over `n_epochs` epochs of equal length.
    """
    figure = Figure(figsize=(8, 5), layout="constrained")
    axes: _Axes = figure.subplots()
    n = len(batch_losses)
    epochs = np.linspace(n_epochs / n, n_epochs, n)
    span = max(n // 50, 1)
    axes.plot(*_thinned(epochs, batch_losses), color=_TRAIN, alpha=0.3, linewidth=0.6)
    axes.plot(
        epochs[:: max(n // _MOST_POINTS, 1)],
        smoothed(batch_losses, span)[:: max(n // _MOST_POINTS, 1)],
        color=_TRAIN,
        linewidth=2,
        marker="o" if n == 1 else "",
        label=f"average over {span:,} batches" if span > 1 else "each batch",
    )
    axes.set_yscale("log")
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_major_formatter(FuncFormatter(_plain))
    axes.yaxis.set_minor_formatter(NullFormatter())
    _finish(axes, "Loss of the training batches")
    axes.set_xlim(0, n_epochs)
    return figure


def confusion_matrix(confusion: Confusion) -> Figure:
    """Plot the confusion matrix with its counts; the colours are shares of the row."""
    figure = Figure(figsize=(8.4, 8), layout="constrained")
    axes: _Axes = figure.subplots()
    counts = confusion.counts
    shares = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    # The square root keeps the few errors of a good network visible beside the diagonal.
    axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(counts):
        colour = "white" if shares[row, column] > 0.3 else _INK if count else "#AAAAAA"
        axes.text(column, row, f"{count}", ha="center", va="center", color=colour, fontsize=11)
    for metrics in confusion.per_digit():
        share = _percent(metrics.accuracy) if metrics.total else "none"
        axes.text(9.65, metrics.digit, share, va="center", color=_INK, fontsize=10)
    axes.set_title(
        f"{confusion.correct:,} of {confusion.n:,} correct ({_percent(confusion.accuracy)})",
        loc="left",
        color=_INK,
    )
    axes.set_xlabel("predicted digit", color=_INK)
    axes.set_ylabel("true digit", color=_INK)
    axes.set_xticks(range(10))
    axes.set_yticks(range(10))
    axes.tick_params(length=0, colors=_INK)
    axes.spines[:].set_visible(False)
    return figure


def _draw_accuracies(
    axes: _Axes, history: Sequence[EpochMetrics], test_accuracy: float | None
) -> None:
    epochs = [entry.epoch for entry in history]
    axes.plot(epochs, [entry.train_accuracy for entry in history], **_curve("train", history))
    axes.plot(epochs, [entry.val_accuracy for entry in history], **_curve("validation", history))
    if test_accuracy is not None:
        label = f"test {_percent(test_accuracy)}, evaluated once"
        axes.axhline(test_accuracy, color=_TEST, linewidth=1.5, linestyle="--", label=label)
    axes.yaxis.set_major_formatter(PercentFormatter(1, symbol=" %"))
    axes.set_xlim(0.5, len(history) + 0.5)


def _curve(name: str, history: Sequence[EpochMetrics]) -> dict[str, object]:
    return {
        "label": name,
        "color": _TRAIN if name == "train" else _VALIDATION,
        "linewidth": 2,
        "marker": "o" if len(history) <= 30 else "",
        "markersize": 4,
    }


def _finish(axes: _Axes, title: str) -> None:
    axes.set_title(title, loc="left", color=_INK)
    axes.set_xlabel("epoch", color=_INK)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, min_n_ticks=1))
    axes.grid(color=_GRID, linewidth=0.6)
    axes.tick_params(which="both", length=0, colors=_INK)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(_GRID)
    axes.legend(frameon=False, labelcolor=_INK)


def _thinned(
    x: npt.NDArray[np.float64], y: FloatArray
) -> tuple[npt.NDArray[np.float64], FloatArray]:
    """Keep the lowest and the highest of neighbouring points, so that no peak is lost."""
    size = ceil(len(y) / _MOST_POINTS)
    if size == 1:
        return x, y
    whole = len(y) // size * size
    bins = y[:whole].reshape(-1, size)
    ends = np.stack([bins.min(axis=1), bins.max(axis=1)], axis=1).ravel()
    return np.repeat(x[size - 1 : whole : size], 2), ends


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _plain(value: float, _position: int | None) -> str:
    return f"{value:g}"
