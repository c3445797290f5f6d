"""The weights that Inside looks into, from each of their sources."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights, combined
from core.runs.epochs import EPOCHS_FOLDER, save_epochs
from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.shown import epoch_series
from lenet_desktop.state.shown.shown_weights import InTraining, InUse, ShownWeights, StoredRun
from lenet_desktop.state.training.earlier_runs import EarlierRuns
from tests.support.inputs.runs import checkpoint, store_run
from tests.support.window.training import ENDLESS, WAIT_MS, request, wait_for_epoch

pytestmark = pytest.mark.usefixtures("no_plot_files")
EPOCHS = [Weights(initialise(seed), ModelCard(epoch=seed)) for seed in range(4)]


@pytest.fixture
def network(weight_file):
    return CurrentNetwork(weight_file)


@pytest.fixture
def earlier(qtbot, runs_folder, notices, training):
    earlier = EarlierRuns(runs_folder, notices)
    training.ended.connect(earlier.refresh)
    yield earlier
    earlier.close()


@pytest.fixture
def shown(monkeypatch, network, training, earlier, notices):
    monkeypatch.setattr(epoch_series, "_PLAYED_MS", 1)
    shown = ShownWeights(network, training, earlier, notices)
    yield shown
    shown.close()


@pytest.fixture
def stored(qtbot, runs_folder, earlier):
    """A run of three epochs, whose initial weights are stored too."""
    folder = runs_folder / "2026-02-03 04.05.06"
    three = replace(checkpoint(3), weights=EPOCHS[3], best=EPOCHS[2])
    store_run(folder, three)
    save_epochs(folder / EPOCHS_FOLDER, *EPOCHS)
    refresh(qtbot, earlier)
    return StoredRun(folder)


def refresh(qtbot, earlier):
    with qtbot.waitSignal(earlier.changed, timeout=WAIT_MS):
        earlier.refresh()


def choose_run(qtbot, shown, source):
    with qtbot.waitSignal(shown.series.loaded, timeout=WAIT_MS):
        shown.choose(source)


def test_at_first_the_network_in_use_is_shown_whichever_it_is(shown, network, tmp_path):
    assert (shown.source, shown.sources) == (InUse(), (InUse(),))
    assert shown.weights is network.weights
    changes = []
    shown.changed.connect(lambda: changes.append(shown.weights))
    network.use(EPOCHS[1], tmp_path / "other.safetensors")
    assert changes == [EPOCHS[1]]


def test_every_epoch_of_an_earlier_run_can_be_shown_and_the_network_in_use_stays(
    qtbot, shown, network, stored
):
    in_use = network.weights
    assert stored in shown.sources
    choose_run(qtbot, shown, stored)
    assert shown.weights == EPOCHS[3]
    for place, expected in enumerate(EPOCHS):
        shown.series.place = place
        assert shown.weights == expected
    assert network.weights is in_use
    shown.choose(InUse())
    assert shown.weights is in_use
    assert shown.series.epochs == ()


def test_another_network_in_use_changes_nothing_while_an_epoch_is_shown(
    qtbot, shown, network, stored, tmp_path
):
    choose_run(qtbot, shown, stored)
    network.use(EPOCHS[1], tmp_path / "other.safetensors")
    assert shown.weights == EPOCHS[3]


def test_the_epochs_are_played_once_each_from_the_first(qtbot, shown, stored):
    choose_run(qtbot, shown, stored)
    seen = []
    shown.changed.connect(lambda: seen.append(shown.weights.card.epoch))
    for _ in range(2):
        seen.clear()
        with qtbot.waitSignals([shown.series.playing_changed] * 2, timeout=WAIT_MS):
            shown.series.play()
        assert seen == [0, 1, 2, 3]
        assert not shown.series.is_playing


def test_playing_goes_on_from_the_epoch_that_is_shown_and_can_be_paused(qtbot, shown, stored):
    choose_run(qtbot, shown, stored)
    shown.series.place = 1
    shown.series.play()
    assert shown.series.is_playing
    with qtbot.waitSignal(shown.series.place_changed, timeout=WAIT_MS):
        pass
    assert shown.series.place >= 2
    shown.series.play()
    shown.series.pause()
    assert not shown.series.is_playing


def test_a_run_that_cannot_be_loaded_is_reported_and_the_network_in_use_shown(
    qtbot, shown, network, stored, notices
):
    for file in stored.folder.rglob("*.safetensors"):
        file.write_text("damaged")
    with qtbot.waitSignal(notices.posted, timeout=WAIT_MS) as posted:
        shown.choose(stored)
    assert "safetensors" in posted.args[0].text
    assert shown.source == InUse()
    assert shown.weights is network.weights


def test_a_run_that_was_deleted_is_left(qtbot, shown, network, stored, earlier):
    choose_run(qtbot, shown, stored)
    shutil.rmtree(stored.folder)
    refresh(qtbot, earlier)
    assert shown.source == InUse()
    assert shown.weights is network.weights
    assert shown.sources == (InUse(),)


def test_the_running_run_is_seen_to_learn_and_is_an_earlier_run_at_its_end(
    qtbot, shown, network, training, earlier, small_mnist, runs_folder
):
    training.start(request(small_mnist, runs_folder / "now", epochs=ENDLESS))
    assert InTraining() in shown.sources
    shown.watch(is_watched=True)
    shown.choose(InTraining())
    seen = []
    shown.changed.connect(lambda: seen.append(shown.weights))
    qtbot.waitUntil(lambda: len(seen) >= 4, timeout=WAIT_MS)
    first, *_, last = seen
    assert not np.array_equal(first.arrays["c1.weight"], last.arrays["c1.weight"])
    wait_for_epoch(qtbot, training, 1)
    with qtbot.waitSignal(shown.series.loaded, timeout=WAIT_MS):
        training.stop()
    assert shown.source == StoredRun(runs_folder / "now")
    assert shown.weights == training.checkpoint.weights
    assert network.weights == load_weights(network.path)


def test_a_run_is_not_asked_for_weights_that_nobody_looks_at(
    qtbot, shown, training, small_mnist, runs_folder
):
    training.start(request(small_mnist, runs_folder / "now", epochs=ENDLESS))
    shown.choose(InTraining())
    asked = []
    training.request_weights = lambda: asked.append(True)
    wait_for_epoch(qtbot, training, 2)
    assert not asked
    shown.watch(is_watched=True)
    assert asked


def test_a_run_that_ends_without_an_epoch_leaves_the_network_in_use(
    qtbot, shown, network, training, earlier, small_mnist, runs_folder
):
    training.start(request(small_mnist, runs_folder / "now", epochs=ENDLESS))
    shown.choose(InTraining())
    with qtbot.waitSignal(earlier.changed, timeout=WAIT_MS):
        training.stop()
    assert shown.source == InUse()
    assert shown.weights is network.weights


def test_an_earlier_run_that_is_resumed_is_shown_as_it_trains(
    qtbot, shown, training, earlier, small_mnist, runs_folder
):
    order = request(small_mnist, runs_folder / "now", epochs=ENDLESS)
    training.start(order)
    wait_for_epoch(qtbot, training, 1)
    with qtbot.waitSignal(earlier.changed, timeout=WAIT_MS):
        training.stop()
    choose_run(qtbot, shown, StoredRun(order.folder))
    training.start(replace(order, resume=training.outcome.last_file))
    assert shown.source == InTraining()


def test_each_network_of_an_ensemble_can_be_shown(shown, network, tmp_path):
    first, second, _, _ = EPOCHS
    file = tmp_path / "ensemble.safetensors"
    save_weights(file, combined([first, second]))
    network.open(file)
    assert shown.sources == (InUse(), InUse(0), InUse(1))
    shown.choose(InUse(1))
    assert shown.weights == second
    shown.choose(InUse(0))
    assert shown.weights == first
    network.use(EPOCHS[2], tmp_path / "other.safetensors")
    assert (shown.source, shown.weights) == (InUse(), EPOCHS[2])
