"""The weights laid out for `core.engines.fused`: once a step, before the images go through.

Every matrix carries its bias as a last column (of C1 and C3: as a column of the first kernel row),
for inputs that carry a row of ones; so the matrix product adds it, and its gradient comes with the
weights' own. Constant factors along the way (1/255 of the grey levels, the pool's 1/4) are part of
the weights instead of passes over the images::

    one column of C1's product:  two neighbouring outputs      one kernel row of their weights
                                 of all 6 channels             left    w w w w w 0  b
                                                               right   0 w w w w w  b
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from core.backend import FloatArray
from core.engines.gates import Gate

PREPARED: Mapping[str, tuple[int, ...]] = {
    "c1": (12, 35),  # (output of two, channel), (kernel row, 6 pixels and a one)
    "c3": (155, 16),  # (kernel row, 5 columns of 6 channels and a one), channel
    "f5": (120, 401),
    "f6": (84, 121),
    "output": (10, 85),
}
"""What `core.engines.fused` multiplies by, and in what its gradients come out."""


class PreparedWeights:
    """The network's weights in the layout of `PREPARED`.

    Parameters
    ----------
    gate
        What comes after the convolutions: its sign and scale become part of the weights.
    """

    def __init__(self, gate: Gate) -> None:
        self._sign, self._pixel_scale = np.float32(gate.sign), np.float32(gate.sign / 255)
        # C3 reads what C1's gate has turned round, and is itself to be turned: the signs cancel.
        self._c3_scale, self._f5_scale = np.float32(gate.scale), np.float32(gate.sign * gate.scale)
        self.c1 = np.zeros((12, 35), np.float32)
        self.c3 = np.zeros((16, 155), np.float32)
        # (column and channel of the input), (kernel row from below, channel of the output)
        self.c3_back = np.zeros((30, 5 * 16), np.float32)
        self.f5, self.f6, self.output = (
            np.zeros(PREPARED[name], np.float32) for name in ("f5", "f6", "output")
        )
        self.f5_back, self.f6_back, self.output_back = (
            matrix[:, :-1].T for matrix in (self.f5, self.f6, self.output)
        )

    def prepare(self, params: Mapping[str, FloatArray]) -> None:
        """Take the weights over, by the names of `core.lenet5.SHAPES`."""
        kernels = params["c1.weight"][:, 0] * self._pixel_scale
        c1 = self.c1.reshape(2, 6, 5, 7)
        c1[0, :, :, 0:5] = c1[1, :, :, 1:6] = kernels
        c1[:, :, 0, 6] = params["c1.bias"] * self._sign
        kernels = params["c3.weight"] * self._c3_scale
        c3 = self.c3.reshape(16, 5, 31)
        c3[:, :, :30].reshape(16, 5, 5, 6)[...] = kernels.transpose(0, 2, 3, 1)
        c3[:, 0, 30] = params["c3.bias"] * self._sign
        self.c3_back.reshape(5, 6, 5, 16)[...] = kernels[:, :, ::-1].transpose(3, 1, 2, 0)
        np.multiply(params["f5.weight"], self._f5_scale, out=self.f5[:, :-1])
        self.f6[:, :-1], self.output[:, :-1] = params["f6.weight"], params["output.weight"]
        for name, matrix in (("f5", self.f5), ("f6", self.f6), ("output", self.output)):
            matrix[:, -1] = params[f"{name}.bias"]

    def fold(self, prepared: Mapping[str, FloatArray], gradients: Mapping[str, FloatArray]) -> None:
        """Write the gradients by the prepared weights as those by the weights."""
        c1, c3 = prepared["c1"].reshape(2, 6, 5, 7), prepared["c3"].reshape(5, 31, 16)
        kernels = c1[0, :, :, 0:5] + c1[1, :, :, 1:6]
        np.multiply(kernels, self._pixel_scale, out=gradients["c1.weight"][:, 0])
        np.multiply(c1[:, :, 0, 6].sum(axis=0), self._sign, out=gradients["c1.bias"])
        kernels = c3[:, :30].reshape(5, 5, 6, 16).transpose(3, 2, 0, 1)
        np.multiply(kernels, self._c3_scale, out=gradients["c3.weight"])
        np.multiply(c3[0, 30], self._sign, out=gradients["c3.bias"])
        np.multiply(prepared["f5"][:, :-1], self._f5_scale, out=gradients["f5.weight"])
        gradients["f6.weight"][...] = prepared["f6"][:, :-1]
        gradients["output.weight"][...] = prepared["output"][:, :-1]
        for name in ("f5", "f6", "output"):
            gradients[f"{name}.bias"][...] = prepared[name][:, -1]
