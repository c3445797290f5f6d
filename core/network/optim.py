"""How a gradient changes the weights: momentum SGD, clipping, and a running average."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass

from core.arrays import Array, array_module


@dataclass(frozen=True)
class SGD:
    """Stochastic gradient descent with momentum, as PyTorch defines it.

    Parameters
    ----------
    momentum
        Share of the velocity kept from step to step, in [0, 1).
    weight_decay
        Times the weight, added to the gradient; 0 for none.
    clip_norm
        The norm over all gradients together that none may exceed; 0 for no limit.
    """

    momentum: float = 0.9
    weight_decay: float = 0.0
    clip_norm: float = 0.0

    def step(
        self,
        params: MutableMapping[str, Array],
        velocity: MutableMapping[str, Array],
        gradients: Mapping[str, Array],
        learning_rate: float,
    ) -> None:
        """Move `params` and `velocity` one step, in place; the gradients are used up.

        All three hold arrays of the same names and shapes; the velocity starts at zero.
        """
        scale = clip_factor(gradients, self.clip_norm) if self.clip_norm else 1.0
        for name, weight in params.items():
            moving, change = velocity[name], gradients[name]
            if scale != 1:
                change *= scale
            if self.weight_decay:
                change += self.weight_decay * weight
            moving *= self.momentum
            moving += change
            array_module(moving).multiply(moving, learning_rate, out=change)
            weight -= change


def clip_factor(gradients: Mapping[str, Array], clip_norm: float) -> Array | float:
    """What to multiply all gradients by so that their common norm is at most `clip_norm`.

    It stays an array of the gradients' device: asking for its value would wait for a GPU.

    References
    ----------
    R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks",
    ICML 2013, algorithm 1.
    """
    arrays = list(gradients.values())
    xp = array_module(arrays[0])
    norm = xp.sqrt(sum(xp.vdot(array, array) for array in arrays))
    return xp.minimum(1.0, clip_norm / (norm + 1e-6)).astype(arrays[0].dtype)


def warmed_up(decay: float, step: int) -> float:
    """The share of a running average that stays in one step, from 1 on.

    In the first steps it is lower than `decay`, so that the random start is soon forgotten.
    """
    return min(decay, (1 + step) / (10 + step))


def update_average(
    average: MutableMapping[str, Array], params: Mapping[str, Array], decay: float
) -> None:
    """Take the weights of a step into their exponential moving average, in place.

    Parameters
    ----------
    average
        Arrays by name; before the first step a copy of the parameters.
    decay
        Share of the average that stays, in [0, 1).

    References
    ----------
    B. Polyak, A. Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J.
    Control Optim. 30(4), 1992, for the idea of averaging the path.
    """
    for name, mean in average.items():
        difference = params[name] - mean
        difference *= 1 - decay
        mean += difference
