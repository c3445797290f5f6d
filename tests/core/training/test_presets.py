"""The presets: the report's table."""

from __future__ import annotations

import pytest

from core.network.schedules import schedule_factor
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
