"""A training run from its data to its folder, for the window and the command line."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from core.data.dataset import Dataset
from core.data.sources import load_all
from core.device import DeviceChoice, find_device
from core.network.weights import Weights
from core.progress import Progress
from core.runs.folder import Report, RunFolder, ignore
from core.training.controls import Controls
from core.training.events import TrainingEvent
from core.training.plan import Plan
from core.training.throttle import throttled
from core.training.train import train


@dataclass(frozen=True, eq=False)
class TrainingRequest:
    """What to train, on which data, and where to save the run.

    Attributes
    ----------
    plan
        The settings of the run.
    sources
        The datasets, one or more, as `core.data.sources.load_all` takes them.
    folder
        The folder of the run.
    device
        The device to train on.
    start
        The weights to start from; None for new ones.
    resume
        The checkpoint file to resume from; None for a new run.
    threads
        The number of threads on the CPU; None for one per core.
    """

    plan: Plan
    sources: tuple[str, ...]
    folder: Path
    device: DeviceChoice = "auto"
    start: Weights | None = None
    resume: Path | None = None
    threads: int | None = None


class UnsavedError(OSError):
    """An event of a run could not be saved.

    Attributes
    ----------
    event
        The event, whose weights are now only in memory.
    """

    def __init__(self, error: OSError, event: TrainingEvent) -> None:
        super().__init__(error.errno, error.strerror, error.filename)
        self.event = event


def carry_out(
    request: TrainingRequest,
    controls: Controls | None = None,
    *,
    interval: float,
    report: Report = ignore,
    data: Dataset | None = None,
) -> Generator[Progress | TrainingEvent]:
    """Load the data, train, and save the run in its folder.

    Closing the generator stops the run. However the run ends, the epochs that are done are saved;
    if there are none, the folder is left unchanged, or removed if it is new. The plots and the
    report are written at the very end, after the last event.

    Parameters
    ----------
    request
        What to train.
    controls
        What may be changed while the run trains.
    interval
        The least time between two `core.training.events.BatchesDone`, in seconds.
    report
        Receives a message about each file that could not be written but that the run does not
        depend on; called on the thread that consumes the generator.
    data
        What the sources of the request hold, if it is loaded already.

    Yields
    ------
    Progress
        While the data is loaded.
    TrainingEvent
        Each event of the run after it was saved.

    Raises
    ------
    UserError
        If the folder is in use or holds another run or a file that would be replaced, the data
        cannot be loaded, or the run fails.
    UnsavedError
        If the checkpoint of an epoch or the weights of the result cannot be saved.
    OSError
        If the folder cannot be created.
    """
    with closing(RunFolder(request.folder, request.resume, report)) as folder:
        if data is None:
            data = yield from load_all(request.sources)
        events = train(
            request.plan,
            data,
            find_device(request.device),
            folder.checkpoint,
            start=request.start,
            controls=controls,
            threads=request.threads,
        )
        with closing(throttled(events, interval)) as events:
            for event in events:
                try:
                    folder.add(event)
                except OSError as error:
                    raise UnsavedError(error, event) from error
                yield event
