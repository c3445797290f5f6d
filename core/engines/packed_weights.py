"""Convolution weights in the layout of `core.engines.fused`, packed once per step.

The bias is a column of the first kernel row, and patches have a constant one in that position, so
that the matrix product adds the bias and yields its gradient. Constant factors (1/255 of the grey
levels, 1/4 of the average pooling) are folded into the weights instead of being passes over the
images. A column of C1's product holds two neighbouring outputs of all 6 channels::

    left     w w w w w 0  b
    right    0 w w w w w  b      (one kernel row of the weights)
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.arrays import FloatArray
from core.engines.activation_pooling import ActivationPooling
from core.network.lenet5 import SHAPES

DENSE = tuple(name for name in SHAPES if not name.startswith("c"))
"""The parameters that need no packing."""
PACKED: Mapping[str, tuple[int, ...]] = {
    "c1": (12, 35),  # (left or right output, channel), (kernel row, 6 pixels and a one)
    "c3": (155, 16),  # (kernel row, 5 columns of 6 channels and a one), channel
    **{name: SHAPES[name] for name in DENSE},
}
"""Shapes of the gradients that `core.engines.fused.FusedPass.backward` computes."""


class PackedWeights:
    """The weights of a network in the layout of `core.engines.fused`.

    Parameters
    ----------
    pooling
        Follows the convolutions; its sign and scale are folded into their weights.
    """

    def __init__(self, pooling: ActivationPooling) -> None:
        self._sign, self._pixel_scale = np.float32(pooling.sign), np.float32(pooling.sign / 255)
        # The signs of C3's input and of C3 itself cancel.
        self._c3_scale = np.float32(pooling.scale)
        self.c1 = np.zeros((12, 35), np.float32)
        self.c3 = np.zeros((16, 155), np.float32)
        # (column and channel of the input), (kernel row in reverse order, channel of the output)
        self.c3_back = np.zeros((30, 5 * 16), np.float32)
        self.dense: Mapping[str, FloatArray] = {}

    def pack(self, params: Mapping[str, FloatArray]) -> None:
        """Pack parameters with the names and shapes of `core.network.lenet5.SHAPES`.

        Those of the dense layers are not copied and must not change during a pass.
        """
        kernels = params["c1.weight"][:, 0] * self._pixel_scale
        c1 = self.c1.reshape(2, 6, 5, 7)
        c1[0, :, :, 0:5] = c1[1, :, :, 1:6] = kernels
        c1[:, :, 0, 6] = params["c1.bias"] * self._sign
        kernels = params["c3.weight"] * self._c3_scale
        c3 = self.c3.reshape(16, 5, 31)
        c3[:, :, :30].reshape(16, 5, 5, 6)[...] = kernels.transpose(0, 2, 3, 1)
        c3[:, 0, 30] = params["c3.bias"] * self._sign
        self.c3_back.reshape(5, 6, 5, 16)[...] = kernels[:, :, ::-1].transpose(3, 1, 2, 0)
        self.dense = params

    def unpack(self, packed: Mapping[str, FloatArray], gradients: Mapping[str, FloatArray]) -> None:
        """Convert gradients of the packed convolutions to those of their parameters."""
        c1, c3 = packed["c1"].reshape(2, 6, 5, 7), packed["c3"].reshape(5, 31, 16)
        kernels = c1[0, :, :, 0:5] + c1[1, :, :, 1:6]
        np.multiply(kernels, self._pixel_scale, out=gradients["c1.weight"][:, 0])
        np.multiply(c1[:, :, 0, 6].sum(axis=0), self._sign, out=gradients["c1.bias"])
        kernels = c3[:, :30].reshape(5, 5, 6, 16).transpose(3, 2, 0, 1)
        np.multiply(kernels, self._c3_scale, out=gradients["c3.weight"])
        np.multiply(c3[0, 30], self._sign, out=gradients["c3.bias"])
