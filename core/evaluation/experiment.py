"""Experiments on a network: parameters that are set, units that are switched off, and their price.

Weights are never modified; a changed network is a copy.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, replace
from typing import TypeAlias

import numpy as np

from core.arrays import FloatArray
from core.data.examples import Examples
from core.data.sources import examples_to_evaluate, local_source
from core.network.blocks import GlobalAvgPool2d
from core.network.layers import AvgPool2d, Conv2d, Linear, MaxPool2d, Sigmoid
from core.network.weights import Weights
from core.progress import Progress, Stage
from core.recognition.activations import PROBABILITIES, sections_of
from core.recognition.explain import Index
from core.recognition.recognizer import Recognizer

LARGEST_PARAMETER = 100.0
"""Largest absolute value that a parameter can be set to."""

_SAMPLE = 2_000  # Test images: enough for half a point, and quick.
_CHUNK = 250
_SILENT = -100.0  # The sigmoid of this bias is 0 in float32.


@dataclass(frozen=True)
class Unit:
    """A map of a convolution or a unit of a fully connected layer.

    Attributes
    ----------
    stage
        Name of the section that computes it.
    number
        Of the output channel or feature, from 0.
    """

    stage: str
    number: int


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
        As in `Network.shapes`, such as ``"c1.weight"``.
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


Change: TypeAlias = SwitchedOff | ParameterSet
Changes: TypeAlias = tuple[Change, ...]
"""In the order in which they were made; at most one for each unit or parameter."""


def with_change(changes: Changes, change: Change) -> Changes:
    """Return the changes with one more, which replaces an earlier value of the same parameter."""
    for place, each in enumerate(changes):
        if _key(each) == _key(change):
            return (*changes[:place], change, *changes[place + 1 :])
    return (*changes, change)


def _key(change: Change) -> object:
    return change if isinstance(change, SwitchedOff) else (change.name, change.index)


def unit_of(weights: Weights, stage: str, index: Index) -> Unit | None:
    """Return the unit that computes a value; None if it has no parameters of its own.

    The map of a pooling layer is that of the convolution before it.

    Parameters
    ----------
    stage, index
        Section and place of the value, as `core.recognition.explain.explain_value` takes them.
    """
    sections = sections_of(weights.network)
    if stage == PROBABILITIES:
        stage = tuple(sections)[-1]
    while stage in sections:
        match sections[stage].layer:
            case Conv2d() | Linear():
                return Unit(stage, index[0])
            case AvgPool2d() | MaxPool2d() | GlobalAvgPool2d():
                stage = sections[stage].before
            case _:
                return None
    return None


def changed(weights: Weights, changes: Changes) -> Weights:
    """Return a copy of weights with changes; the card no longer states a test accuracy."""
    if not changes:
        return weights
    arrays = dict(weights.arrays)
    values = [change for change in changes if isinstance(change, ParameterSet)]
    off = [change.unit for change in changes if isinstance(change, SwitchedOff)]
    for name in {each.name for each in values} | _names_of(weights, off):
        arrays[name] = arrays[name].copy()
    for each in values:
        arrays[each.name][each.index] = each.value
    for unit in off:
        _silence(weights, arrays, unit)
    return Weights(arrays, replace(weights.card, test_accuracy=None, test_set=""))


def _names_of(weights: Weights, units: list[Unit]) -> set[str]:
    """Return the parameters that decide whether units are silent."""
    stages = {
        stage
        for unit in units
        for stage in (unit.stage, *sections_of(weights.network)[unit.stage].after)
    }
    names = {f"{stage}.{key}" for stage in stages for key in ("weight", "bias")}
    return names & weights.arrays.keys()


def _silence(weights: Weights, arrays: dict[str, FloatArray], unit: Unit) -> None:
    """Make the output of a unit 0: that of its layer and of what is applied to it."""
    after = sections_of(weights.network)[unit.stage].after
    for name in _names_of(weights, [unit]):
        arrays[name][unit.number] = 0
    layers = dict(weights.network.stages)
    if any(isinstance(layers[stage], Sigmoid) for stage in after):
        arrays[f"{unit.stage}.bias"][unit.number] = _SILENT


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
