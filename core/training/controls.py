"""What the user may change while a run trains."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Controls:
    """Read by the trainer before every batch; may be set from any thread.

    Attributes
    ----------
    learning_rate_multiplier
        Multiplies the learning rate of the schedule, above 0.
    """

    learning_rate_multiplier: float = 1.0
