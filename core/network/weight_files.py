"""Weight files that open elsewhere: .safetensors or .npz, in PyTorch's names and layouts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields
from math import inf
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save  # pyright: ignore[reportUnknownVariableType]

from core.arrays import Array
from core.errors import UserError
from core.files import replacing
from core.network.lenet5 import ACTIVATIONS, POOLINGS, SHAPES
from core.network.model_card import FORMAT, ModelCard, card_metadata
from core.network.weights import Weights

EXTRA = "training."
"""Prefix of what a checkpoint keeps besides the weights; reading weights passes it over."""


_CARD = "card"


_LARGEST_FILE = 64 * 2**20


def load_weights(path: Path) -> Weights:
    """Read a weight file, checked whole before anything is returned.

    Raises
    ------
    UserError
        When it is no such file, or says exactly what differs from this network.
    """
    arrays, metadata = read_arrays(path)
    return checked_weights(
        path,
        {name: array for name, array in arrays.items() if not name.startswith(EXTRA)},
        metadata,
    )


def save_weights(path: Path, weights: Weights) -> None:
    """Write a weight file, .npz or .safetensors by its suffix, in one move.

    Raises
    ------
    UserError
        When the suffix is another.
    OSError
        When the folder cannot be written; a file already there stays.
    """
    write_arrays(path, weights.arrays, card_metadata(weights.card))


def read_arrays(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    """Read all arrays and the metadata of a file, whatever they are."""
    if not path.is_file():
        raise UserError("{file}: there is no such file.", file=path)
    if path.stat().st_size > _LARGEST_FILE:
        raise UserError("{file} is too large to hold the weights of a LeNet-5.", file=path.name)
    try:
        with path.open("rb") as file:
            is_zip = file.read(2) == b"PK"
        return _read_npz(path) if is_zip else _read_safetensors(path)
    except (SafetensorError, ValueError, TypeError, KeyError, EOFError, BadZipFile) as error:
        raise UserError(
            "{file} is not a weight file, or is damaged: expected .safetensors or .npz ({error}).",
            file=path.name,
            error=str(error).partition("\n")[0],
        ) from error


def write_arrays(path: Path, arrays: Mapping[str, Array], metadata: Mapping[str, str]) -> None:
    """Write arrays and metadata in one move, in the format of the suffix."""
    if path.suffix not in (".npz", ".safetensors"):
        raise UserError(
            "{file}: weights are saved as .safetensors or .npz; choose one of them.", file=path.name
        )
    with replacing(path) as temporary:
        if path.suffix == ".npz":
            card = np.array(json.dumps(dict(metadata)))
            with temporary.open("wb") as file:
                np.savez(file, allow_pickle=False, **{**arrays, _CARD: card})
        else:
            contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
            temporary.write_bytes(save(contiguous, metadata=dict(metadata)))


def checked_weights(
    path: Path, arrays: Mapping[str, Array], metadata: Mapping[str, str]
) -> Weights:
    """Make weights of what a file held, or say how it differs from the network's."""

    def wrong(fault: str, **values: object) -> UserError:
        return UserError("{file} does not fit this network: " + fault, file=path.name, **values)

    if missing := [name for name in SHAPES if name not in arrays]:
        raise wrong("it has no {names}.", names=", ".join(missing))
    if unknown := [name for name in arrays if name not in SHAPES]:
        raise wrong("it also holds {names}.", names=", ".join(unknown))
    for name, shape in SHAPES.items():
        array = arrays[name]
        if array.shape != shape:
            raise wrong(
                "{name} should be {shape} and is {found}.",
                name=name,
                shape=_by(shape),
                found=_by(array.shape),
            )
        if array.dtype != np.float32:
            raise wrong("{name} should be float32 and is {found}.", name=name, found=array.dtype)
        if not np.isfinite(array).all():
            raise wrong("{name} holds values that are not finite numbers.", name=name)
    if metadata.get("format", FORMAT) != FORMAT:
        raise wrong(
            "its format is {found}, not {expected}.", found=metadata["format"], expected=FORMAT
        )
    names = [entry.name for entry in fields(ModelCard)]
    card: dict[str, Any] = {name: metadata[name] for name in names if name in metadata}
    for key, known in (("activation", ACTIVATIONS), ("pooling", POOLINGS)):
        if card.get(key, known[0]) not in known:
            raise wrong(
                "its card names {found}, not one of {known}.",
                found=card[key],
                known=", ".join(known),
            )
    if not _is_between(card.get("temperature", ""), 0, inf):
        raise wrong("its card names the temperature {found}.", found=card["temperature"])
    if not _is_between(card.get("least_evidence", ""), -inf, inf):
        raise wrong("its card names the least evidence {found}.", found=card["least_evidence"])
    return Weights(arrays, ModelCard(**card))


def _is_between(text: str, low: float, high: float) -> bool:
    """Tell whether an entry is empty, or a number between two others."""
    try:
        return not text or low < float(text) < high
    except ValueError:
        return False


def _read_safetensors(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    opened: Any = safe_open(path, framework="np")
    with opened as file:
        arrays = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
        return arrays, file.metadata() or {}


def _read_npz(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    # Opened here, since NumPy leaves a damaged file open.
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    card = json.loads(str(arrays.pop(_CARD, "{}")))
    return arrays, {str(key): str(value) for key, value in dict(card).items()}


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "a single number"
