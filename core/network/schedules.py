"""Learning rate schedules, as factors of the peak learning rate."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import cos, pi
from typing import Literal, TypeAlias

Schedule: TypeAlias = Literal["report", "cosine", "linear"]


def schedule_factor(
    schedule: Schedule, step: int, steps_per_epoch: int, epochs: int, warmup: float
) -> float:
    """Compute the factor of the learning rate at a step.

    Parameters
    ----------
    schedule
        ``"report"`` for the report's step decay; ``"cosine"`` or ``"linear"`` decay to zero.
    step
        Index of the step, from 0.
    steps_per_epoch, epochs
        Length of the run.
    warmup
        Share of the run, in [0, 1), with linear warm-up; ignored by step decay.
    """
    if schedule == "report":
        return step_decay(1 + step // steps_per_epoch)
    steps = steps_per_epoch * epochs
    warmup_steps = warmup * steps
    if step < warmup_steps:
        return (step + 1) / (warmup_steps + 1)
    return _DECAYS[schedule]((step - warmup_steps) / (steps - warmup_steps))


def step_decay(epoch: int) -> float:
    """Compute the report's factor for an epoch: 1 to epoch 3, 0.1 to epoch 7, then 0.01."""
    return 1.0 if epoch <= 3 else 0.1 if epoch <= 7 else 0.01


_DECAYS: Mapping[str, Callable[[float], float]] = {
    # I. Loshchilov, F. Hutter, "SGDR", ICLR 2017, equation 5, without restarts.
    "cosine": lambda progress: 0.5 * (1 + cos(pi * progress)),
    "linear": lambda progress: 1 - progress,
}
