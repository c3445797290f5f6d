"""The weights of a network with their model card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray
from core.network.architectures import network_of
from core.network.model_card import ModelCard
from core.network.sequence import Network


@dataclass(frozen=True, eq=False)
class Weights:
    """The parameters of a network and their model card.

    Parameters
    ----------
    arrays
        float32, by the names and shapes of `network.shapes`. Held read-only.
    card
        Where they come from.
    """

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
    def network(self) -> Network:
        """The network that the card describes."""
        return network_of(self.card.architecture, self.card.activation, self.card.pooling)
