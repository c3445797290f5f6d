"""The names of values and weights, and their numbers as text."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.arrays import Array
from core.network import architectures
from core.network.blocks import EPSILON, BatchNorm2d
from core.network.weights import Weights
from core.recognition.activations import INPUT, all_stages
from core.recognition.explain import Explanation, Index, Parameter, Share
from lenet_desktop.text.networks import layer_title
from lenet_desktop.text.numbers import decimal, probability, significant, whole

translate = QCoreApplication.translate

PLACES = 3
"""Decimal places in sums."""
_STRONGEST = 4
"""Contributions that are listed for and against."""
_LARGE = 1e5
"""Number from which powers of ten are used."""


def title_of(explanation: Explanation) -> str:
    """Return which value an explanation is about, and the value."""
    if isinstance(explanation, Parameter):
        place = weight_place_text(explanation)
    else:
        place = place_text(explanation.stage, explanation.index)
    is_share = isinstance(explanation, Share)
    value = probability(explanation.value) if is_share else number_text(explanation.value)
    return translate("Arithmetic", "{place}: {value}").format(place=place, value=value)


def place_text(stage: str, index: Index) -> str:
    """Return the name of a value; maps, rows and units are counted from 1, digits from 0."""
    name = stage_title(stage)
    if stage == INPUT:
        text = translate("Arithmetic", "{stage}, row {row}, column {column}")
        return text.format(stage=name, row=whole(index[1] + 1), column=whole(index[2] + 1))
    if len(index) == 3:
        text = translate("Arithmetic", "{stage}, map {map}, row {row}, column {column}")
        channel, row, column = (whole(part + 1) for part in index)
        return text.format(stage=name, map=channel, row=row, column=column)
    if stage in ("output", architectures.MEMBERS, "probabilities"):
        return translate("Arithmetic", "{stage} of {digit}").format(stage=name, digit=index[0])
    text = translate("Arithmetic", "{stage}, unit {unit}")
    return text.format(stage=name, unit=whole(index[0] + 1))


def weight_place_text(weight: Parameter) -> str:
    """Return the name of a weight of a kernel; all numbers are counted from 1."""
    text = translate(
        "Arithmetic", "{stage}, map {map}, kernel of map {before}, row {row}, column {column}"
    )
    channel, before, row, column = (whole(part + 1) for part in weight.index)
    name = stage_title(weight.stage)
    return text.format(stage=name, map=channel, before=before, row=row, column=column)


def stage_title(stage: str) -> str:
    """Return the name of a stage within a sentence."""
    match stage:
        case "input":
            return translate("Arithmetic", "Input")
        case "output" | architectures.MEMBERS:
            return translate("Arithmetic", "Logit")
        case "probabilities":
            return translate("Arithmetic", "Probability")
        case "mean":
            return translate("Arithmetic", "Mean")
        case _:
            return layer_title(stage)


def heading_of(stage: str) -> str:
    """Return the name of a stage above its values."""
    match stage.rpartition(".")[2]:
        case "input":
            return translate("NetworkStrip", "Input")
        case "output" | architectures.MEMBERS:
            return translate("NetworkStrip", "Output")
        case "conv1":
            return translate("NetworkStrip", "Conv 1")
        case "conv2":
            return translate("NetworkStrip", "Conv 2")
        case "projection":
            return translate("NetworkStrip", "Shortcut")
        case _:
            return stage_title(stage)


def short_name(shape: tuple[int, ...], place: int) -> str:
    """Return a short name of a value: #7, or #7 (2, 3) of map 7."""
    index = [int(part) + 1 for part in np.unravel_index(place, shape)]
    return f"#{index[0]}" + (f" ({index[1]}, {index[2]})" if len(index) == 3 else "")


def number_text(value: float, places: int = PLACES) -> str:
    """Format a number; a large one with a power of ten."""
    text = decimal(value, places) if abs(value) < _LARGE else significant(value, 4)
    return text.replace("-", "−")


def step_text(weights: Weights, name: str, channel: int) -> str:
    """Return what an element-wise layer does: its class as the code has it, and its numbers."""
    layer = all_stages(weights.network)[name]
    if not isinstance(layer, BatchNorm2d):
        return type(layer).__name__
    mean, variance, weight, bias = (
        float(weights.arrays[f"{name}.{key}"][channel])
        for key in ("running_mean", "running_var", "weight", "bias")
    )
    deviation = number_text(sqrt(variance + EPSILON))
    centred = f"(z {with_sign(-mean)}) / {deviation}"
    return f"BatchNorm2d: {centred} × {number_text(weight)} {with_sign(bias)}"


def strongest_text(products: Array, before: str) -> str:
    """Return the largest contributions of units for and against, and the sum of the rest."""
    flat = products.ravel()
    order: list[int] = flat.argsort().tolist()
    lists = [[at for at in order[::-1][:_STRONGEST] if flat[at] > 0]]
    lists.append([at for at in order[:_STRONGEST] if flat[at] < 0])
    listed = [at for each in lists for at in each]
    parts = [f"{short_name(products.shape, at)} {with_sign(float(flat[at]))}" for at in listed]
    rest = float(flat.sum()) - sum(float(flat[at]) for at in listed)
    text = translate("Arithmetic", "Strongest in {stage}: {parts}; the rest {rest}")
    return text.format(stage=stage_title(before), parts=", ".join(parts), rest=with_sign(rest))


def terms_text(values: Sequence[float]) -> str:
    """Format numbers as a sum."""
    first, *rest = values
    return " ".join((number_text(first), *map(with_sign, rest)))


def with_sign(value: float) -> str:
    """Format a number as a further term of a sum."""
    return f"{'−' if round(value, PLACES) < 0 else '+'} {decimal(abs(value), PLACES)}"
