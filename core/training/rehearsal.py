"""Fine-tuning on My Digits with a dataset to rehearse, which is loaded first."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass

from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.sources import SOURCES, SYNTHETIC, load
from core.handwriting.writing import write_digits
from core.ink.drawing import Drawing
from core.network.weights import Weights
from core.progress import Progress
from core.training.fine_tuning import FineTuned, fine_tune

_SYNTHETIC_DIGITS = 6000
"""Digits to rehearse if they must be written first: of more, only the hardest would be used."""
_written: dict[int, Dataset] = {}


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
    if request.rehearsal == SYNTHETIC:
        rehearsal = yield from _synthetic_digits()
    else:
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


def _synthetic_digits() -> Generator[Progress, None, Dataset]:
    """Write fewer digits than for training, and only once; the test set is that of the source."""
    if _SYNTHETIC_DIGITS not in _written:
        train = Examples(*(yield from write_digits(_SYNTHETIC_DIGITS, 0)))
        test = yield from SOURCES[SYNTHETIC].test_only()
        _written[_SYNTHETIC_DIGITS] = Dataset(SYNTHETIC, train, test)
    return _written[_SYNTHETIC_DIGITS]
