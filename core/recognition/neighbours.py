"""Images that a network represents alike."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np

from core.arrays import Array, ByteArray, FloatArray, Indices
from core.data.examples import Examples
from core.data.sources import load, local_source
from core.network.sequence import params_of
from core.network.weights import Weights
from core.progress import Progress, Stage
from core.recognition.activations import sections_of

_REPORTED = 1_000  # Images, from one report of progress to the next.
_TOGETHER = 250  # Images, so that their values fit into the cache.


@dataclass(frozen=True, eq=False)
class TrainingImages:
    """The training images of a dataset.

    Attributes
    ----------
    source
        Name of the dataset.
    """

    source: str
    examples: Examples


@dataclass(frozen=True, eq=False)
class Represented:
    """Training images as a network represents them.

    Attributes
    ----------
    features
        (N, n), see `features`.
    """

    images: TrainingImages
    weights: Weights
    features: FloatArray


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The training images that a network represents most like another image.

    Attributes
    ----------
    represented
        All training images.
    numbers
        (k,), the indices of the closest ones, the closest first.
    distances
        (k,), the Euclidean distances of their features.
    """

    represented: Represented
    numbers: Indices
    distances: FloatArray


def load_training_images() -> Generator[Progress, None, TrainingImages]:
    """Load the training images of the best dataset that needs no download."""
    source = local_source()
    dataset = yield from load(source)
    return TrainingImages(source, dataset.train)


def represent(weights: Weights, images: TrainingImages) -> Generator[Progress, None, Represented]:
    """Compute the features of all training images."""
    n, found = len(images.examples), list[FloatArray]()
    for start in range(0, n, _REPORTED):
        found.append(features(weights, images.examples.images[start : start + _REPORTED]))
        yield Progress(Stage.READING, min(start + _REPORTED, n), n)
    return Represented(images, weights, np.concatenate(found))


def neighbours_of(represented: Represented, image: FloatArray, count: int = 8) -> Neighbours:
    """Find the training images closest to an image (28, 28) in [0, 1]."""
    (query,) = features(represented.weights, image[None])
    numbers = nearest(represented.features, query, count)
    distances = np.linalg.norm(represented.features[numbers] - query, axis=1)
    return Neighbours(represented, numbers, distances)


def features_section(weights: Weights) -> str:
    """Return the name of the section before the logits: F6 in LeNet-5.

    For an ensemble it is that of its first network.
    """
    return tuple(sections_of(weights.members[0].network).values())[-1].before


def features(weights: Weights, images: FloatArray | ByteArray) -> FloatArray:
    """Compute the output of the section before the logits; of an ensemble, of all its networks.

    Parameters
    ----------
    images
        (N, 28, 28): float32 in [0, 1] or uint8.

    Returns
    -------
    FloatArray
        (N, n), 84 features in LeNet-5.
    """
    if len(weights.members) > 1:
        return np.concatenate([features(member, images) for member in weights.members], axis=1)
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
