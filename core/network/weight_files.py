"""Weight files: .safetensors or .npz, with PyTorch's names and layouts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import numpy as np
from safetensors import safe_open
from safetensors.numpy import save  # pyright: ignore[reportUnknownVariableType]

from core.arrays import Array
from core.digits import SIDE
from core.errors import Message, UserError, reason_of
from core.files import (
    known_archive,
    known_kind,
    open_regular,
    replacing,
    size_of,
    unreadable,
)
from core.network.blocks import is_statistic, is_variance
from core.network.model_card import FORMAT, CardEntryError, ModelCard
from core.network.weights import Weights

EXTRA = "training."
"""Prefix of the arrays that a checkpoint holds besides the weights; `load_weights` skips them."""

_CARD = "card"  # Name of the .npz array that holds the metadata as JSON.
_LARGEST_FILE = 64 * 2**20  # Bytes, also of what a compressed file holds.
_LARGEST_HEADER = 16 * 2**20  # Bytes.
_MOST_ARRAYS = 10_000  # Those of a checkpoint of 25 deep networks.
_LARGEST_VALUE = 1e4  # No image's logits overflow in LeNet-5 with weights up to this.
_LONGEST_LIST = 200  # Characters.
_ZIP_MAGIC = b"PK"


def load_weights(path: Path) -> Weights:
    """Read a weight file.

    Raises
    ------
    UserError
        If the file is not a weight file, is damaged or does not fit the network; names the first
        difference.
    """
    arrays, metadata = read_arrays(path)
    weights = checked_weights(
        path,
        {name: array for name, array in arrays.items() if not name.startswith(EXTRA)},
        metadata,
    )
    _try_out(path, weights)
    return weights


def save_weights(path: Path, weights: Weights) -> None:
    """Write a weight file atomically, as .npz or .safetensors according to the suffix.

    Raises
    ------
    UserError
        If the suffix is neither of the two.
    OSError
        If the file cannot be written; an existing file is left unchanged.
    """
    write_arrays(path, weights.arrays, file_metadata(weights.card))


def file_metadata(card: ModelCard) -> dict[str, str]:
    """Return the metadata of a weight file with this card."""
    return {"format": FORMAT, **card.to_metadata()}


def read_arrays(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    """Read all arrays and the metadata of a .safetensors or .npz file without checking them.

    Raises
    ------
    UserError
        If the file is missing, cannot be read, is too large, damaged or in another format.
    """
    try:
        with open_regular(path) as file:
            size, start = size_of(file), file.read(64)
    except (FileNotFoundError, NotADirectoryError):
        raise UserError("{file} does not exist.", file=path) from None
    except OSError as error:
        raise unreadable(path, error) from error
    try:
        header = 0 if start.startswith(_ZIP_MAGIC) else int.from_bytes(start[:8], "little")
        if size > _LARGEST_FILE or _LARGEST_HEADER < header < size:
            raise UserError("{file} is too large to be a weight file.", file=path.name)
        if kind := _kind(path, start):
            raise UserError("{file} is {kind}.", file=path.name, kind=kind)
        return _read_npz(path) if start.startswith(_ZIP_MAGIC) else _read_safetensors(path)
    except UserError:
        raise
    except Exception as error:  # A damaged file makes the readers raise anything.
        raise UserError(
            "{file} is not a weight file, or is damaged: expected .safetensors or .npz ({error}).",
            file=path.name,
            error=reason_of(error),
        ) from error


def write_arrays(path: Path, arrays: Mapping[str, Array], metadata: Mapping[str, str]) -> None:
    """Write arrays and metadata atomically, in the format of the suffix.

    Raises
    ------
    UserError
        If the suffix is neither .npz nor .safetensors.
    OSError
        If the file cannot be written.
    """
    check_suffix(path)
    with replacing(path) as temporary:
        if path.suffix.lower() == ".npz":
            card = np.array(json.dumps(dict(metadata)))
            with temporary.open("wb") as file:
                np.savez(file, allow_pickle=False, **{**arrays, _CARD: card})
        else:
            contiguous = {name: np.ascontiguousarray(array) for name, array in arrays.items()}
            temporary.write_bytes(save(contiguous, metadata=dict(metadata)))


def check_suffix(path: Path) -> None:
    """Check that a name is that of a weight file.

    Raises
    ------
    UserError
        If its suffix is neither .npz nor .safetensors.
    """
    if path.suffix.lower() not in (".npz", ".safetensors"):
        raise UserError(
            "{file} cannot be saved: choose a name that ends in .safetensors or .npz.",
            file=path.name,
        )


def checked_weights(
    path: Path, arrays: Mapping[str, Array], metadata: Mapping[str, str]
) -> Weights:
    """Check the arrays and the metadata of a file and return them as weights.

    Raises
    ------
    UserError
        If they do not fit the network; names the first difference.
    """
    weights = Weights(arrays, _card_in(path, metadata))
    shapes = weights.network.shapes
    if missing := [name for name in shapes if name not in arrays]:
        raise _misfit(path, Message("it has no {names}.", {"names": _listed(missing)}))
    if unknown := [name for name in arrays if name not in shapes]:
        raise _misfit(path, Message("it also holds {names}.", {"names": _listed(unknown)}))
    for name, shape in shapes.items():
        array = arrays[name]
        if array.shape != shape:
            raise _misfit(
                path,
                Message(
                    "{name} should be {shape} and is {found}.",
                    {"name": name, "shape": _by(shape), "found": _by(array.shape)},
                ),
            )
        if array.dtype != np.float32:
            raise _misfit(
                path,
                Message(
                    "{name} should be float32 and is {found}.", {"name": name, "found": array.dtype}
                ),
            )
        if not np.isfinite(array).all():
            raise _misfit(
                path, Message("{name} holds values that are not finite numbers.", {"name": name})
            )
        if is_variance(name) and array.min() < 0:
            raise _misfit(path, Message("{name} holds negative values.", {"name": name}))
        if np.abs(array).max() > _LARGEST_VALUE and not is_statistic(name):
            raise _misfit(
                path,
                Message("{name} holds values beyond {limit}.", {"name": name, "limit": "10,000"}),
            )
    return weights


def _misfit(path: Path, fault: Message) -> UserError:
    return UserError("{file} does not fit this network: {fault}", file=path.name, fault=fault)


def _card_in(path: Path, metadata: Mapping[str, str]) -> ModelCard:
    """Return the card in the metadata of a file."""
    if metadata.get("format", FORMAT) != FORMAT:
        raise _misfit(
            path,
            Message(
                "its format is {found}, not {expected}.",
                {"found": metadata["format"], "expected": FORMAT},
            ),
        )
    try:
        return ModelCard.from_metadata(metadata)
    except CardEntryError as error:
        entry = {"entry": error.entry, "found": error.found, "choices": ", ".join(error.choices)}
        if error.entry == "architecture":
            raise UserError(
                "{file} holds a network of the architecture {found}, which this version does not "
                "know. It knows {choices}.",
                file=path.name,
                found=error.found,
                choices=entry["choices"],
            ) from error
        raise _misfit(
            path,
            Message("its {entry} is {found}, not one of {choices}.", entry)
            if error.choices
            else Message("its {entry} cannot be {found}.", entry),
        ) from error


def _try_out(path: Path, weights: Weights) -> None:
    """Check that the logits of some images are finite: in a deep network weights multiply."""
    if weights.card.architecture == "lenet5":
        return
    noise = np.random.default_rng(0).random((1, SIDE, SIDE), np.float32)
    images = np.concatenate([np.zeros_like(noise), np.ones_like(noise), noise])
    with np.errstate(all="ignore"):
        logits = weights.network.logits(weights.arrays, images)
    if not np.isfinite(logits).all():
        raise UserError(
            "{file} cannot be used: its answers are not finite numbers.", file=path.name
        )


def _kind(path: Path, start: bytes) -> Message | None:
    """Identify a file that holds no weights, or holds them in another format."""
    if start.startswith(_ZIP_MAGIC):
        return known_archive(path)
    # A .safetensors file starts with the length of its header, which is followed by a brace.
    return None if start[8:9] == b"{" else known_kind(start)


def _read_safetensors(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    opened: Any = safe_open(path, framework="np")
    with opened as file:
        names: list[str] = list(file.keys())
        _check_number(path, len(names))
        for name in names:
            dtype = str(file.get_slice(name).get_dtype())
            if dtype.startswith(("BF", "F8", "F6_", "F4")):
                raise UserError(
                    "{file} holds {name} in the format {dtype}: save the weights as float32.",
                    file=path.name,
                    name=name[:_LONGEST_LIST],
                    dtype=dtype,
                )
        return {name: file.get_tensor(name) for name in names}, file.metadata() or {}


def _check_number(path: Path, n_arrays: int) -> None:
    """Refuse a file with so many arrays that reading them would take long."""
    if n_arrays > _MOST_ARRAYS:
        raise UserError("{file} is too large to be a weight file.", file=path.name)


def _read_npz(path: Path) -> tuple[dict[str, Array], dict[str, str]]:
    with ZipFile(path) as archive:
        _check_number(path, len(archive.infolist()))
        if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_FILE:
            raise UserError("{file} is too large to be a weight file.", file=path.name)
    # NumPy does not close a damaged file that it opened itself.
    with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
        arrays = {name: np.asarray(file[name]) for name in file.files}
    card = json.loads(str(arrays.pop(_CARD, "{}")))
    return arrays, {str(key): str(value) for key, value in dict(card).items()}


def _listed(names: list[str]) -> str:
    text = ", ".join(names)
    return text if len(text) <= _LONGEST_LIST else text[:_LONGEST_LIST] + "..."


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(map(str, shape)) or "a single number"
