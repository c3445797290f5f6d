"""The source code that computes a stage, read from the program that is running."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from core.ink.render import to_image
from core.network.layers import Conv2d, Linear, col2im, im2col
from core.network.losses import softmax
from core.network.sequence import params_of
from core.recognition.activations import (
    INPUT,
    PROBABILITIES,
    Activations,
    all_stages,
    layers_of,
)

_HELPERS: dict[type, tuple[Callable[..., object], ...]] = {Conv2d: (im2col, col2im)}
"""Functions that a layer calls, which are shown after it."""


@dataclass(frozen=True)
class Code:
    """A function, and the shapes of what it got and returned.

    Attributes
    ----------
    place
        Name, file and first line, such as ``Conv2d.forward, layers.py:66``.
    shapes
        Name and shape of each array; empty for a helper.
    text
        The lines of the source; empty if they are not installed.
    """

    place: str
    shapes: tuple[tuple[str, tuple[int, ...]], ...]
    text: str


def code_of(activations: Activations, stage: str) -> tuple[Code, ...]:
    """Return the code of a section: of its layer, of the stages after it, and of helpers.

    The backward pass is the inner function of a layer's `forward`.

    Raises
    ------
    KeyError
        If the section does not exist.
    """
    values = activations.values
    if stage == INPUT:
        return (_code(to_image, (("image", values[INPUT].shape[1:]),)),)
    if stage == PROBABILITIES:
        shapes = ("logits", (1, *activations.logits.shape)), ("y", (1, *values[stage].shape))
        return (_code(softmax, shapes),)
    section = layers_of(activations.weights.network)[stage]
    layers = all_stages(activations.weights.network)
    found, x = list[Code](), activations.value_of(section.before)
    for name in (section.name, *section.after):
        x = x.ravel() if isinstance(layers[name], Linear) else x
        y = activations.output_of(name)
        params = params_of(name, activations.weights.arrays)
        arrays = sorted(params.items(), key=lambda item: -item[1].ndim)
        shapes = [("x", (1, *x.shape)), *((key, array.shape) for key, array in arrays)]
        found.append(_code(type(layers[name]).forward, (*shapes, ("y", (1, *y.shape)))))
        x = y
    found += [_code(helper, ()) for helper in _HELPERS.get(type(section.layer), ())]
    return tuple(found)


def _code(function: Callable[..., object], shapes: tuple[tuple[str, tuple[int, ...]], ...]) -> Code:
    try:
        lines, first = inspect.getsourcelines(function)
    except OSError:
        return Code(function.__qualname__, shapes, "")
    file = Path(inspect.getsourcefile(function) or "").name
    return Code(f"{function.__qualname__}, {file}:{first}", shapes, dedent("".join(lines)))
