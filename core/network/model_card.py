"""Model cards: where weights come from, and how their answers are calibrated."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf
from typing import Any, Literal, TypeVar

from core.arrays import LARGEST_INTEGER
from core.errors import printable
from core.network.architectures import ARCHITECTURES, Architecture
from core.network.lenet5 import ACTIVATIONS, POOLINGS, Activation, Pooling

FORMAT = "lenet5-desktop/1"
"""Name and version of the format, as a weight file's metadata gives it."""

_T = TypeVar("_T")
_Name = TypeVar("_Name", bound=str)


class CardEntryError(ValueError):
    """An invalid entry in a file's metadata.

    Parameters
    ----------
    entry
        Key of the entry.
    found
        Its value.
    choices
        The values that are valid, where they can be listed.
    """

    def __init__(self, entry: str, found: str, choices: Sequence[str] = ()) -> None:
        super().__init__(f"the {entry} cannot be {found}")
        self.entry, self.found, self.choices = entry, found, choices


@dataclass(frozen=True)
class ModelCard:
    """Origin and calibration of a set of weights.

    Attributes
    ----------
    activation, pooling
        Of the network, if it is a LeNet-5.
    architecture
        Name of the network's table of layers, or ``"ensemble"``.
    members
        The cards of the networks of an ensemble, two or more; otherwise empty.
    preset, dataset
        Names; empty when unknown.
    seed, epoch
        Of the training run; None when unknown.
    test_accuracy, test_set
        The accuracy, 0-1, and the names of the datasets with the test images that it was measured
        on; None and empty when unknown.
    temperature
        Divisor of the logits that calibrates the probabilities, 0.01 to 100; None for 1.
    energy_threshold
        Images with a lower `core.network.confidence.energy_score` are rejected; None rejects none.
    date
        Day of the training; not compared. None when unknown.
    program_version
        Version that trained the weights; empty when unknown.
    """

    activation: Activation = "relu"
    pooling: Pooling = "average"
    architecture: Architecture | Literal["ensemble"] = "lenet5"
    members: tuple[ModelCard, ...] = ()
    preset: str = ""
    seed: int | None = None
    epoch: int | None = None
    dataset: str = ""
    test_accuracy: float | None = None
    test_set: str = ""
    temperature: float | None = None
    energy_threshold: float | None = None
    date: datetime.date | None = field(default=None, compare=False)
    program_version: str = ""

    def was_trained_on(self, dataset: str) -> bool:
        """Return whether the named dataset is one of those that the weights were trained on."""
        return f"{_AND}{dataset}{_AND}" in f"{_AND}{self.dataset}{_AND}"

    @classmethod
    def from_metadata(cls, metadata: Mapping[str, str]) -> ModelCard:
        """Parse the metadata of a file; missing and empty entries are unknown.

        Raises
        ------
        CardEntryError
            If an entry is invalid.
        """
        members = _members_in(metadata)
        metadata = {key: _line(text) for key, text in metadata.items() if key != _MEMBERS}

        def parsed(entry: str, parse: Callable[[str], _T]) -> _T | None:
            text = metadata.get(entry)
            try:
                return parse(text) if text else None
            except ValueError as error:
                raise CardEntryError(entry, str(text)) from error

        def chosen(entry: str, choices: Sequence[_Name]) -> _Name:
            text = metadata.get(entry, choices[0])
            if text not in choices:
                raise CardEntryError(entry, text, choices)
            return choices[choices.index(text)]

        return cls(
            architecture=chosen("architecture", (*ARCHITECTURES, _ENSEMBLE)),
            members=members,
            activation=chosen("activation", ACTIVATIONS),
            pooling=chosen("pooling", POOLINGS),
            preset=metadata.get("preset", ""),
            seed=parsed("seed", _integer),
            epoch=parsed("epoch", _integer),
            dataset=metadata.get("dataset", ""),
            test_accuracy=parsed("test_accuracy", _share),
            test_set=metadata.get("test_set", ""),
            temperature=parsed("temperature", _number_in(*_TEMPERATURES)),
            energy_threshold=parsed(_ENERGY_THRESHOLD, _number_in(-inf, inf)),
            date=parsed("date", datetime.date.fromisoformat),
            program_version=metadata.get("program_version", ""),
        )

    def to_metadata(self) -> dict[str, str]:
        """Format the entries as text for a file's metadata; unknown entries are empty."""
        members = [member.to_metadata() for member in self.members]
        return ({_MEMBERS: json.dumps(members)} if members else {}) | {
            "architecture": self.architecture,
            "activation": self.activation,
            "pooling": self.pooling,
            "preset": self.preset,
            "seed": _text(self.seed),
            "epoch": _text(self.epoch),
            # Names of files can hold bytes that are not UTF-8.
            "dataset": printable(self.dataset),
            "test_accuracy": _decimal(self.test_accuracy),
            "test_set": printable(self.test_set),
            "temperature": _decimal(self.temperature),
            _ENERGY_THRESHOLD: _decimal(self.energy_threshold),
            "date": _text(self.date),
            "program_version": self.program_version,
        }


def joined_names(names: Iterable[str]) -> str:
    """Join the names of datasets as a card gives them; each counts once, empty ones not at all."""
    parts = _AND.join(filter(None, names)).split(_AND)
    return _AND.join(dict.fromkeys(parts))


def _members_in(metadata: Mapping[str, str]) -> tuple[ModelCard, ...]:
    """Return the cards of the networks of an ensemble."""
    if metadata.get("architecture") != _ENSEMBLE:
        return ()
    text = metadata.get(_MEMBERS, "")
    try:
        entries: list[dict[str, Any]] = json.loads(text)
        members = tuple(
            ModelCard.from_metadata({key: str(value) for key, value in entry.items()})
            for entry in entries
        )
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        if isinstance(error, CardEntryError):
            raise
        raise CardEntryError(_MEMBERS, _line(text)) from error
    if len(members) < 2 or any(member.members for member in members):
        raise CardEntryError(_MEMBERS, _line(text))
    return members


_ENSEMBLE, _MEMBERS = "ensemble", "members"
_AND = " + "
_LONGEST_ENTRY = 200  # Characters.
_TEMPERATURES = 0.01, 100  # Others make every answer certain, or none.


def _line(text: str) -> str:
    """Return a text of a file as one line that can be shown and saved."""
    return " ".join(printable(text[:_LONGEST_ENTRY]).split())


_ENERGY_THRESHOLD = "least_evidence"  # Files of earlier versions have this key.


def _integer(text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST_INTEGER:
        raise ValueError(text)
    return number


def _share(text: str) -> float:
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError(text)
    return number


def _number_in(low: float, high: float) -> Callable[[str], float]:
    """Return a parser of numbers between two bounds, both excluded."""

    def parse(text: str) -> float:
        number = float(text)
        if not low < number < high:
            raise ValueError(text)
        return number

    return parse


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _decimal(value: float | None) -> str:
    """Format a number with four decimals, or with more if it has more."""
    if value is None:
        return ""
    text = f"{value:.4f}"
    return text if float(text) == value else str(value)
