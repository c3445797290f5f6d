"""The parts of a network that an experiment changes: maps, units, and parts of residual blocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.arrays import FloatArray
from core.network.blocks import GlobalAvgPool2d, ResidualBlock
from core.network.layers import AvgPool2d, Conv2d, Linear, MaxPool2d, Sigmoid
from core.network.weights import Weights
from core.recognition.activations import (
    PROBABILITIES,
    inner_sections,
    layers_of,
    sections_of,
)
from core.recognition.explain import Index

_SILENT = -100.0  # The sigmoid of this bias is 0 in float32.
_BELOW_ALL = -1e9  # Less than any shortcut adds to it: the ReLU of the sum is 0.
_LAST_NORM = "norm2"


@dataclass(frozen=True)
class Unit:
    """A map of a convolution or of a residual block, or a unit of a fully connected layer.

    Attributes
    ----------
    stage
        Name of the section that computes it, or of a convolution in a residual block, such as
        ``"block2.conv1"``.
    number
        Of the output channel or feature, from 0; None for the convolutions of a whole residual
        block, beside its shortcut.
    """

    stage: str
    number: int | None


def unit_of(weights: Weights, stage: str, index: Index) -> Unit | None:
    """Return the unit that computes a value; None if it has no parameters of its own.

    The map of a pooling layer is that of the convolution or block before it.

    Parameters
    ----------
    stage, index
        Section and place of the value, as `core.recognition.explain.explain_value` takes them.
    """
    sections = layers_of(weights.network)
    if stage == PROBABILITIES:
        stage = tuple(sections_of(weights.network))[-1]
    while stage in sections:
        match sections[stage].layer:
            case Conv2d() | Linear() | ResidualBlock():
                return Unit(stage, index[0])
            case AvgPool2d() | MaxPool2d() | GlobalAvgPool2d():
                stage = sections[stage].before
            case _:
                return None
    return None


def parts_of(weights: Weights, unit: Unit) -> tuple[Unit, ...]:
    """Return a unit of a residual block, the same map of its convolutions, and all of it."""
    stage = unit.stage.partition(".")[0]
    section = sections_of(weights.network)[stage]
    if not isinstance(section.layer, ResidualBlock):
        return (unit,)
    inner = (Unit(name, unit.number) for name in inner_sections(section))
    return Unit(stage, unit.number), *inner, Unit(stage, None)


def bias_name(weights: Weights, stage: str) -> str | None:
    """Return the parameter that is added to the output of a layer: that of its normalisation, too.

    None if there is none.
    """
    section = layers_of(weights.network)[stage]
    names = (f"{name}.bias" for name in (stage, *section.after))
    return next((name for name in names if name in weights.arrays), None)


def scaled_names(weights: Weights, unit: Unit) -> set[str]:
    """Return the parameters that scale the sum of a block's convolutions, or one map of it."""
    norm = f"{unit.stage}.{_LAST_NORM}"
    return {f"{norm}.weight", f"{norm}.bias"} & weights.arrays.keys()


def is_block(weights: Weights, unit: Unit) -> bool:
    """Return whether a unit is a map of a residual block, or its convolutions."""
    section = layers_of(weights.network).get(unit.stage)
    return section is not None and isinstance(section.layer, ResidualBlock)


def names_of(weights: Weights, unit: Unit) -> set[str]:
    """Return the parameters that decide whether a unit is silent."""
    if is_block(weights, unit):
        return scaled_names(weights, unit)
    stages = unit.stage, *layers_of(weights.network)[unit.stage].after
    names = {f"{stage}.{key}" for stage in stages for key in ("weight", "bias")}
    return names & weights.arrays.keys()


def silence(weights: Weights, arrays: Mapping[str, FloatArray], unit: Unit) -> None:
    """Make the output of a unit 0, in place: that of its layer and of what is applied to it.

    A whole block keeps its shortcut.
    """
    chosen = slice(None) if unit.number is None else unit.number
    for name in names_of(weights, unit):
        arrays[name][chosen] = 0
    if is_block(weights, unit) and unit.number is not None:
        arrays[f"{unit.stage}.{_LAST_NORM}.bias"][unit.number] = _BELOW_ALL
    layers = dict(weights.network.stages)
    after = layers_of(weights.network)[unit.stage].after
    if any(isinstance(layers.get(stage), Sigmoid) for stage in after):
        arrays[f"{unit.stage}.bias"][chosen] = _SILENT
