"""The words of a condition: what is refused, and what is compared."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.training.presets import PRESETS
from lenet_desktop.state.lessons.conditions import parse_condition
from lenet_desktop.state.lessons.words import compares


@pytest.mark.parametrize(
    "text",
    [
        "page", "page inside now", "reads 10", "reads 1 perhaps", "number many", "way drawn",
        "ways", "pinned c1 loud", "target x", "overlay all", "choice train x ~ 3", "run soon",
        "run done colour = red", "training over", "accuracy > much", "cell 4", "cell 4 x",
        "my_digits -1", "network large", "gap = x", "changes > many", "epoch first", "weights mine",
    ],
)  # fmt: skip
def test_other_words_are_refused(text):
    with pytest.raises(UserError):
        parse_condition(text)


def test_settings_of_a_run_are_those_of_a_plan():
    for name in PRESETS["best"].to_dict():
        parse_condition(f"run done {name} = 1")


@pytest.mark.parametrize(
    ("found", "relation", "word", "expected"),
    [
        (3, "=", "3.0", True),
        (3, "<", "3", False),
        ("relu", "=", "relu", True),
        ("relu", "<", "tanh", False),
        (True, "=", "True", True),
        (None, "=", "0", False),
    ],
)
def test_comparisons(found, relation, word, expected):
    assert compares(found, relation, word) is expected
