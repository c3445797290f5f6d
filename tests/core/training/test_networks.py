"""Runs of other networks than LeNet-5: resumable with all statistics, and refused where wrong."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.data.augment import Augmentation
from core.data.dataset import Dataset
from core.device import cpu
from core.errors import UserError
from core.network.weight_files import load_weights, save_weights
from core.training.checkpoints import load_checkpoint, save_checkpoint
from core.training.events import TrainingDone
from core.training.plan import Plan
from core.training.train import train
from tests.support.inputs.small_runs import checkpoints, patterns, same

PLAN = Plan(
    preset="quick",
    epochs=2,
    batch_size=70,
    learning_rate=0.1,
    schedule="cosine",
    weight_decay=1e-3,
    average_decay=0.9,
    augmentation=Augmentation(5, 0.05, 0.05, 1, 0.3),
    network="residual",
    dropout=0.2,
    seed=7,
)


@pytest.fixture(scope="module")
def data() -> Dataset:
    return Dataset("bars", patterns(280, 0), patterns(60, 1))


def test_a_residual_run_is_resumed_bit_for_bit(data, tmp_path):
    whole = list(train(PLAN, data, cpu(), threads=2))
    first, second = checkpoints(whole)
    run = train(PLAN, data, cpu(), threads=1)
    alone = next(e.checkpoint for e in run if hasattr(e, "checkpoint"))
    run.close()
    assert same(alone, first)
    save_checkpoint(tmp_path / "last.safetensors", alone)
    resumed = list(train(PLAN, data, cpu(), load_checkpoint(tmp_path / "last.safetensors")))
    assert same(checkpoints(resumed)[-1], second)
    statistics = [name for name in second.parameters if name.endswith("running_mean")]
    assert len(statistics) == 9
    assert all(np.any(second.parameters[name]) for name in statistics)
    done = resumed[-1]
    assert isinstance(done, TrainingDone)
    assert done.weights.card.architecture == "residual"
    assert done.weights == whole[-1].weights
    save_weights(tmp_path / "w.safetensors", done.weights)
    assert load_weights(tmp_path / "w.safetensors") == done.weights


def test_a_deeper_network_learns(data):
    plan = replace(PLAN, network="deeper", epochs=6, augmentation=None, average_decay=0.0)
    *_, done = train(plan, data, cpu())
    assert done.test_accuracy > 0.9


def test_dropout_changes_a_run_and_only_with_a_rate(data):
    plan = replace(PLAN, network="deeper", epochs=1, augmentation=None)
    ends = [checkpoints(train(replace(plan, dropout=p), data, cpu()))[-1] for p in (0, 0, 0.5)]
    assert same(ends[0], ends[1])
    assert not same(ends[0], ends[2])


def test_weights_of_another_network_are_no_start(data):
    start = checkpoints(train(replace(PLAN, epochs=1), data, cpu()))[-1].weights
    with pytest.raises(UserError, match="those of the network residual, which is not the plan's"):
        list(train(replace(PLAN, network="deeper"), data, cpu(), start=start))


def test_what_a_network_does_not_have_is_refused():
    with pytest.raises(UserError, match="lenet5 has no dropout"):
        replace(PLAN, network="lenet5")
    with pytest.raises(UserError, match="activation and the pooling of residual cannot be changed"):
        replace(PLAN, pooling="max")
    with pytest.raises(UserError, match="network cannot be transformer"):
        replace(PLAN, network="transformer")


def test_an_older_plan_is_one_of_lenet5():
    fields = replace(PLAN, network="lenet5", dropout=0.0).to_dict()
    del fields["network"], fields["dropout"]
    assert Plan.from_dict(fields).network == "lenet5"
