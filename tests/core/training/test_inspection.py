"""A step that is inspected trains what any step trains, and says what it did."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.device import cpu
from core.network.architectures import network_of
from core.network.losses import cross_entropy
from core.training.controls import Controls
from core.training.events import BatchesDone
from core.training.presets import PRESETS
from core.training.train import train
from tests.support.inputs.small_runs import patterns

PLAN = replace(PRESETS["quick"], epochs=1, batch_size=70)


@pytest.fixture(scope="module")
def data():
    return Dataset("bars", patterns(480, 0), patterns(101, 1))


def batches(data, plan, *, inspects):
    controls = Controls(inspects=inspects)
    events = train(plan, data, cpu(), controls=controls)
    return [event for event in events if isinstance(event, BatchesDone)]


def test_inspecting_changes_nothing(data):
    plain, inspected = (batches(data, PLAN, inspects=inspects) for inspects in (False, True))
    assert inspected == plain
    assert [event.inspected for event in plain] == [None] * 7
    assert [len(event.losses) for event in inspected] == [1] * 7


def test_the_losses_and_movements_are_those_of_the_batch(data):
    first, second = batches(data, PLAN, inspects=True)[:2]
    step = first.inspected
    assert step.images.shape == (70, 28, 28)
    network = network_of("lenet5", PLAN.activation, PLAN.pooling)
    params = network.initialise(PLAN.seed)
    inputs = step.images.astype(np.float32) / 255
    expected, _ = cross_entropy(network.forward(params, inputs)[0], step.labels)
    np.testing.assert_allclose(step.losses, expected, rtol=1e-3, atol=1e-4)
    assert set(step.movements) == {"c1", "c3", "f5", "f6", "output"}
    assert all(0 < share < 1 for share in step.movements.values())
    assert second.inspected.movements != step.movements


def test_a_movement_is_the_length_of_the_change_in_lengths_of_the_weights(data):
    still = batches(data, replace(PLAN, learning_rate=1e-9), inspects=True)[0].inspected
    assert all(share < 1e-6 for share in still.movements.values())
    # Without momentum, clipping and warm-up, twice the rate moves every layer twice as far.
    plain = replace(PLAN, momentum=0.0, clip_norm=0.0, warmup=0.0)
    once, twice = (
        batches(data, replace(plain, learning_rate=rate), inspects=True)[0].inspected.movements
        for rate in (0.001, 0.002)
    )
    for layer, share in once.items():
        assert twice[layer] == pytest.approx(2 * share, rel=1e-3)
