"""Plans: the report's table, what is out of range, and the way through a file."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from core.errors import UserError
from core.network.schedules import schedule_factor
from core.training.plan import Plan
from core.training.presets import PRESETS


def test_the_report_preset_is_the_reports_table():
    plan = PRESETS["report"]
    assert (plan.epochs, plan.batch_size, plan.momentum) == (1000, 1500, 0.9)
    assert (plan.activation, plan.pooling, plan.augmentation) == ("relu", "average", None)
    assert (plan.weight_decay, plan.label_smoothing, plan.average_decay) == (0, 0, 0)
    rates = [
        plan.learning_rate * schedule_factor(plan.schedule, epoch * 37, 37, 1000, plan.warmup)
        for epoch in (0, 2, 3, 6, 7, 999)
    ]
    assert rates == pytest.approx([0.015, 0.015, 0.0015, 0.0015, 0.00015, 0.00015])


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
        ("warmup", 1.0), ("plain_epochs", -1), ("seed", -1), ("schedule", "steep"),
        ("activation", "gelu"), ("pooling", "min"),
    ],
)  # fmt: skip
def test_what_is_out_of_range_is_refused(field, value):
    with pytest.raises(UserError, match=f"plan's {field} cannot be"):
        replace(PRESETS["quick"], **{field: value})


@pytest.mark.parametrize("fields", [{}, {"augmentation": None, "speed": 3}])
def test_a_plan_of_another_program_is_refused(fields):
    with pytest.raises(UserError, match="not one of this program's"):
        Plan.from_dict(fields)
