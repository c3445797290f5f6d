"""The values of every stage of a network for one image.

Stages are grouped into sections, each of which has one output to look at: a layer with parameters
or a pooling layer, together with what is applied to its output element by element.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from core.arrays import Array, FloatArray
from core.network.blocks import BatchNorm2d, Dropout, GlobalAvgPool2d, ResidualBlock
from core.network.layers import AvgPool2d, Flatten, Layer, MaxPool2d, ReLU, Sigmoid, Tanh
from core.network.losses import softmax
from core.network.sequence import Network, Stages, params_of
from core.network.weights import Weights

INPUT = "input"
"""Name of the image among the sections."""
PROBABILITIES = "probabilities"
"""Name of the softmax of the logits among the sections."""

ELEMENTWISE = ReLU, Tanh, Sigmoid, BatchNorm2d, Dropout
"""Layers that map each value to one value of the same index."""


@dataclass(frozen=True)
class Section:
    """A layer and the stages that belong to it.

    Attributes
    ----------
    name
        Name of the layer's stage.
    layer
        The layer.
    before
        Name of the section whose output it gets.
    after
        Names of the stages that are applied to the layer's output element by element.
    is_signed
        Whether the output can be negative.
    """

    name: str
    layer: Layer
    before: str
    after: tuple[str, ...] = ()
    is_signed: bool = True

    @property
    def last(self) -> str:
        """Name of the stage with the section's output."""
        return self.after[-1] if self.after else self.name


@lru_cache(maxsize=32)
def sections_of(network: Network) -> Mapping[str, Section]:
    """Return the sections of a network by name, in order."""
    return sections_in(network.stages)


@lru_cache(maxsize=32)
def layers_of(network: Network) -> Mapping[str, Section]:
    """Return the sections of a network, with those within residual blocks, by name.

    Those within a block have names such as ``"block2.conv1"``.
    """
    found = dict(sections_of(network))
    for section in sections_of(network).values():
        found |= inner_sections(section)
    return found


def inner_sections(section: Section) -> dict[str, Section]:
    """Return the sections within a residual block by name; none for another layer."""
    if not isinstance(section.layer, ResidualBlock):
        return {}
    found: dict[str, Section] = {}
    for way in (section.layer.main, section.layer.shortcut):
        before = section.before
        for inner in sections_in(way).values():
            name = f"{section.name}.{inner.name}"
            after = tuple(f"{section.name}.{each}" for each in inner.after)
            found[name] = replace(inner, name=name, before=before, after=after)
            before = name
    return found


@lru_cache(maxsize=32)
def all_stages(network: Network) -> Mapping[str, Layer]:
    """Return the stages of a network, with those within residual blocks, by name."""
    found = dict(network.stages)
    for name, layer in network.stages:
        if isinstance(layer, ResidualBlock):
            found |= {f"{name}.{inner}": each for inner, each in (*layer.main, *layer.shortcut)}
    return found


def sections_in(stages: Stages) -> Mapping[str, Section]:
    """Group stages into sections by name, in order; the first one gets the `INPUT`."""
    sections: dict[str, Section] = {}
    before = INPUT
    for name, layer in stages:
        if isinstance(layer, Flatten):
            continue
        if isinstance(layer, ELEMENTWISE) and sections:
            section = sections[before]
            is_signed = _is_signed(layer, section.is_signed)
            after = (*section.after, name)
            sections[before] = replace(section, after=after, is_signed=is_signed)
        else:
            is_signed = _is_signed(layer, before != INPUT and sections[before].is_signed)
            sections[name] = Section(name, layer, before, is_signed=is_signed)
            before = name
    return sections


def _is_signed(layer: Layer, of_input: bool) -> bool:
    """Return whether the output of a layer can be negative."""
    match layer:
        case ReLU() | Sigmoid() | ResidualBlock():
            return False
        case AvgPool2d() | MaxPool2d() | GlobalAvgPool2d() | Dropout():
            return of_input
        case _:
            return True


@dataclass(frozen=True, eq=False)
class Activations:
    """What a network computes for one image.

    Attributes
    ----------
    weights
        The weights of the network.
    outputs
        The output of every stage by its name, without the axis of the batch.
    values
        The output of every section by its name: the `INPUT` (1, 28, 28), maps (C, H, W), vectors
        (n,), and the `PROBABILITIES` (10,).
    """

    weights: Weights
    outputs: Mapping[str, Array]
    values: Mapping[str, Array]

    @property
    def sections(self) -> Mapping[str, Section]:
        """The sections of the network by name, in order."""
        return sections_of(self.weights.network)

    @cached_property
    def inner(self) -> Mapping[str, Array]:
        """The output of every stage within residual blocks, by names such as ``"block2.conv1"``."""
        found: dict[str, Array] = {}
        for section in self.sections.values():
            if not isinstance(section.layer, ResidualBlock):
                continue
            for way in (section.layer.main, section.layer.shortcut):
                x = self.values[section.before][None]
                for name, layer in way:
                    stage = f"{section.name}.{name}"
                    x, _ = layer.forward(params_of(stage, self.weights.arrays), x)
                    found[stage] = x[0]
        return found

    def output_of(self, stage: str) -> Array:
        """Return the output of a stage, also of one within a residual block."""
        return self.outputs[stage] if stage in self.outputs else self.inner[stage]

    def value_of(self, section: str) -> Array:
        """Return the output of a section, also of one within a residual block."""
        if section in self.values:
            return self.values[section]
        return self.inner[layers_of(self.weights.network)[section].last]

    @property
    def logits(self) -> Array:
        """The logits (10,)."""
        return self.outputs[self.weights.network.stages[-1][0]]

    @property
    def temperature(self) -> float:
        """The divisor of the logits."""
        return temperature_of(self.weights)


def activations(weights: Weights, image: FloatArray) -> Activations:
    """Compute the values of every stage.

    Parameters
    ----------
    weights
        Of any network that is a list of stages.
    image
        (28, 28) in [0, 1], white ink on black.
    """
    x: Array = image[None, None]
    outputs: dict[str, Array] = {}
    for name, layer in weights.network.stages:
        x, _ = layer.forward(params_of(name, weights.arrays), x)
        outputs[name] = x[0]
    values: dict[str, Array] = {INPUT: image[None]}
    for section in sections_of(weights.network).values():
        values[section.name] = outputs[section.last]
    values[PROBABILITIES] = softmax(x / np.float32(temperature_of(weights)))[0]
    return Activations(weights, outputs, values)


def temperature_of(weights: Weights) -> float:
    """Return the divisor of the logits that the model card gives, or 1."""
    return 1.0 if weights.card.temperature is None else weights.card.temperature
