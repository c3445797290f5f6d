"""What the user may change and ask for while a run trains."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Controls:
    """Read by the trainer with every batch; may be set from any thread.

    Attributes
    ----------
    learning_rate_multiplier
        Multiplies the learning rate of the schedule, above 0.
    weights_requested
        Whether the next `core.training.events.BatchesDone` brings the weights, which costs a copy;
        the trainer then resets it.
    inspects
        Whether each batch is reported on its own, with what it did.
    """

    learning_rate_multiplier: float = 1.0
    weights_requested: bool = False
    inspects: bool = False
