"""The arithmetic behind a value, as grids of numbers and lines of text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QCoreApplication

from core.arrays import Array
from core.recognition.activations import INPUT, Activations, layers_of
from core.recognition.explain import (
    Explanation,
    Parameter,
    Pooled,
    ResidualSum,
    Share,
    WeightedSum,
)
from core.recognition.gradients import Gradients
from core.recognition.main_path import Step
from lenet_desktop.inside.stages.colours import INK, Scale, scale_of, slope_scale_of
from lenet_desktop.inside.stages.mosaic import mosaic
from lenet_desktop.inside.stages.names import (
    number_text,
    short_name,
    stage_title,
    step_text,
    strongest_text,
    terms_text,
    title_of,
    with_sign,
)
from lenet_desktop.text.numbers import decimal, probability, significant, whole

translate = QCoreApplication.translate

_APART = "\u2003"
"""Between a grid and one that is not calculated from it."""
_MOST_TERMS = 9
"""Of a window, and maps of a convolution, that are written out."""


@dataclass(frozen=True, eq=False)
class Grid:
    """Numbers in rows and columns.

    Attributes
    ----------
    operator
        Stands before the grid.
    title
        What the numbers are.
    values
        (rows, columns); NaN is a gap.
    scale
        Their colours.
    """

    operator: str
    title: str
    values: Array
    scale: Scale


@dataclass(frozen=True, eq=False)
class Arithmetic:
    """How a value is computed.

    Attributes
    ----------
    title
        Which value it is, and what it is.
    lines
        The sum, step by step.
    """

    title: str
    grids: tuple[Grid, ...]
    lines: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """All of it as a text that can be read out."""
        return ". ".join((self.title, *self.lines))


def arithmetic_of(
    explanation: Explanation, activations: Activations, gradients: Gradients | None = None
) -> Arithmetic:
    """Return the numbers of an explanation, with the gradient of its weights if there is one."""
    grids, lines = tuple[Grid, ...](), tuple[str, ...]()
    match explanation:
        case Parameter():
            grids, lines = _of_parameter(explanation, activations, gradients)
        case WeightedSum():
            grids, lines = _of_sum(explanation, activations)
            grids = (*grids, *_of_gradient(explanation, gradients))
        case Pooled():
            grids, lines = _of_window(explanation, activations)
        case Share():
            grids, lines = _of_share(explanation)
        case _ if explanation.stage == INPUT:
            lines = (translate("Arithmetic", "A pixel of the image: 0 is black, 1 is white."),)
        case ResidualSum():
            grids, lines = _of_block(explanation, activations)
        case _:
            lines = (translate("Arithmetic", "Several networks answer; choose one above."),)
    return Arithmetic(title_of(explanation), grids, lines)


def _of_block(
    explanation: ResidualSum, activations: Activations
) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """Return the sum of both ways through a block, and the last convolution of the main one."""
    main, shortcut = explanation.main, explanation.shortcut
    text = f"{title_of(main)} + {title_of(shortcut)} = {number_text(explanation.sum)}"
    text += f"   →   ReLU   →   {number_text(explanation.value)}"
    assert isinstance(main, WeightedSum)
    grids, (terms, total) = _of_sum(main, activations)
    inner = translate("Arithmetic", "{place}: {sum}").format(
        place=stage_title(main.stage), sum=total
    )
    return grids, (text, inner, terms)


def arithmetic_of_path(path: Sequence[Step], activations: Activations) -> Arithmetic:
    """Return how the logit of the answer is computed, and the main path to it.

    Parameters
    ----------
    path
        As `core.recognition.main_path.main_path` returns it; not empty.
    """
    answer, *evidence = path
    shown = arithmetic_of(answer.value, activations)
    if not evidence:
        return shown
    steps = " ← ".join(
        f"{stage_title(each.value.stage)} {_short(each.value, activations)} "
        f"({with_sign(each.contribution)})"
        for each in evidence
    )
    text = translate("Arithmetic", "Strongest evidence for {digit}, from the output back: {steps}")
    line = text.format(digit=answer.value.index[0], steps=steps)
    return Arithmetic(shown.title, shown.grids, (line, *shown.lines))


def _short(value: Explanation, activations: Activations) -> str:
    shape = activations.values[value.stage].shape
    return short_name(shape, int(np.ravel_multi_index(value.index, shape)))


def _of_sum(
    explanation: WeightedSum, activations: Activations
) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    before = layers_of(activations.weights.network)[explanation.stage].before
    weights, products = explanation.weights, explanation.products
    is_convolution = explanation.source is not None
    titles = (
        translate("Arithmetic", "{stage}, under the kernel").format(stage=stage_title(before))
        if is_convolution
        else stage_title(before),
        translate("Arithmetic", "kernel") if is_convolution else translate("Arithmetic", "weights"),
        translate("Arithmetic", "products"),
    )
    scales = (
        _scale_before(activations, before),
        scale_of(weights, is_signed=True),
        scale_of(products, is_signed=True),
    )
    operators = "", "×", "="
    arrays = explanation.inputs, weights, products
    grids = tuple(
        Grid(operator, title, mosaic(array), scale)
        for operator, title, array, scale in zip(operators, titles, arrays, scales, strict=True)
    )
    if is_convolution and len(products) > _MOST_TERMS:
        summed = strongest_text(products.sum(axis=(1, 2)), before)
    elif is_convolution and len(products) > 1:
        terms = products.sum(axis=(1, 2)).tolist()
        summed = translate("Arithmetic", "Sum for each map: {terms}").format(
            terms=terms_text(terms)
        )
    elif is_convolution:
        summed = translate("Arithmetic", "Sum of {count} products: {sum}").format(
            count=whole(products.size), sum=number_text(float(products.sum()))
        )
    else:
        summed = strongest_text(products, before)
    if explanation.bias is None:
        text = translate("Arithmetic", "{sum} (no bias)")
        total = text.format(sum=number_text(explanation.sum))
    else:
        total = translate("Arithmetic", "{products} {bias} (bias) = {sum}").format(
            products=number_text(explanation.sum - explanation.bias),
            bias=with_sign(explanation.bias),
            sum=number_text(explanation.sum),
        )
    steps = "".join(
        f"   →   {step_text(activations.weights, name, explanation.index[0])}   →   "
        f"{number_text(value)}"
        for name, value in explanation.steps
    )
    return grids, (summed, total + steps)


def _of_parameter(
    weight: Parameter, activations: Activations, gradients: Gradients | None
) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    """Return the kernel of a weight, and its gradient, which is the sum over all positions."""
    kernels = activations.weights.arrays[f"{weight.stage}.weight"]
    title = translate("Arithmetic", "kernel")
    grids = (Grid("", title, weight.kernel, scale_of(kernels, is_signed=True)),)
    positions = activations.value_of(weight.stage)[weight.index[0]].size
    text = translate(
        "Arithmetic", "The same weight multiplies a value at each of {count} positions."
    )
    line = text.format(count=whole(positions))
    if gradients is None:
        return grids, (line,)
    slopes = gradients.params[f"{weight.stage}.weight"]
    title = translate("Arithmetic", "gradient of the loss")
    grids = (*grids, Grid(_APART, title, slopes[weight.index[:2]], slope_scale_of(slopes)))
    text = translate("Arithmetic", "Gradient, the sum over these positions: {slope}")
    slope = significant(float(slopes[weight.index]), 4).replace("-", "−")
    return grids, (line, text.format(slope=slope))


def _of_gradient(explanation: WeightedSum, gradients: Gradients | None) -> tuple[Grid, ...]:
    """Return the gradient of the loss by the weights of a unit, in their places."""
    if gradients is None:
        return ()
    slopes = gradients.params[f"{explanation.stage}.weight"]
    of_unit = slopes[explanation.index[0]].reshape(explanation.weights.shape)
    title = translate("Arithmetic", "gradient of the weights")
    return (Grid(_APART, title, mosaic(of_unit), slope_scale_of(slopes)),)


def _of_window(
    explanation: Pooled, activations: Activations
) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    before = layers_of(activations.weights.network)[explanation.stage].before
    scale = _scale_before(activations, before)
    numbers = [number_text(value) for value in explanation.window.ravel().tolist()]
    if explanation.takes_maximum:
        line = translate("Arithmetic", "The largest of {numbers} is {value}").format(
            numbers=", ".join(numbers), value=number_text(explanation.value)
        )
    elif len(numbers) <= _MOST_TERMS:
        line = f"({' + '.join(numbers)}) / {len(numbers)} = {number_text(explanation.value)}"
    else:
        text = translate("Arithmetic", "Sum of {count} values: {sum}; divided by {count}: {value}")
        line = text.format(
            count=whole(len(numbers)),
            sum=number_text(float(explanation.window.sum(dtype=np.float64))),
            value=number_text(explanation.value),
        )
    return (Grid("", stage_title(before), explanation.window, scale),), (line,)


def _of_share(explanation: Share) -> tuple[tuple[Grid, ...], tuple[str, ...]]:
    logits, powers = explanation.logits, explanation.powers
    total = float(powers.sum())
    digit = explanation.index[0]
    temperature = decimal(explanation.temperature, 2)
    grids = (
        Grid(
            "",
            translate("Arithmetic", "logits, 0 to 9"),
            logits[None],
            scale_of(logits, is_signed=True),
        ),
        Grid(
            "",
            translate("Arithmetic", "exp(logit / {temperature})").format(temperature=temperature),
            powers[None],
            scale_of(powers, is_signed=False),
        ),
        Grid("", translate("Arithmetic", "share"), (powers / total)[None], Scale(1.0)),
    )
    line = translate(
        "Arithmetic", "exp({logit} / {temperature}) = {power}; divided by the sum {total}: {share}"
    ).format(
        logit=number_text(float(logits[digit])),
        temperature=temperature,
        power=number_text(float(powers[digit])),
        total=number_text(total),
        share=probability(explanation.value),
    )
    return grids, (line,)


def _scale_before(activations: Activations, before: str) -> Scale:
    if before == INPUT:
        return INK
    is_signed = layers_of(activations.weights.network)[before].is_signed
    return scale_of(activations.value_of(before), is_signed=is_signed)
