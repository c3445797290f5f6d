"""An ensemble: several networks trained one after the other, and combined."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from core.data.sources import load_all
from core.evaluation.ensembles import calibrated, tested
from core.network.weight_files import save_weights
from core.network.weights import Weights, combined
from core.progress import Progress
from core.runs.carry_out import TrainingRequest, carry_out
from core.runs.folder import WEIGHTS_FILE, Report, ignore
from core.training.controls import Controls
from core.training.events import TrainingDone, TrainingEvent


@dataclass(frozen=True)
class NetworkStarted:
    """The first item of each network.

    Attributes
    ----------
    number, total
        Which network is trained, from 1, and how many are.
    request
        That of its own run.
    """

    number: int
    total: int
    request: TrainingRequest


@dataclass(frozen=True, eq=False)
class NetworksCombined:
    """Two or more networks are finished, and combined in a file.

    Attributes
    ----------
    weights
        Those of the ensemble. Its card gives the test accuracy if all networks are in it.
    file
        Where they are saved.
    """

    weights: Weights
    file: Path


EnsembleItem: TypeAlias = Progress | TrainingEvent | NetworkStarted | NetworksCombined


def requests_of(request: TrainingRequest, networks: int) -> list[TrainingRequest]:
    """Return the requests for several networks: the seeds follow that of the request.

    The folder of each run is named after that of the request, in which the ensemble is saved.
    """
    folder = request.folder
    return [
        replace(
            request,
            plan=replace(request.plan, seed=request.plan.seed + index),
            folder=folder.with_name(f"{folder.name} network {index + 1}"),
        )
        for index in range(networks)
    ]


def carry_out_ensemble(
    request: TrainingRequest,
    networks: int,
    controls: Controls | None = None,
    *,
    interval: float,
    report: Report = ignore,
) -> Generator[EnsembleItem]:
    """Train several networks one after the other, and combine them.

    Closing the generator stops it. The run of every network is saved as `core.runs.carry_out`
    does; the networks that are finished are combined after each one from the second on, so that
    however this ends, there is an ensemble of them.

    Parameters
    ----------
    request
        What to train; its folder is that of the ensemble.
    networks
        How many, two or more.
    controls, interval, report
        See `core.runs.carry_out.carry_out`.

    Yields
    ------
    EnsembleItem
        `NetworkStarted` and what `carry_out` yields for each network; after its `TrainingDone`
        progress in evaluating, and `NetworksCombined` if there are two networks.

    Raises
    ------
    UserError, UnsavedError, OSError
        See `core.runs.carry_out.carry_out`.
    """
    data = yield from load_all(request.sources)
    finished: list[Weights] = []
    for number, of_network in enumerate(requests_of(request, networks), start=1):
        yield NetworkStarted(number, networks, of_network)
        run = carry_out(of_network, controls, interval=interval, report=report, data=data)
        with closing(run):
            for item in run:
                if isinstance(item, TrainingDone):
                    finished.append(item.weights)
                yield item
        if number < 2:
            continue
        ensemble = yield from calibrated(combined(finished), data)
        if number == networks:
            ensemble = yield from tested(ensemble, data)
        request.folder.mkdir(parents=True, exist_ok=True)
        file = request.folder / WEIGHTS_FILE
        save_weights(file, ensemble)
        yield NetworksCombined(ensemble, file)
