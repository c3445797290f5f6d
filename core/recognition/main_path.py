"""The main path to an answer: in each layer, what contributes most to the value after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.arrays import Array
from core.network.layers import Conv2d
from core.recognition.activations import INPUT, PROBABILITIES, Activations
from core.recognition.explain import Explanation, Index, Pooled, WeightedSum, explain_value


@dataclass(frozen=True, eq=False)
class Step:
    """A value on the path.

    Attributes
    ----------
    value
        How it is computed.
    contribution
        What it adds to the value of the step before it, which is negative where that supports the
        answer by being small; for the first step the logit.
    """

    value: Explanation
    contribution: float


def main_path(activations: Activations) -> tuple[Step, ...]:
    """Follow the largest contributions from the largest logit back towards the image.

    Returns
    -------
    tuple of Step
        The logit of the answer first. The path ends before the image, or at a value that nothing
        supports, or that is not taken apart.
    """
    stage = tuple(activations.sections)[-1]
    index: Index = (int(activations.values[PROBABILITIES].argmax()),)
    value = explain_value(activations, stage, index)
    path, direction = [Step(value, value.value)], 1.0
    while (before := activations.sections[stage].before) != INPUT:
        terms, weights = _terms(value)
        place = _largest(terms * direction)
        if terms[place] * direction <= 0:
            break
        direction *= float(np.sign(weights[place]))
        contribution, stage = float(terms[place]), before
        value = explain_value(activations, stage, _index_of(activations, value, place))
        path.append(Step(value, contribution))
    return tuple(path)


def _terms(value: Explanation) -> tuple[Array, Array]:
    """Return the terms of the sum that a value is, and the weight of each."""
    match value:
        case WeightedSum():
            return value.products, value.weights
        case Pooled():
            share = 1 if value.takes_maximum else value.window.size
            ones = np.ones_like(value.window)
            is_term = value.window == value.value if value.takes_maximum else ones
            return value.window * is_term / share, ones
        case _:
            return np.zeros(1), np.zeros(1)


def _index_of(activations: Activations, value: Explanation, place: Index) -> Index:
    """Return the index, in the section before, of a term."""
    if value.source is None:
        return place
    layer = activations.sections[value.stage].layer
    if isinstance(layer, Conv2d):
        top, left = (layer.stride * at - layer.padding for at in value.index[1:])
        return place[0], top + place[1], left + place[2]
    return value.index[0], value.source.top + place[0], value.source.left + place[1]


def _largest(values: Array) -> Index:
    return tuple(int(part) for part in np.unravel_index(int(values.argmax()), values.shape))
