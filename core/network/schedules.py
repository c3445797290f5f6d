"""How the learning rate changes over a run, as a factor of the plan's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi
from typing import Literal, TypeAlias

Schedule: TypeAlias = Literal["report", "cosine", "linear"]


def schedule_factor(
    schedule: Schedule, step: int, steps_per_epoch: int, epochs: int, warmup: float
) -> float:
    """What to multiply the learning rate by in one step.

    Parameters
    ----------
    schedule
        The course of the run: ``"report"`` in three stairs, ``"cosine"`` or ``"linear"`` to zero.
    step
        The step that is about to be taken, from 0.
    steps_per_epoch, epochs
        The length of the run.
    warmup
        Share of the run, in [0, 1), in which the rate rises in a straight line from near zero;
        the report's stairs have none.
    """
    if schedule == "report":
        return report_stairs(1 + step // steps_per_epoch)
    steps = steps_per_epoch * epochs
    rising = warmup * steps
    if step < rising:
        return (step + 1) / (rising + 1)
    return _DECAYS[schedule]((step - rising) / (steps - rising))


def report_stairs(epoch: int) -> float:
    """The report's table: epochs 1-3 in full, 4-7 a tenth, from 8 on a hundredth."""
    return 1.0 if epoch <= 3 else 0.1 if epoch <= 7 else 0.01


_DECAYS: Mapping[str, Callable[[float], float]] = {
    # I. Loshchilov, F. Hutter, "SGDR", ICLR 2017, equation 5, without restarts.
    "cosine": lambda progress: 0.5 * (1 + cos(pi * progress)),
    "linear": lambda progress: 1 - progress,
}
