"""Fine-tuning on My Digits with a dataset to rehearse, which is loaded first."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from core.data.sources import load
from core.ink.drawing import Drawing
from core.network.weights import Weights
from core.progress import Progress
from core.training.fine_tuning import FineTuned, fine_tune


@dataclass(frozen=True, eq=False)
class FineTuningRequest:
    """What to fine-tune on which drawings.

    Attributes
    ----------
    weights
        The weights to start from.
    drawings
        Drawings of single digits, with labels.
    source_name
        The name of the drawings in an error message, such as their file.
    rehearsal
        The source of the digits to rehearse, as `core.data.sources.load` takes it.
    threads
        The number of threads; None for one per core.
    """

    weights: Weights
    drawings: Sequence[Drawing]
    source_name: str
    rehearsal: str
    threads: int | None = None


def fine_tune_with_rehearsal(
    request: FineTuningRequest,
) -> Generator[Progress, None, FineTuned]:
    """Load the rehearsal and fine-tune; the errors are those of `load` and `fine_tune`."""
    rehearsal = yield from load(request.rehearsal)
    return (
        yield from fine_tune(
            request.weights,
            request.drawings,
            rehearsal,
            source_name=request.source_name,
            threads=request.threads,
        )
    )
