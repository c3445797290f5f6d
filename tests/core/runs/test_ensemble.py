"""Several networks trained one after the other: each a run of its own, together an ensemble."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

from core.data.sources import load_all
from core.evaluation.ensembles import combine
from core.network.losses import softmax
from core.network.weight_files import load_weights
from core.progress import result_of
from core.runs.carry_out import TrainingRequest, carry_out
from core.runs.ensemble import NetworksCombined, NetworkStarted, carry_out_ensemble
from core.runs.folder import RunFolder
from core.runs.library import list_runs
from core.training.events import BatchesDone, RunStarted, TrainingDone
from core.training.presets import PRESETS
from tests.support.inputs.idx_files import bars, write_part

PLAN = replace(PRESETS["quick"], epochs=1, batch_size=20, seed=7)


@pytest.fixture(autouse=True)
def _no_plots(monkeypatch):
    monkeypatch.setattr(RunFolder, "_draw", lambda *_: None)


@pytest.fixture
def request_(tmp_path):
    rng = np.random.default_rng(0)
    digits = tmp_path / "digits"
    digits.mkdir()
    for part, n in (("train", 120), ("t10k", 20)):
        write_part(digits, part, *bars(n, rng))
    return TrainingRequest(PLAN, (str(digits),), tmp_path / "runs" / "base", "cpu")


def of_kind(items, kind):
    return [item for item in items if isinstance(item, kind)]


def test_every_network_is_the_run_of_its_seed(request_, tmp_path):
    items = list(carry_out_ensemble(request_, 3, interval=0))
    started = of_kind(items, NetworkStarted)
    assert [(item.number, item.total) for item in started] == [(1, 3), (2, 3), (3, 3)]
    assert [run.plan.seed for run in reversed(list_runs(tmp_path / "runs"))] == [7, 8, 9]
    alone = replace(request_, plan=replace(PLAN, seed=8), folder=tmp_path / "alone")
    expected = of_kind(carry_out(alone, interval=0), TrainingDone)
    assert of_kind(items, TrainingDone)[1].weights == expected[0].weights
    assert load_weights(started[1].request.folder / "weights.safetensors") == expected[0].weights


def test_the_networks_are_combined_as_by_the_command(request_):
    items = list(carry_out_ensemble(request_, 3, interval=0))
    alone = [event.weights for event in of_kind(items, TrainingDone)]
    two, three = of_kind(items, NetworksCombined)
    assert two.weights == result_of(combine(alone[:2], request_.sources))
    expected = result_of(combine(alone, request_.sources))
    card = replace(three.weights.card, test_accuracy=None, test_set="")
    assert replace(three.weights, card=card) == expected
    assert load_weights(three.file) == three.weights
    assert three.file.parent == request_.folder


def test_only_the_whole_ensemble_is_tested(request_):
    two, three = of_kind(carry_out_ensemble(request_, 3, interval=0), NetworksCombined)
    assert two.weights.card.test_accuracy is None
    test = result_of(load_all(request_.sources)).test
    shares = [
        softmax(member.network.logits(member.arrays, test.images / np.float32(255)))
        for member in three.weights.members
    ]
    correct = np.mean(np.mean(shares, axis=0).argmax(axis=1) == test.labels)
    assert three.weights.card.test_accuracy == pytest.approx(correct, abs=1e-4)


def test_the_data_is_loaded_once(request_, monkeypatch):
    from core.runs import ensemble

    loaded = []

    def load(sources):
        loaded.append(sources)
        return (yield from load_all(sources))

    monkeypatch.setattr(ensemble, "load_all", load)
    monkeypatch.setattr("core.runs.carry_out.load_all", None)
    list(carry_out_ensemble(request_, 2, interval=0))
    assert loaded == [request_.sources]


def test_stopped_in_the_third_network_the_first_two_are_combined(request_, tmp_path):
    with closing(carry_out_ensemble(request_, 5, interval=0)) as items:
        for item in items:
            if isinstance(item, RunStarted) and item.plan.seed == 9:
                break
        assert isinstance(next(items), BatchesDone)
    ensemble = load_weights(request_.folder / "weights.safetensors")
    assert [card.seed for card in ensemble.card.members] == [7, 8]
    # Nothing of the third is left, as it has no epoch.
    assert len(list_runs(tmp_path / "runs")) == 2
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {
        "base",
        "base network 1",
        "base network 2",
    }
