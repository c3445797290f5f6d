"""The convolutions' weights laid out for `core.engines.fused`: once a step, before the images.

Every matrix carries the bias as a column of the first kernel row, for patches that carry a one: so
the matrix product adds it, and its gradient comes with the weights' own. Constant factors along the
way (1/255 of the grey levels, the pool's 1/4) are part of the weights instead of passes over the
images. Of C1, one column of the product is two neighbouring outputs of all 6 channels::

    left     w w w w w 0  b
    right    0 w w w w w  b      one kernel row of their weights
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.arrays import FloatArray
from core.engines.activation_pooling import ActivationPooling
from core.network.lenet5 import SHAPES

DENSE = tuple(name for name in SHAPES if not name.startswith("c"))
"""The parameters that are used as they are."""
PREPARED: Mapping[str, tuple[int, ...]] = {
    "c1": (12, 35),  # (output of two, channel), (kernel row, 6 pixels and a one)
    "c3": (155, 16),  # (kernel row, 5 columns of 6 channels and a one), channel
    **{name: SHAPES[name] for name in DENSE},
}
"""In what the gradients of `core.engines.fused` come out."""


class PackedWeights:
    """The network's weights as `core.engines.fused` multiplies by them.

    Parameters
    ----------
    gate
        What comes after the convolutions: its sign and scale become part of the weights.
    """

    def __init__(self, gate: ActivationPooling) -> None:
        self._sign, self._pixel_scale = np.float32(gate.sign), np.float32(gate.sign / 255)
        # C3 reads what C1's gate has turned round, and is itself to be turned: the signs cancel.
        self._c3_scale = np.float32(gate.scale)
        self.c1 = np.zeros((12, 35), np.float32)
        self.c3 = np.zeros((16, 155), np.float32)
        # (column and channel of the input), (kernel row from below, channel of the output)
        self.c3_back = np.zeros((30, 5 * 16), np.float32)
        self.dense: Mapping[str, FloatArray] = {}

    def prepare(self, params: Mapping[str, FloatArray]) -> None:
        """Take the weights over, by the names of `core.network.lenet5.SHAPES`.

        Those of the dense layers are not copied: they must not change while images go through.
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

    def fold(self, prepared: Mapping[str, FloatArray], gradients: Mapping[str, FloatArray]) -> None:
        """Write the gradients by the prepared convolutions as those by their weights."""
        c1, c3 = prepared["c1"].reshape(2, 6, 5, 7), prepared["c3"].reshape(5, 31, 16)
        kernels = c1[0, :, :, 0:5] + c1[1, :, :, 1:6]
        np.multiply(kernels, self._pixel_scale, out=gradients["c1.weight"][:, 0])
        np.multiply(c1[:, :, 0, 6].sum(axis=0), self._sign, out=gradients["c1.bias"])
        kernels = c3[:, :30].reshape(5, 5, 6, 16).transpose(3, 2, 0, 1)
        np.multiply(kernels, self._c3_scale, out=gradients["c3.weight"])
        np.multiply(c3[0, 30], self._sign, out=gradients["c3.bias"])
