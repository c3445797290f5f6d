"""Plans: values out of range, and the way through a file."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.errors import UserError
from core.training.plan import Plan
from core.training.presets import PRESETS


@pytest.mark.parametrize("name", PRESETS)
def test_a_plan_survives_json(name):
    plan = PRESETS[name]
    assert plan.preset == name
    assert Plan.from_dict(json.loads(json.dumps(plan.to_dict()))) == plan


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("epochs", 0), ("batch_size", 0), ("learning_rate", 0.0), ("learning_rate", float("nan")),
        ("momentum", 1.0), ("clip_norm", -1.0), ("label_smoothing", 1.0), ("average_decay", 1.0),
        ("warmup", 1.0), ("plain_epochs", -1), ("images", -1), ("seed", -1), ("schedule", "steep"),
        ("activation", "gelu"), ("pooling", "min"),
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_refused(field, value):
    with pytest.raises(UserError, match=f"plan's {field} cannot be"):
        replace(PRESETS["quick"], **{field: value})


@pytest.mark.parametrize("fields", [{}, {"augmentation": None, "speed": 3}])
def test_a_plan_of_another_program_is_refused(fields):
    with pytest.raises(UserError, match="settings of the run are invalid"):
        Plan.from_dict(fields)


@pytest.mark.parametrize(
    ("changes", "decays"),
    [
        ({}, True),
        ({"weight_decay": 0.0}, False),
        ({"network": "residual", "activation": "relu"}, False),
    ],
)
def test_a_plan_of_an_older_version_decays_the_biases_of_lenet5_as_it_did(changes, decays):
    fields = PRESETS["best"].to_dict() | changes
    assert fields.pop("decays_biases") is False
    plan = Plan.from_dict(fields)
    assert plan.decays_biases is decays
    assert plan.optimizer.decays_biases is decays
    assert Plan.from_dict(plan.to_dict()) == plan
