"""Fewer events of batches, for whoever shows them: a person cannot see hundreds a second."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from time import monotonic

from core.training.events import BatchesDone, TrainingEvent


def throttled(events: Generator[TrainingEvent], interval: float = 0.05) -> Generator[TrainingEvent]:
    """Join batches into one event where they come faster than asked for.

    Parameters
    ----------
    events
        Those of `core.training.train.train`; closed with this generator.
    interval
        Least time between two events of batches, in seconds. The first and the last batch of an
        epoch are told of at once all the same.

    Yields
    ------
    TrainingEvent
        All events in order; a joined `BatchesDone` holds every loss since the one before.
    """
    pending: BatchesDone | None = None
    shown_epoch, shown_at = 0, 0.0
    with closing(events):
        for event in events:
            if isinstance(event, BatchesDone):
                pending = replace(event, losses=(pending.losses if pending else ()) + event.losses)
                if event.epoch == shown_epoch and monotonic() - shown_at < interval:
                    continue
                shown_epoch, shown_at = event.epoch, monotonic()
            if pending:
                yield pending
                pending = None
            if not isinstance(event, BatchesDone):
                yield event
