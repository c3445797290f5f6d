"""The weights of the epochs of a run: a few dozen files, in which a network is seen to form."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from core.errors import UserError
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.paths import exists

EPOCHS_FOLDER = "epochs"
"""Name of the folder with the weights of the epochs, in the folder of the run."""
MOST_EPOCHS = 60
"""Largest number of epochs that are kept; 15 MB of a LeNet-5, 45 MB of the largest network."""

INITIAL_FILE = ".initial.safetensors"
"""Name of the hidden file, beside that folder, with the weights that a new run starts from.

It is written before the first checkpoint and removed once they are in the folder: they cannot be
derived from the checkpoint, and before it a run has only hidden files.
"""

_SUFFIX = ".safetensors"


def thinned(epochs: Iterable[int]) -> list[int]:
    """Return the epochs to keep, in order: at most `MOST_EPOCHS`, the first and the last included.

    The first epochs, in which the network changes most, stay complete; the later ones are spread
    so that each is about the same factor after the one before. Applied after every epoch, this
    keeps only what it kept before.
    """
    kept = sorted(epochs)
    while len(kept) > MOST_EPOCHS:
        # Without this one, the two beside it are the closest.
        del kept[min(range(1, len(kept) - 1), key=lambda i: (kept[i + 1] + 1) / (kept[i - 1] + 1))]
    return kept


def save_epochs(folder: Path, *epochs: Weights) -> None:
    """Add the weights of epochs to a folder, and remove those that are not kept any more.

    Parameters
    ----------
    folder
        Created if it does not exist. Weights of later epochs, which are of another run, are
        removed.
    *epochs
        In order; the card of each names the epoch, 0 for the initial weights.

    Raises
    ------
    OSError
        If a file cannot be written or removed.
    """
    folder.mkdir(exist_ok=True)
    initial = folder.with_name(INITIAL_FILE)
    if epochs[0].card.epoch != 0 and exists(initial):  # The run was killed in between.
        with suppress(UserError):
            epochs = (load_weights(initial), *epochs)
    for weights in epochs:
        epoch = weights.card.epoch
        assert epoch is not None
        save_weights(folder / f"{epoch:04d}{_SUFFIX}", weights)
        files = epoch_files(folder)
        kept = set(thinned(stored for stored in files if stored <= epoch))
        for stored, file in files.items():
            if stored not in kept:
                file.unlink(missing_ok=True)
    initial.unlink(missing_ok=True)


def epoch_files(folder: Path) -> dict[int, Path]:
    """Return the weight files in a folder by the epoch that their names give, in order."""
    names = [file.stem for file in folder.glob(f"*{_SUFFIX}")]
    return {
        int(name): folder / f"{name}{_SUFFIX}"
        for name in sorted(names, key=lambda name: (len(name), name))
        if name.isdecimal()
    }


def copy_epochs(folder: Path, copy: Path) -> None:
    """Copy the weights of all epochs to another folder, which is created if there are any.

    Raises
    ------
    OSError
        If a file cannot be copied.
    """
    for file in epoch_files(folder).values():
        copy.mkdir(exist_ok=True)
        shutil.copy2(file, copy)


def remove_epochs(folder: Path) -> bool:
    """Remove the weights of all epochs; return whether there were any."""
    initial = folder.with_name(INITIAL_FILE)
    files = [*epoch_files(folder).values(), *([initial] if exists(initial) else ())]
    with suppress(OSError):
        for file in files:
            file.unlink(missing_ok=True)
        folder.rmdir()
    return bool(files)
