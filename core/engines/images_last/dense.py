"""Dense layers with the images last, (features, n), and the ways from maps to features."""

from __future__ import annotations

import numpy as np

from core.arrays import FloatArray
from core.engines.images_last.layer import Arrays, ImagesLast, Shape
from core.network.layers import Backward, Layer, Linear
from core.network.sequence import params_of


class Dense(ImagesLast):
    """`core.network.layers.Linear`."""

    def __init__(self, name: str, layer: Linear, in_shape: Shape) -> None:
        super().__init__(name, (layer.out_features, in_shape[1]))
        self._in_shape = in_shape

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Map (in_features, n) to (out_features, n)."""
        self._x = x
        # `dot`, because `@` holds the interpreter lock for small results.
        y = np.dot(params[f"{self.name}.weight"], x, out=self.buffer("y", *self.out_shape))
        y += params[f"{self.name}.bias"][:, None]
        return y

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Write the gradients of weight and bias."""
        np.dot(dy, self._x.T, out=gradients[f"{self.name}.weight"])
        np.sum(dy, axis=1, out=gradients[f"{self.name}.bias"])
        dx = self.buffer("dx", *self._in_shape)
        return np.dot(params[f"{self.name}.weight"].T, dy, out=dx)


class Flattening(ImagesLast):
    """`core.network.layers.Flatten`: the order of the features is (channel, row, column)."""

    def __init__(self, name: str, in_shape: Shape) -> None:
        height, channels, width, n = in_shape
        super().__init__(name, (height * channels * width, n))
        self._by_channel = channels, height, width, n
        self._in_shape = in_shape

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Map (H, C, W, n) to (C H W, n)."""
        y = self.buffer("y", *self.out_shape)
        y.reshape(self._by_channel)[...] = x.swapaxes(0, 1)
        return y

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Return the gradient in the order of the maps."""
        dx = self.buffer("dx", *self._in_shape)
        dx[...] = dy.reshape(self._by_channel).swapaxes(0, 1)
        return dx


class MapMean(ImagesLast):
    """`core.network.blocks.GlobalAvgPool2d`."""

    def __init__(self, name: str, in_shape: Shape) -> None:
        height, channels, width, n = in_shape
        super().__init__(name, (channels, n))
        self._in_shape, self._share = in_shape, np.float32(1 / (height * width))

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Map (H, C, W, n) to (C, n)."""
        y = x.sum(axis=0).sum(axis=1)
        y *= self._share
        return y

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Spread the gradient over the maps."""
        dx = self.buffer("dx", *self._in_shape)
        dx[...] = (dy * self._share)[:, None, :]
        return dx


class Masking(ImagesLast):
    """`core.network.blocks.Dropout`."""

    needs_output = True  # Without a mask it is the input, which the layer before may need.

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Map (features, n) to the same shape; a mask in `params` is (n, features)."""
        mask = params.get(f"{self.name}.mask")
        self._mask = None if mask is None else mask.T
        return x if self._mask is None else x * self._mask

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Mask the gradient too."""
        return dy if self._mask is None else dy * self._mask


class Reference(ImagesLast):
    """Any layer without a fast implementation, by itself."""

    needs_output = True

    def __init__(self, name: str, layer: Layer, in_shape: Shape) -> None:
        self._layer = layer
        params = {
            f"{name}.{key}": array
            for key, array in layer.initialise(np.random.default_rng()).items()
        }
        self.name = name
        super().__init__(name, self.forward(params, np.zeros(in_shape, np.float32)).shape)

    def forward(self, params: Arrays, x: FloatArray) -> FloatArray:
        """Apply the layer to the images first."""
        self._backward: Backward
        y, self._backward = self._layer.forward(params_of(self.name, params), _images_first(x))
        return _images_last(y)

    def backward(self, params: Arrays, dy: FloatArray, gradients: Arrays) -> FloatArray:
        """Write what the layer's own `backward` returns."""
        dx, found = self._backward(_images_first(dy))
        for key, array in found.items():
            gradients[f"{self.name}.{key}"][...] = array
        return _images_last(dx)


def _images_first(x: FloatArray) -> FloatArray:
    return np.ascontiguousarray(x.transpose(3, 1, 0, 2) if x.ndim == 4 else x.T)


def _images_last(x: FloatArray) -> FloatArray:
    return np.ascontiguousarray(x.transpose(2, 1, 3, 0) if x.ndim == 4 else x.T)
