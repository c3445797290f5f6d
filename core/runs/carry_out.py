"""A training run as the window makes it: loads the data, trains, and keeps all in a folder."""

from __future__ import annotations

import json
from collections.abc import Generator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from core.data.sources import load_all
from core.device import DeviceChoice, find_device
from core.files import replacing
from core.network.weights import Weights
from core.progress import Progress
from core.runs.folder import RunFolder
from core.training.controls import Controls
from core.training.events import TrainingDone, TrainingEvent
from core.training.plan import Plan
from core.training.throttle import throttled
from core.training.train import train

LAST = "last.safetensors"
TOLD_EVERY = 0.1
"""Seconds between two events of batches: as fast as curves can be followed."""
_SOURCES = "sources.json"


@dataclass(frozen=True, eq=False)
class TrainingRequest:
    """What a person wants trained.

    Attributes
    ----------
    plan
        How.
    sources
        The datasets, one or more, as `core.data.sources.load` takes them.
    device
        Where.
    folder
        Where the run is kept; when it goes on, where it lies.
    start
        Weights to train on from, if any.
    resumes
        Whether the run in the folder goes on.
    threads
        How many threads compute on the CPU; None for one on every core.
    """

    plan: Plan
    sources: tuple[str, ...]
    folder: Path
    device: DeviceChoice = "auto"
    start: Weights | None = None
    resumes: bool = False
    threads: int | None = None


def carry_out(order: TrainingRequest, controls: Controls) -> Generator[Progress | TrainingEvent]:
    """Carry out an order; whatever ends it, what was learned is in the folder.

    Yields
    ------
    Progress
        How far the loading of the data is.
    TrainingEvent
        Each of them kept before it is told, or told before what kept it from that is raised.

    Raises
    ------
    UserError, OSError, MemoryError
        When the data cannot be loaded, the run fails or its folder cannot be written.
    """
    folder = RunFolder(order.folder, order.folder / LAST if order.resumes else None)
    is_done = False
    try:
        _remember_sources(order)
        data = yield from load_all(order.sources)
        device = find_device(order.device)
        events = train(
            order.plan,
            data,
            device,
            folder.checkpoint,
            start=order.start,
            controls=controls,
            threads=order.threads,
        )
        with closing(throttled(events, TOLD_EVERY)) as told:
            for event in told:
                try:
                    folder.add(event)
                except OSError:
                    yield event  # what was learned is then at least in memory
                    raise
                is_done = isinstance(event, TrainingDone)
                yield event
    finally:
        if not is_done:
            folder.finish()
        if folder.checkpoint is None:
            _remove(order.folder)


def sources_of(folder: Path, dataset: str) -> tuple[str, ...]:
    """The sources that the run in a folder learned from; by its dataset's name when not kept."""
    try:
        sources = json.loads((folder / _SOURCES).read_text("utf-8"))
        return tuple(str(source) for source in sources)
    except (OSError, ValueError, TypeError):
        return tuple(dataset.split(" + "))


def _remember_sources(order: TrainingRequest) -> None:
    with replacing(order.folder / _SOURCES) as temporary:
        temporary.write_text(json.dumps(order.sources), "utf-8")


def _remove(folder: Path) -> None:
    """Take the folder of a run that left nothing away."""
    with suppress(OSError):
        (folder / _SOURCES).unlink(missing_ok=True)
        folder.rmdir()
