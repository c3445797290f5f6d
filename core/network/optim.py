"""Momentum SGD with gradient clipping, and the exponential moving average of the weights."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass
from types import MappingProxyType

from core.arrays import Array, array_module

_WHOLE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class SGD:
    """Stochastic gradient descent with momentum, as PyTorch defines it.

    Parameters
    ----------
    momentum
        Momentum factor, in [0, 1).
    weight_decay
        L2 penalty: this factor times the weight is added to the gradient; 0 for none.
    clip_norm
        Maximum norm of all gradients together; 0 for no clipping.
    decays_biases
        Whether the penalty includes the biases of LeNet-5, as in runs of older versions.
    """

    momentum: float = 0.9
    weight_decay: float = 0.0
    clip_norm: float = 0.0
    decays_biases: bool = False

    def step(
        self,
        params: MutableMapping[str, Array],
        velocity: MutableMapping[str, Array],
        gradients: Mapping[str, Array],
        learning_rate: float,
        shares: Mapping[str, Array | float] = _WHOLE,
    ) -> None:
        """Update `params` and `velocity` in place; overwrites `gradients`.

        All three hold arrays of the same names and shapes; the initial velocity is zero. `shares`
        gives by name how much of the weight decay applies, 0 to 1, or an array of such numbers;
        all of it applies to arrays that are not named.
        """
        scale = clip_factor(gradients, self.clip_norm) if self.clip_norm else 1.0
        for name, weight in params.items():
            moving, change = velocity[name], gradients[name]
            if scale != 1:
                change *= scale
            decay = self.weight_decay * shares.get(name, 1.0)
            if not isinstance(decay, float) or decay:
                change += decay * weight
            moving *= self.momentum
            moving += change
            array_module(moving).multiply(moving, learning_rate, out=change)
            weight -= change


def clip_factor(gradients: Mapping[str, Array], clip_norm: float) -> Array | float:
    """Compute the factor that scales all gradients to a common norm of at most `clip_norm`.

    The result stays on the gradients' device, so that the host does not wait for a GPU.

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
    """Compute the decay of a moving average at a step, counted from 1.

    It is lower than `decay` in the first steps, which keeps the random initialisation out of the
    average.
    """
    return min(decay, (1 + step) / (10 + step))


def update_average(
    average: MutableMapping[str, Array], params: Mapping[str, Array], decay: float
) -> None:
    """Update the exponential moving average of the parameters in place.

    Parameters
    ----------
    average
        Arrays by name; initially a copy of the parameters.
    decay
        Weight of the old average, in [0, 1).

    References
    ----------
    B. Polyak, A. Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J.
    Control Optim. 30(4), 1992.
    """
    for name, mean in average.items():
        difference = params[name] - mean
        difference *= 1 - decay
        mean += difference
