"""A residual network: shortcuts around pairs of convolutions, 91,898 parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.network.blocks import BatchNorm2d, Dropout, GlobalAvgPool2d, ResidualBlock
from core.network.layers import AvgPool2d, Conv2d, Linear, ReLU
from core.network.sequence import Network, Stages


@dataclass(frozen=True)
class Residual(Network):
    """A convolution and three residual blocks, without its parameters.

    References
    ----------
    K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", CVPR 2016,
    section 4.2. Unlike there, average pooling takes the place of convolutions with stride 2.
    """

    @cached_property
    def stages(self) -> Stages:
        """The layers in order."""
        return (
            # name, layer                                                  # output for one image
            ("c1", Conv2d(1, 16, 5, padding=2, bias=False, needs_input_gradient=False)),
            ("n1", BatchNorm2d(16)),  # 16 x 28 x 28
            ("c1.activation", ReLU()),
            ("s1", AvgPool2d(2)),  # 16 x 14 x 14
            ("block2", ResidualBlock(16, 32)),  # 32 x 14 x 14
            ("block3", ResidualBlock(32, 32)),  # 32 x 14 x 14
            ("s3", AvgPool2d(2)),  # 32 x 7 x 7
            ("block4", ResidualBlock(32, 64)),  # 64 x 7 x 7
            ("mean", GlobalAvgPool2d()),  # 64
            ("dropout", Dropout(64)),
            ("output", Linear(64, 10)),
        )
