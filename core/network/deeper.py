"""A deeper network: 3x3 convolutions in a row instead of 5x5 ones, 185,258 parameters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from core.network.blocks import Dropout
from core.network.layers import AvgPool2d, Conv2d, Flatten, Linear, ReLU
from core.network.sequence import Network, Stages


@dataclass(frozen=True)
class Deeper(Network):
    """Five convolutions and two dense layers, without its parameters.

    Two 3x3 convolutions in a row see 5x5 pixels like one of LeNet-5's, with fewer parameters and
    one more non-linearity between them.

    References
    ----------
    K. Simonyan, A. Zisserman, "Very deep convolutional networks for large-scale image
    recognition", ICLR 2015, section 2.3.
    """

    @cached_property
    def stages(self) -> Stages:
        """The layers in order."""
        return (
            # name, layer                                                  # output for one image
            ("c1", Conv2d(1, 16, 3, padding=1, needs_input_gradient=False)),  # 16 x 28 x 28
            ("c1.activation", ReLU()),
            ("c2", Conv2d(16, 16, 3, padding=1)),  # 16 x 28 x 28
            ("c2.activation", ReLU()),
            ("s2", AvgPool2d(2)),  # 16 x 14 x 14
            ("c3", Conv2d(16, 32, 3, padding=1)),  # 32 x 14 x 14
            ("c3.activation", ReLU()),
            ("c4", Conv2d(32, 32, 3, padding=1)),  # 32 x 14 x 14
            ("c4.activation", ReLU()),
            ("s4", AvgPool2d(2)),  # 32 x 7 x 7
            ("c5", Conv2d(32, 48, 3)),  # 48 x 5 x 5
            ("c5.activation", ReLU()),
            ("flatten", Flatten()),  # 1200
            ("f6", Linear(1200, 128)),
            ("f6.activation", ReLU()),
            ("dropout", Dropout(128)),
            ("output", Linear(128, 10)),
        )
