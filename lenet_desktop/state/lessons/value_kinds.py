"""Kinds of values that a lesson asks for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from core.recognition.explain import Explanation, Pooled, WeightedSum
from lenet_desktop.state.lessons.facts import Facts

_STRONG = 0.9
"""Share of the largest value of a stage from which a value is strong."""

_Kind: TypeAlias = Callable[[Facts, Explanation], bool]


def _is_strong(facts: Facts, found: Explanation) -> bool:
    values = facts.workspace.inspection.activations.values[found.stage]
    return found.value >= _STRONG * values.max() > 0


def _is_lowest(facts: Facts, found: Explanation) -> bool:
    values = facts.workspace.inspection.activations.values[found.stage]
    return found.value == values.min() < values.max()


def _is_elsewhere(facts: Facts, found: Explanation) -> bool:
    before = facts.start.pinned
    return before is None or (before[0], before[1][0]) != (found.stage, found.index[0])


def _is_blank(facts: Facts, found: Explanation) -> bool:
    field = found.field
    seen = facts.workspace.inspection.image[field.top : field.bottom, field.left : field.right]
    return not seen.any()


def _is_below(facts: Facts, found: Explanation) -> bool:
    del facts
    return isinstance(found, WeightedSum) and found.sum < 0


def _is_mixed(facts: Facts, found: Explanation) -> bool:
    del facts
    return isinstance(found, Pooled) and found.window.min() < found.window.max()


KINDS: Mapping[str, _Kind] = {
    "any": lambda _, __: True,
    "strong": _is_strong,
    "lowest": _is_lowest,
    "zero": lambda _, found: found.value == 0,
    "positive": lambda _, found: found.value > 0,
    "negative": lambda _, found: found.value < 0,
    "below": _is_below,
    "mixed": _is_mixed,
    "blank": _is_blank,
    "elsewhere": _is_elsewhere,
}
"""By the word of a lesson.

``strong``: nearly the largest of its stage; ``below``: the sum before the activation is below 0;
``mixed``: the values that are pooled differ; ``blank``: the receptive field is black;
``elsewhere``: in another map than what was clicked when the step began.
"""
