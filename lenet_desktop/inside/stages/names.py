"""The names of values and weights, and their numbers as text."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.recognition.activations import INPUT
from core.recognition.explain import Explanation, Index, Parameter, Share
from lenet_desktop.text.networks import layer_title
from lenet_desktop.text.numbers import decimal, probability, significant, whole

translate = QCoreApplication.translate

PLACES = 3
"""Decimal places in sums."""
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
    if stage in ("output", "probabilities"):
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
        case "output":
            return translate("Arithmetic", "Logit")
        case "probabilities":
            return translate("Arithmetic", "Probability")
        case "mean":
            return translate("Arithmetic", "Mean")
        case _:
            return layer_title(stage)


def short_name(shape: tuple[int, ...], place: int) -> str:
    """Return a short name of a value: #7, or #7 (2, 3) of map 7."""
    index = [int(part) + 1 for part in np.unravel_index(place, shape)]
    return f"#{index[0]}" + (f" ({index[1]}, {index[2]})" if len(index) == 3 else "")


def number_text(value: float, places: int = PLACES) -> str:
    """Format a number; a large one with a power of ten."""
    text = decimal(value, places) if abs(value) < _LARGE else significant(value, 4)
    return text.replace("-", "−")
