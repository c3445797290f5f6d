"""Prepared experiments: a few runs that differ in what is to be compared, as a small JSON file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias, cast

from core.data.sources import SOURCES
from core.errors import UserError
from core.files import read_content, replacing
from core.training.plan import Plan
from core.training.presets import PRESETS

FORMAT = "lenet-desktop-experiment/1"
MOST_RUNS = 8
_LARGEST = 2**16
"""Bytes of a file, at most."""
_LONGEST = 120
"""Characters of a name, at most."""

Text: TypeAlias = str | Mapping[str, str]
"""A text, or one for each language by its code, such as ``en``."""


@dataclass(frozen=True)
class PlannedRun:
    """A run of an experiment.

    Attributes
    ----------
    name
        What its curves are called.
    """

    name: Text
    plan: Plan


@dataclass(frozen=True)
class Experiment:
    """Runs on the same data whose curves are compared.

    Attributes
    ----------
    sources
        The datasets, as `core.data.sources.load_all` takes them.
    runs
        At most `MOST_RUNS`.
    """

    title: Text
    sources: tuple[str, ...]
    runs: tuple[PlannedRun, ...]


def text_in(text: Text, language: str) -> str:
    """Return a text in a language, or in the first one that there is.

    Parameters
    ----------
    language
        A code such as ``"zh_CN"``.
    """
    if isinstance(text, str):
        return text
    return text.get(language.partition("_")[0]) or next(iter(text.values()))


def load_experiment(file: Path) -> Experiment:
    """Read an experiment.

    Raises
    ------
    UserError
        If the file cannot be read or is not an experiment.
    """
    content = read_content(file)
    try:
        if len(content) > _LARGEST:
            raise UserError("It is too large.")
        return _experiment(_mapping(json.loads(content)))
    except (ValueError, RecursionError):
        raise UserError("{file} is not a JSON file.", file=file.name) from None
    except UserError as error:
        raise UserError(
            "{file} is not an experiment: {reason}", file=file.name, reason=error
        ) from error


def save_experiment(file: Path, experiment: Experiment) -> None:
    """Write an experiment.

    Raises
    ------
    UserError
        If the runs were trained on files, which others do not have.
    OSError
        If the file cannot be written; an existing one is unchanged.
    """
    _check_sources(experiment.sources)
    fields = {
        "format": FORMAT,
        "title": experiment.title,
        "data": list(experiment.sources),
        "runs": [
            {"name": run.name, "preset": preset, "settings": _changes(run.plan, PRESETS[preset])}
            for run in experiment.runs
            for preset in [run.plan.preset if run.plan.preset in PRESETS else "quick"]
        ],
    }
    with replacing(file) as temporary:
        text = json.dumps(fields, ensure_ascii=False, indent=2)
        temporary.write_text(text + "\n", encoding="utf-8")


def _experiment(fields: Mapping[str, Any]) -> Experiment:
    if fields.get("format") != FORMAT:
        raise UserError("Its format is not {format}.", format=FORMAT)
    sources = fields.get("data")
    if not isinstance(sources, list) or not sources:
        raise UserError("It does not name a dataset.")
    names = [str(source) for source in cast("list[object]", sources)]
    _check_sources(names)
    runs = fields.get("runs")
    if not isinstance(runs, list) or not 1 <= len(cast("list[object]", runs)) <= MOST_RUNS:
        raise UserError("It needs 1 to {most} runs.", most=MOST_RUNS)
    planned = tuple(_run(_mapping(run)) for run in cast("list[object]", runs))
    return Experiment(_text(fields.get("title")), tuple(dict.fromkeys(names)), planned)


def _check_sources(names: Sequence[str]) -> None:
    for name in names:
        if name not in SOURCES:
            raise UserError(
                "Unknown dataset: {name}. Available: {names}.", name=name, names=", ".join(SOURCES)
            )


def _run(fields: Mapping[str, Any]) -> PlannedRun:
    preset = str(fields.get("preset"))
    if preset not in PRESETS:
        raise UserError(
            "Unknown preset: {name}. Available: {names}.", name=preset, names=", ".join(PRESETS)
        )
    known = PRESETS[preset].to_dict()
    settings = _mapping(fields.get("settings", {}))
    for name in settings:
        if name not in known:
            raise UserError("Unknown setting: {name}.", name=name)
    return PlannedRun(_text(fields.get("name")), Plan.from_dict({**known, **settings}))


def _changes(plan: Plan, preset: Plan) -> dict[str, Any]:
    """Return the settings that differ from the preset."""
    before = preset.to_dict()
    return {name: value for name, value in plan.to_dict().items() if value != before[name]}


def _mapping(value: object) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise UserError("An object is missing.")
    return cast("dict[str, Any]", value)


def _text(value: object) -> Text:
    texts: Sequence[object] = [value]
    if isinstance(value, dict):
        texts = list(cast("dict[object, object]", value).values())
    for text in texts:
        if not isinstance(text, str) or not 0 < len(text.strip()) <= _LONGEST:
            raise UserError("A title or a name is missing.")
    if not texts:
        raise UserError("A title or a name is missing.")
    return cast("Text", value)
