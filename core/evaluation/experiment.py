"""Experiments on a network: parameters that are set, units that are switched off, and their price.

Weights are never modified; a changed network is a copy.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from core.data.examples import Examples
from core.data.sources import examples_to_evaluate, local_source
from core.evaluation.units import Unit, bias_name, names_of, scaled_names, silence
from core.network.weights import Weights
from core.progress import Progress, Stage
from core.recognition.explain import Index
from core.recognition.recognizer import Recognizer

LARGEST_PARAMETER = 100.0
"""Largest absolute value that a parameter can be set to."""

_SAMPLE = 2_000  # Test images: enough for half a point, and quick.
_CHUNK = 250


@dataclass(frozen=True)
class SwitchedOff:
    """A unit whose output is always 0."""

    unit: Unit


@dataclass(frozen=True)
class ParameterSet:
    """A parameter with another value.

    Attributes
    ----------
    name
        As in `Network.shapes`, such as ``"c1.weight"``. The bias of a convolution without one is
        that of its normalisation.
    index
        Of the number in the parameter's array.
    value
        Its value, at most `LARGEST_PARAMETER` in size.
    """

    name: str
    index: Index
    value: float

    @property
    def unit(self) -> Unit:
        """The unit that the parameter belongs to."""
        return Unit(self.name.rpartition(".")[0], self.index[0])


@dataclass(frozen=True)
class Scaled:
    """The convolutions of a residual block, or one map of them, times a factor.

    Attributes
    ----------
    unit
        A unit for which `core.evaluation.units.is_block` is true.
    factor
        At most `LARGEST_PARAMETER` in size.
    """

    unit: Unit
    factor: float


Change: TypeAlias = SwitchedOff | ParameterSet | Scaled
Changes: TypeAlias = tuple[Change, ...]
"""In the order in which they were made; at most one for each unit or parameter."""


def with_change(changes: Changes, change: Change) -> Changes:
    """Return the changes with one more, which replaces an earlier value of the same parameter."""
    for place, each in enumerate(changes):
        if _key(each) == _key(change):
            return (*changes[:place], change, *changes[place + 1 :])
    return (*changes, change)


def _key(change: Change) -> object:
    match change:
        case SwitchedOff():
            return change
        case ParameterSet(name, index):
            return name, index
        case Scaled(unit):
            return unit


def changed(weights: Weights, changes: Changes) -> Weights:
    """Return a copy of weights with changes; the card no longer states a test accuracy."""
    if not changes:
        return weights
    arrays = {name: weights.arrays[name].copy() for name in _changed_names(weights, changes)}
    for change in changes:
        match change:
            case ParameterSet(_, index, value):
                arrays[_name_of(weights, change)][index] = value
            case Scaled(unit, factor):
                chosen = slice(None) if unit.number is None else unit.number
                for name in scaled_names(weights, unit):
                    arrays[name][chosen] *= factor
            case SwitchedOff():
                pass
    for change in changes:
        if isinstance(change, SwitchedOff):
            silence(weights, arrays, change.unit)
    arrays = {**weights.arrays, **arrays}
    return Weights(arrays, replace(weights.card, test_accuracy=None, test_set=""))


def _changed_names(weights: Weights, changes: Changes) -> set[str]:
    names: set[str] = set()
    for change in changes:
        match change:
            case ParameterSet():
                names.add(_name_of(weights, change))
            case Scaled(unit):
                names |= scaled_names(weights, unit)
            case SwitchedOff(unit):
                names |= names_of(weights, unit)
    return names


def _name_of(weights: Weights, change: ParameterSet) -> str:
    """Return the name of the parameter among the weights."""
    if change.name in weights.arrays:
        return change.name
    name = bias_name(weights, change.unit.stage)
    assert name is not None
    return name


def value_before(weights: Weights, change: ParameterSet) -> float:
    """Return the value that a parameter has without the change."""
    return float(weights.arrays[_name_of(weights, change)][change.index])


@dataclass(frozen=True, eq=False)
class Sample:
    """Some test images.

    Attributes
    ----------
    source
        Name of the dataset.
    """

    source: str
    examples: Examples


def load_sample() -> Generator[Progress, None, Sample]:
    """Load 2,000 test images, spread over the best test set that needs no download."""
    source = local_source()
    examples = yield from examples_to_evaluate(source)
    chosen = np.linspace(0, len(examples) - 1, min(_SAMPLE, len(examples))).round().astype(int)
    return Sample(source, Examples(examples.images[chosen], examples.labels[chosen]))


def accuracy(weights: Weights, sample: Sample) -> Generator[Progress, None, float]:
    """Compute the share of test images that are read correctly, 0-1."""
    recognizer, examples = Recognizer(weights), sample.examples
    correct, n = 0, len(examples)
    for start in range(0, n, _CHUNK):
        part = slice(start, start + _CHUNK)
        predicted = recognizer.probabilities(examples.images[part]).argmax(axis=1)
        correct += int((predicted == examples.labels[part]).sum())
        yield Progress(Stage.EVALUATING, min(start + _CHUNK, n), n)
    return correct / n
