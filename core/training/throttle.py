"""Fewer events of batches, for views that cannot show hundreds per second."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from time import monotonic

from core.training.events import BatchesDone, TrainingEvent


def throttled(events: Generator[TrainingEvent], interval: float) -> Generator[TrainingEvent]:
    """Merge the events of batches that come faster than one per interval.

    Parameters
    ----------
    events
        The events of `core.training.train.train`; closed with this generator.
    interval
        The least time between two events of batches, in seconds. The first and the last batches
        of an epoch are always reported at once.

    Yields
    ------
    TrainingEvent
        All events in order; a merged `BatchesDone` holds every loss since the one before, and the
        latest weights and validation accuracy that the events brought.
    """
    pending: BatchesDone | None = None
    shown_epoch, shown_at = 0, 0.0
    with closing(events):
        for event in events:
            if isinstance(event, BatchesDone):
                pending = _merged(pending, event) if pending else event
                is_soon = event.epoch == shown_epoch and monotonic() - shown_at < interval
                if is_soon and event.inspected is None:
                    continue
                shown_epoch, shown_at = event.epoch, monotonic()
            if pending:
                yield pending
                pending = None
            if not isinstance(event, BatchesDone):
                yield event


def _merged(earlier: BatchesDone, later: BatchesDone) -> BatchesDone:
    return replace(
        later,
        losses=earlier.losses + later.losses,
        weights=later.weights or earlier.weights,
        val_accuracy=earlier.val_accuracy if later.val_accuracy is None else later.val_accuracy,
    )
