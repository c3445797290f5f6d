"""The gradient of a layer's parameters, checked by finite differences on one image."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array, FloatArray
from core.network.losses import cross_entropy
from core.network.weights import Weights
from core.recognition.gradients import gradients

_STEP = 1e-5  # In float64 the error of a central difference is least around the third root of eps.
_CHECKED = 12  # Parameters; each costs two forward passes.


@dataclass(frozen=True)
class GradientCheck:
    """The gradients of some parameters, computed in two ways.

    Attributes
    ----------
    names
        Each parameter, such as ``c1.weight[2, 0, 3, 1]``; the largest gradient first.
    backward
        What the backward pass computes.
    differences
        The central differences (loss(w + h) - loss(w - h)) / 2h.
    """

    names: tuple[str, ...]
    backward: tuple[float, ...]
    differences: tuple[float, ...]

    @property
    def relative_error(self) -> float:
        """Length of the difference of both, relative to the longer of them; 0 if both are 0."""
        found, expected = np.array(self.backward), np.array(self.differences)
        longest = max(float(np.linalg.norm(found)), float(np.linalg.norm(expected)))
        return float(np.linalg.norm(found - expected)) / longest if longest else 0.0


def check_gradient(weights: Weights, image: FloatArray, label: int, stage: str) -> GradientCheck:
    """Check the gradient of the parameters of a stage with the largest gradients, in float64.

    Parameters
    ----------
    image
        (28, 28) in [0, 1].
    label
        The digit that the loss takes as correct, 0-9.
    stage
        Name of a stage with parameters.

    Raises
    ------
    KeyError
        If the stage has no weights.
    """
    arrays: dict[str, Array] = {
        name: array.astype(np.float64) for name, array in weights.arrays.items()
    }
    exact, pixels = Weights(arrays, weights.card), image.astype(np.float64)
    name = f"{stage}.weight"
    of_weight = gradients(exact, pixels, label).params[name]
    order = np.abs(of_weight).ravel().argsort()[::-1][:_CHECKED]
    places: list[tuple[int, ...]] = [
        tuple(place) for place in np.stack(np.unravel_index(order, of_weight.shape), 1).tolist()
    ]

    def loss(place: tuple[int, ...], change: float) -> float:
        changed = arrays[name].copy()
        changed[place] += change
        logits, _ = weights.network.forward({**arrays, name: changed}, pixels[None])
        return float(cross_entropy(logits, np.array([label]))[0][0])

    return GradientCheck(
        tuple(f"{name}[{', '.join(map(str, place))}]" for place in places),
        tuple(float(of_weight[place]) for place in places),
        tuple((loss(place, _STEP) - loss(place, -_STEP)) / (2 * _STEP) for place in places),
    )
