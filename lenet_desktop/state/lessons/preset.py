"""Settings of a training run as a line of text, such as ``quick, epochs = 1, data = mnist``."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from core.data.sources import SOURCES
from core.errors import UserError
from core.training.plan import Plan
from core.training.presets import PRESETS

_DATA = "data"


@dataclass(frozen=True)
class Preset:
    """A plan, and the datasets to train on; no dataset leaves the choice as it is."""

    plan: Plan
    sources: tuple[str, ...] = ()


def parse_preset(text: str) -> Preset:
    """Read settings: the name of a preset, then what differs from it.

    Raises
    ------
    UserError
        If a name is unknown or a value is invalid.
    """
    name, *changes = (part.strip() for part in text.split(","))
    if name not in PRESETS:
        raise UserError(
            "Unknown preset: {name}. Available: {names}.", name=name, names=", ".join(PRESETS)
        )
    values = dict[str, Any]()
    for change in changes:
        key, _, value = (part.strip() for part in change.partition("="))
        values[key] = _value_of(value)
    sources = tuple(str(values.pop(_DATA, "")).split())
    for source in sources:
        if source not in SOURCES:
            raise UserError(
                "Unknown dataset: {name}. Available: {names}.",
                name=source,
                names=", ".join(SOURCES),
            )
    try:
        return Preset(replace(PRESETS[name], **values), sources)
    except TypeError:
        unknown = next(key for key in values if key not in PRESETS[name].to_dict())
        raise UserError("Unknown setting: {name}.", name=unknown) from None


def _value_of(text: str) -> object:
    """Return a number, or the text itself."""
    try:
        number: object = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return number if type(number) in (int, float) else text
