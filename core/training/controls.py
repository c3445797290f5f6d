"""What a person may change of a run while it goes on."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Controls:
    """Read by the trainer before every batch; may be set from any thread.

    Attributes
    ----------
    learning_rate_multiplier
        Multiplies the learning rate that the plan's schedule gives, above 0.
    """

    learning_rate_multiplier: float = 1.0
