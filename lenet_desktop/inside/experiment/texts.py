"""The names of units, of their parameters, and of what was changed."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.arrays import Array
from core.evaluation.experiment import Change, ParameterSet, Scaled, SwitchedOff, value_before
from core.evaluation.units import Unit, is_block
from core.network.weights import Weights
from core.recognition.activations import Activations, layers_of, sections_of
from core.recognition.explain import Index
from lenet_desktop.inside.stages.names import number_text, place_text, stage_title
from lenet_desktop.text.numbers import whole

translate = QCoreApplication.translate


def unit_text(weights: Weights, unit: Unit) -> str:
    """Return the name of a unit: its layer and its number, from 1; a digit from 0."""
    if unit.stage == tuple(sections_of(weights.network))[-1]:
        return place_text(unit.stage, (unit.number or 0,))
    if unit.number is None:
        text = translate("Experiment", "{stage}, its convolutions")
        return text.format(stage=stage_title(unit.stage))
    is_map = is_block(weights, unit) or weights.arrays[f"{unit.stage}.weight"].ndim == 4
    text = (
        translate("Experiment", "{stage}, map {number}")
        if is_map
        else translate("Experiment", "{stage}, unit {number}")
    )
    return text.format(stage=stage_title(unit.stage), number=whole(unit.number + 1))


def part_text(weights: Weights, unit: Unit) -> str:
    """Return the name of one of the parts that `parts_of` returns."""
    title = stage_title(unit.stage)
    if unit.number is None:
        return translate("Experiment", "{stage}, its convolutions").format(stage=title)
    if is_block(weights, unit):
        return translate("Experiment", "{stage}, output").format(stage=title)
    return title


def weights_of_unit(activations: Activations, unit: Unit) -> Array:
    """Return the weights of a unit: its kernels (C, k, k), or in the shape of the section before.

    In either case in the order of the parameter's array.
    """
    section = layers_of(activations.weights.network)[unit.stage]
    array = activations.weights.arrays[f"{unit.stage}.weight"][unit.number]
    if array.ndim == 3:
        return array
    return array.reshape(activations.values[section.before].shape)


def weight_text(activations: Activations, unit: Unit, index: Index) -> str:
    """Return which of a unit's weights it is, by where its input comes from.

    Parameters
    ----------
    index
        Of the weight in `weights_of_unit`.
    """
    kernels = activations.weights.arrays[f"{unit.stage}.weight"]
    if kernels.ndim == 4:
        channel, row, column = (whole(part + 1) for part in index)
        text = (
            translate("Experiment", "kernel, row {row}, column {column}")
            if kernels.shape[1] == 1
            else translate("Experiment", "kernel of map {map}, row {row}, column {column}")
        )
        return text.format(map=channel, row=row, column=column)
    return translate("Experiment", "weight of {source}").format(
        source=place_text(layers_of(activations.weights.network)[unit.stage].before, index)
    )


def change_text(activations: Activations, unchanged: Weights, change: Change) -> str:
    """Return what was changed, in one line.

    Parameters
    ----------
    activations
        Of the network with the changes.
    unchanged
        The weights without the changes.
    """
    unit = change.unit
    name = unit_text(unchanged, unit)
    if isinstance(change, SwitchedOff):
        return translate("Experiment", "{unit}: off").format(unit=name)
    if isinstance(change, Scaled):
        text = translate("Experiment", "{unit}: × {factor}")
        return text.format(unit=name, factor=number_text(change.factor))
    if change.name.endswith(".bias"):
        which = translate("Experiment", "bias")
    else:
        which = weight_text(activations, unit, weight_index(activations, change))
    before = value_before(unchanged, change)
    return translate("Experiment", "{unit}, {parameter}: {before} → {after}").format(
        unit=name, parameter=which, before=number_text(before), after=number_text(change.value)
    )


def weight_index(activations: Activations, change: ParameterSet) -> Index:
    """Return the place of a weight in `weights_of_unit`."""
    shape = weights_of_unit(activations, change.unit).shape
    inner = change.index[1:]
    if len(inner) == len(shape):
        return inner
    return tuple(int(part) for part in np.unravel_index(inner[0], shape))
