"""The weights of a network with their model card."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np

from core.arrays import FloatArray
from core.errors import UserError
from core.network.architectures import MEMBERS, Ensemble, network_of
from core.network.model_card import ModelCard, joined_names
from core.network.sequence import Network, params_of


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
        return self.card == other.card and _same_arrays(self, other)

    __hash__ = None  # type: ignore[assignment]

    @property
    def network(self) -> Network:
        """The network that the card describes."""
        return _network_of(self.card)

    @property
    def members(self) -> tuple[Weights, ...]:
        """The networks of an ensemble, each with its card; without an ensemble only itself."""
        cards = self.card.members
        if not cards:
            return (self,)
        arrays = params_of(MEMBERS, self.arrays)
        return tuple(Weights(params_of(str(i), arrays), card) for i, card in enumerate(cards))


def combined(networks: Sequence[Weights]) -> Weights:
    """Combine networks to an ensemble whose probabilities are the means of theirs.

    Its temperature is the geometric mean of theirs, and its energy threshold the mean, until
    `core.evaluation.ensembles` fits both.

    Parameters
    ----------
    networks
        One or more; one alone is returned as it is. Ensembles are taken apart.

    Raises
    ------
    UserError
        If two are the same network.
    """
    members = [member for network in networks for member in network.members]
    if len(members) == 1:
        return members[0]
    for index, member in enumerate(members):
        if any(_same_arrays(member, other) for other in members[:index]):
            raise UserError("A network cannot be combined with itself. Choose different files.")
    arrays = {
        f"{MEMBERS}.{index}.{name}": array
        for index, member in enumerate(members)
        for name, array in member.arrays.items()
    }
    cards = [member.card for member in members]
    temperatures = [1 if card.temperature is None else card.temperature for card in cards]
    thresholds = [card.energy_threshold for card in cards if card.energy_threshold is not None]
    presets = {card.preset for card in cards}
    card = ModelCard(
        architecture="ensemble",
        members=tuple(cards),
        preset=presets.pop() if len(presets) == 1 else "",
        dataset=joined_names(card.dataset for card in cards),
        temperature=round(float(np.exp(np.mean(np.log(temperatures)))), 4),
        energy_threshold=(
            round(float(np.mean(thresholds)), 4) if len(thresholds) == len(cards) else None
        ),
    )
    return Weights(arrays, card)


def _network_of(card: ModelCard) -> Network:
    if card.architecture == "ensemble":
        return Ensemble(tuple(map(_network_of, card.members)))
    return network_of(card.architecture, card.activation, card.pooling)


def _same_arrays(one: Weights, other: Weights) -> bool:
    return one.arrays.keys() == other.arrays.keys() and all(
        np.array_equal(array, other.arrays[name]) for name, array in one.arrays.items()
    )
