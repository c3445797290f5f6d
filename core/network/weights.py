"""Weight files that open elsewhere: .safetensors or .npz, PyTorch's names and layouts, a card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import inf
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray
from core.network.lenet5 import LeNet5
from core.network.model_card import ModelCard


@dataclass(frozen=True, eq=False)
class Weights:
    """The 61,706 numbers of a network, which nobody can change, and their card."""

    arrays: Mapping[str, FloatArray]
    card: ModelCard = field(default_factory=ModelCard)

    def __post_init__(self) -> None:
        for array in self.arrays.values():
            array.flags.writeable = False
        object.__setattr__(self, "arrays", MappingProxyType(dict(self.arrays)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Weights):
            return NotImplemented
        return (
            self.card == other.card
            and self.arrays.keys() == other.arrays.keys()
            and all(np.array_equal(self.arrays[name], other.arrays[name]) for name in self.arrays)
        )

    __hash__ = None  # type: ignore[assignment]

    @property
    def network(self) -> LeNet5:
        """The network that the weights belong to, by their card."""
        return LeNet5(self.card.activation, self.card.pooling)

    @property
    def temperature(self) -> float:
        """What to divide the logits by, by their card."""
        return float(self.card.temperature or 1)

    @property
    def least_evidence(self) -> float:
        """What images of digits have at least, by their card; below all there is if not known."""
        return float(self.card.least_evidence or -inf)
