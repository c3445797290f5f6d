"""The layers of deeper networks: normalisation, dropout, global pooling and residual blocks.

Two of them compute differently in training. A layer has no mode; what it computes follows from
`params`:

- `BatchNorm2d` normalises by the running statistics where it is given them (prediction), otherwise
  by those of the batch (training).
- `Dropout` multiplies by a mask where it is given one (training), otherwise it does nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from core.arrays import Array, FloatArray, array_module
from core.network.layers import Backward, Conv2d, Layer, Params, ReLU
from core.network.sequence import Stages, forward_through, initialise_stages

STATISTICS_MOMENTUM = 0.1
"""Share of a batch's statistics in the running ones, as PyTorch's default."""

EPSILON = 1e-5
"""Added to variances, as by default in PyTorch."""
_MEAN, _VARIANCE = "running_mean", "running_var"


@dataclass(frozen=True)
class BatchNorm2d(Layer):
    """Batch normalisation: each channel gets mean 0 and variance 1, then a scale and a shift.

    Parameters
    ----------
    channels
        Number of channels, C.
    initial_scale
        Initial value of the scale. With 0 in the last layer of a residual block, the block begins
        as its shortcut.

    References
    ----------
    S. Ioffe, C. Szegedy, "Batch normalization", ICML 2015, algorithm 1 and section 3.1.
    P. Goyal et al., "Accurate, large minibatch SGD", arXiv:1706.02677, section 5.1 (scale 0).
    """

    channels: int
    initial_scale: float = 1.0

    def initialise(self, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Return the scale, the shift 0, and the statistics mean 0 and variance 1."""
        zeros, ones = np.zeros(self.channels, np.float32), np.ones(self.channels, np.float32)
        scale = np.full(self.channels, self.initial_scale, np.float32)
        return {"weight": scale, "bias": zeros, _MEAN: zeros.copy(), _VARIANCE: ones}

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, C, H, W) to the same shape.

        `params` holds weight and bias, (C,) each, and for a prediction running_mean and running_var
        (C,). In training `backward` returns, beside the gradients, the batch's mean and unbiased
        variance under these two names, for `update_statistics`.
        """
        weight, bias = (params[name][:, None, None] for name in ("weight", "bias"))
        is_training = _MEAN not in params
        mean = x.mean(axis=(0, 2, 3)) if is_training else params[_MEAN]
        centred = x - mean[:, None, None]
        variance = (centred * centred).mean(axis=(0, 2, 3)) if is_training else params[_VARIANCE]
        scale = 1 / array_module(x).sqrt(variance + EPSILON)[:, None, None]
        normalised = centred * scale

        def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
            dweight, dbias = (dy * normalised).sum(axis=(0, 2, 3)), dy.sum(axis=(0, 2, 3))
            gradients = {"weight": dweight, "bias": dbias}
            if not is_training:
                return dy * (weight * scale), gradients
            count = x.size // self.channels
            gradients |= {_MEAN: mean, _VARIANCE: variance * (count / max(count - 1, 1))}
            # Mean and variance depend on x as well: dy loses its parts along 1 and `normalised`.
            along = dbias[:, None, None] + normalised * dweight[:, None, None]
            return (weight * scale) * (dy - along / count), gradients

        return weight * normalised + bias, backward


@dataclass(frozen=True)
class Dropout(Layer):
    """Dropout: in training a random part of the features is 0, so that no feature is relied on.

    References
    ----------
    N. Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting",
    JMLR 15, 2014, section 10 (scaling in training).
    """

    features: int

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, features) to the same shape; `params` holds mask (N, features) or nothing."""
        mask = params.get("mask")
        if mask is None:
            return x, lambda dy: (dy, {})
        return x * mask, lambda dy: (dy * mask, {})


def draw_mask(n: int, features: int, rate: float, rng: np.random.Generator) -> FloatArray:
    """Draw a mask (n, features) of `Dropout` that drops features at a rate, in [0, 1).

    What is kept is scaled up, so that the mean remains.
    """
    kept = rng.random((n, features), np.float32) >= rate
    return kept * np.float32(1 / (1 - rate))


@dataclass(frozen=True)
class GlobalAvgPool2d(Layer):
    """The mean of each map.

    References
    ----------
    M. Lin, Q. Chen, S. Yan, "Network in network", ICLR 2014, section 3.2.
    """

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, C, H, W) to (N, C)."""

        def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
            share = (dy / (x.shape[2] * x.shape[3]))[:, :, None, None]
            return array_module(dy).broadcast_to(share, x.shape), {}

        return x.mean(axis=(2, 3)), backward


@dataclass(frozen=True)
class ResidualBlock(Layer):
    """Two 3x3 convolutions beside a shortcut: y = ReLU(main(x) + shortcut(x)).

    The shortcut is the identity, or a 1x1 convolution (a projection) where the number of channels
    changes.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016,
    section 3.2, equations 1 and 2.
    """

    in_channels: int
    out_channels: int

    @cached_property
    def main(self) -> Stages:
        """The stages beside the shortcut."""
        return (
            ("conv1", Conv2d(self.in_channels, self.out_channels, 3, padding=1, bias=False)),
            ("norm1", BatchNorm2d(self.out_channels)),
            ("relu", ReLU()),
            ("conv2", Conv2d(self.out_channels, self.out_channels, 3, padding=1, bias=False)),
            ("norm2", BatchNorm2d(self.out_channels, initial_scale=0)),
        )

    @cached_property
    def shortcut(self) -> Stages:
        """The stages of the shortcut; none if it is the identity."""
        if self.in_channels == self.out_channels:
            return ()
        return (
            ("projection", Conv2d(self.in_channels, self.out_channels, 1, bias=False)),
            ("projection_norm", BatchNorm2d(self.out_channels)),
        )

    def initialise(self, rng: np.random.Generator) -> dict[str, FloatArray]:
        """Draw the parameters of both ways."""
        return initialise_stages((*self.main, *self.shortcut), rng)

    def forward(self, params: Params, x: Array) -> tuple[Array, Backward]:
        """Map (N, in_channels, H, W) to (N, out_channels, H, W)."""
        main, backward_main = forward_through(self.main, params, x)
        shortcut, backward_shortcut = forward_through(self.shortcut, params, x)
        y, backward_relu = ReLU().forward({}, main + shortcut)

        def backward(dy: Array) -> tuple[Array, dict[str, Array]]:
            dsum, _ = backward_relu(dy)
            dx_main, gradients = backward_main(dsum)
            dx_shortcut, of_shortcut = backward_shortcut(dsum)
            return dx_main + dx_shortcut, gradients | of_shortcut

        return y, backward


def dropout_in(stages: Stages) -> str | None:
    """Return the name of the stage with dropout, of which a network has one at most."""
    return next((name for name, layer in stages if isinstance(layer, Dropout)), None)


def is_statistic(name: str) -> bool:
    """Return whether a parameter is a running statistic, which no gradient changes."""
    return name.endswith((_MEAN, _VARIANCE))


def is_variance(name: str) -> bool:
    """Return whether a parameter is a running variance, which is not negative."""
    return name.endswith(_VARIANCE)


def update_statistics(
    running: MutableMapping[str, Array], of_batches: Iterable[Mapping[str, Array]]
) -> None:
    """Move running statistics towards those of batches, in place, one batch after the other."""
    for batch in of_batches:
        for name, array in running.items():
            array += STATISTICS_MOMENTUM * (batch[name] - array)
