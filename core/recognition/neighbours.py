"""Images that a network represents alike."""

from __future__ import annotations

import numpy as np

from core.arrays import Array, ByteArray, FloatArray, Indices
from core.network.sequence import params_of
from core.network.weights import Weights
from core.recognition.activations import sections_of

_TOGETHER = 250  # Images, so that their values fit into the cache.


def features_section(weights: Weights) -> str:
    """Return the name of the section before the logits: F6 in LeNet-5."""
    return tuple(sections_of(weights.network).values())[-1].before


def features(weights: Weights, images: FloatArray | ByteArray) -> FloatArray:
    """Compute the output of the section before the logits.

    Parameters
    ----------
    images
        (N, 28, 28): float32 in [0, 1] or uint8.

    Returns
    -------
    FloatArray
        (N, n), 84 features in LeNet-5.
    """
    section = sections_of(weights.network)[features_section(weights)]
    found: list[Array] = []
    for start in range(0, len(images), _TOGETHER):
        x = images[start : start + _TOGETHER, None]
        x = x / np.float32(255) if images.dtype == np.uint8 else x
        for name, layer in weights.network.stages:
            x, _ = layer.forward(params_of(name, weights.arrays), x)
            if name == section.last:
                break
        found.append(x.reshape(len(x), -1))
    return np.concatenate(found)


def nearest(features: FloatArray, query: FloatArray, count: int = 8) -> Indices:
    """Return the rows of features (N, n) closest to a query (n,), the closest first.

    The distance is Euclidean; of equally distant rows, the first one comes first.
    """
    differences = features - query
    squared = np.einsum("ij,ij->i", differences, differences)
    return np.argsort(squared, kind="stable")[:count]
