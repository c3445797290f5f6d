"""The settings of a training run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, astuple, dataclass
from math import inf
from typing import Any, get_args

from core.arrays import LARGEST_INTEGER
from core.data.augment import Augmentation
from core.digits import N_DIGITS
from core.errors import UserError
from core.network.architectures import ARCHITECTURES, Architecture, network_of
from core.network.lenet5 import ACTIVATIONS, POOLINGS, Activation, Pooling
from core.network.optim import SGD
from core.network.schedules import Schedule
from core.network.sequence import Network

FEW_EPOCHS = 3
"""Maximum number of epochs of a short run."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """All settings of a run; the same plan on the same data gives the same weights.

    Attributes
    ----------
    preset
        The name of the preset that the plan is based on.
    epochs, batch_size
        At least 1.
    learning_rate
        The maximum, above 0.
    momentum, weight_decay, clip_norm, decays_biases
        See `core.network.optim.SGD`; `decays_biases` is for runs of older versions.
    label_smoothing
        See `core.network.losses.cross_entropy`.
    average_decay
        Decay of the running average of the weights per step, in [0, 1); 0 for no average. The
        average, if there is one, is what is validated and saved.
    schedule, warmup
        See `core.network.schedules.schedule_factor`.
    augmentation
        How the images are deformed; None if they are not.
    plain_epochs
        The number of epochs at the end without augmentation.
    images
        The number of training images that are used, always the same ones; 0 for all.
    network
        Name of the network's architecture.
    dropout
        Share of the features that dropout sets to 0 in training, in [0, 1); LeNet-5 has no dropout.
    focus
        Digits that training concentrates on; see `core.training.steps.Steps`.
    patience
        Number of epochs without an improvement of the validation accuracy after which the run ends
        early; 0 for never.
    activation, pooling
        Those of the network, if it is a LeNet-5; others have their own.
    seed
        The seed of the initial weights, the order of the images and their deformations.
    """

    preset: str
    epochs: int
    batch_size: int
    learning_rate: float
    schedule: Schedule
    momentum: float = 0.9
    weight_decay: float = 0.0
    clip_norm: float = 5.0
    decays_biases: bool = False
    label_smoothing: float = 0.0
    average_decay: float = 0.0
    warmup: float = 0.0
    augmentation: Augmentation | None = None
    plain_epochs: int = 0
    images: int = 0
    network: Architecture = "lenet5"
    dropout: float = 0.0
    focus: tuple[int, ...] = ()
    patience: int = 0
    activation: Activation = "relu"
    pooling: Pooling = "average"
    seed: int = 0

    def __post_init__(self) -> None:
        for name, allowed in _RANGES.items():
            if not allowed(getattr(self, name)):
                raise UserError(
                    "The plan's {name} cannot be {value}.", name=name, value=getattr(self, name)
                )
        if self.network == "lenet5" and self.dropout:
            raise UserError("lenet5 has no dropout. Choose another network, or a rate of 0.")
        if self.network != "lenet5" and (self.activation, self.pooling) != ("relu", "average"):
            raise UserError(
                "The activation and the pooling of {network} cannot be changed.",
                network=self.network,
            )

    def new_network(self) -> Network:
        """Return the network to train."""
        return network_of(self.network, self.activation, self.pooling)

    @property
    def is_short(self) -> bool:
        """Whether the run has so few epochs that it is validated within them too."""
        return self.epochs <= FEW_EPOCHS

    def is_over(self, epoch: int, best_epoch: int) -> bool:
        """Return whether the run ends with an epoch, given the best so far."""
        has_stalled = self.patience > 0 and epoch - best_epoch >= self.patience
        return epoch >= self.epochs or has_stalled

    @property
    def optimizer(self) -> SGD:
        """The optimiser."""
        return SGD(self.momentum, self.weight_decay, self.clip_norm, self.decays_biases)

    def to_dict(self) -> dict[str, Any]:
        """Return all fields as values that JSON can hold."""
        return asdict(self) | {"focus": list(self.focus)}

    @classmethod
    def from_dict(cls, fields: Mapping[str, Any]) -> Plan:
        """Return the plan that `to_dict` was called on.

        Raises
        ------
        UserError
            If a field is missing, unknown or out of range.
        """
        try:
            deformations = fields["augmentation"]
            known: dict[str, Any] = {
                **fields,
                "augmentation": Augmentation(**deformations) if deformations else None,
                "focus": tuple(fields.get("focus", ())),
            }
            # Older versions decayed the biases of LeNet-5 too; their runs go on as they began.
            known.setdefault("decays_biases", _decayed_biases(known))
            return cls(**known)
        except (KeyError, TypeError) as error:
            raise UserError("The settings of the run are invalid: {error}.", error=error) from None


def _decayed_biases(fields: Mapping[str, Any]) -> bool:
    return fields.get("network", "lenet5") == "lenet5" and fields.get("weight_decay", 0) != 0


_MOST = 10**6
"""Largest number of epochs and images per batch: anything beyond is a typing error."""


def _integers(least: int, most: int = LARGEST_INTEGER) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and least <= value <= most


def _numbers(allowed: Callable[[float], bool]) -> Callable[[Any], bool]:
    return lambda value: type(value) in (int, float) and allowed(value)


_fraction = _numbers(lambda value: 0 <= value < 1)
_finite_from_0 = _numbers(lambda value: 0 <= value < inf)

_RANGES: Mapping[str, Callable[[Any], bool]] = {
    "preset": lambda value: isinstance(value, str),
    "epochs": _integers(1, _MOST),
    "batch_size": _integers(1, _MOST),
    "learning_rate": _numbers(lambda value: 0 < value < inf),
    "momentum": _fraction,
    "weight_decay": _finite_from_0,
    "clip_norm": _finite_from_0,
    "decays_biases": lambda value: isinstance(value, bool),
    "label_smoothing": _fraction,
    "average_decay": _fraction,
    "warmup": _fraction,
    "plain_epochs": _integers(0),
    "images": _integers(0),
    "schedule": lambda value: value in get_args(Schedule),
    "network": lambda value: value in ARCHITECTURES,
    "dropout": _fraction,
    "focus": lambda value: (
        all(type(digit) is int and 0 <= digit < N_DIGITS for digit in value)
        and sorted(set(value)) == list(value)
    ),
    "patience": _integers(0, _MOST),
    "activation": lambda value: value in ACTIVATIONS,
    "pooling": lambda value: value in POOLINGS,
    "seed": _integers(0),
    "augmentation": lambda value: value is None or all(map(_finite_from_0, astuple(value))),
}
