"""Runs go on from a checkpoint as if nothing had happened, and from nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.data.examples import Examples
from core.device import cpu
from core.errors import UserError
from core.network.weight_files import load_weights, save_weights
from core.training.checkpoints import Checkpoint, load_checkpoint, save_checkpoint
from core.training.events import (
    EpochDone,
)
from core.training.train import train
from tests.support.inputs.small_runs import PLAN, checkpoints, same


@pytest.fixture(scope="module")
def first(data) -> Checkpoint:
    """The checkpoint of a run of one epoch."""
    (checkpoint,) = checkpoints(train(replace(PLAN, epochs=1), data, cpu()))
    return checkpoint


@pytest.mark.parametrize("batches", [7 + 1 + 3, 2 * (7 + 1) + 1])
def test_a_run_killed_at_any_moment_ends_as_one_that_was_not(data, whole, tmp_path, batches):
    killed = train(PLAN, data, cpu())
    path = tmp_path / "last.safetensors"
    for _ in range(batches + 1):
        event = next(killed)
        if isinstance(event, EpochDone):
            save_checkpoint(path, event.checkpoint)
    killed.close()
    saved = load_checkpoint(path)
    assert saved.fingerprint == data.fingerprint
    resumed = list(train(PLAN, data, cpu(), saved))
    assert resumed[0].first_epoch > 1
    assert resumed[-1] == whole[-1]
    assert same(checkpoints(resumed)[-1], checkpoints(whole)[-1])
    assert [e.val_accuracy for e in checkpoints(resumed)[-1].history] == [
        e.val_accuracy for e in checkpoints(whole)[-1].history
    ]


def test_a_finished_run_can_go_on_with_more_epochs_but_no_other_settings(data, first):
    longer = list(train(replace(PLAN, epochs=2), data, cpu(), first))
    assert longer[0].first_epoch == 2
    with pytest.raises(UserError, match="other settings"):
        next(train(replace(PLAN, batch_size=50), data, cpu(), first))
    relabelled = Examples(data.train.images, (data.train.labels + 1) % 10)
    with pytest.raises(UserError, match="trained on other images of the same number"):
        next(train(PLAN, replace(data, train=relabelled), cpu(), first))
    from_before = replace(first, fingerprint=None)  # As older versions wrote them.
    assert next(train(PLAN, replace(data, train=relabelled), cpu(), from_before)).first_epoch == 2
    with pytest.raises(UserError, match=r"trained on bars \(480 images\), not on dots"):
        next(train(PLAN, replace(data, name="dots"), cpu(), first))


def test_a_checkpoint_opens_as_plain_weights(first, tmp_path):
    save_checkpoint(tmp_path / "last.safetensors", first)
    assert load_weights(tmp_path / "last.safetensors") == first.weights


def test_weights_alone_or_a_damaged_run_cannot_be_resumed(first, tmp_path):
    path = tmp_path / "last.safetensors"
    save_weights(path, first.weights)
    with pytest.raises(UserError, match="contains weights only"):
        load_checkpoint(path)
    save_checkpoint(path, replace(first, history=()))
    with pytest.raises(UserError, match="damaged"):
        load_checkpoint(path)
