"""The training of an ensemble without a window: its networks one by one, and each of its ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.network.weight_files import load_weights
from lenet_desktop.state.training.run import RunState
from tests.support.window.training import ENDLESS, WAIT_MS, request, run_to_the_end

pytestmark = pytest.mark.usefixtures("no_plot_files")


def test_an_ensemble_is_trained_network_by_network(qtbot, training, small_mnist, runs_folder):
    order = request(small_mnist, runs_folder / "a", epochs=1)
    seen, left = [], []
    training.changed.connect(
        lambda: seen.append((training.state, training.ensemble and training.ensemble.number))
    )
    training.advanced.connect(
        lambda: left.append(training.progress and training.progress.seconds_left)
    )
    run_to_the_end(qtbot, training, order, networks=3)
    running = [number for state, number in seen if state is RunState.RUNNING]
    assert list(dict.fromkeys(running)) == [1, 2, 3]
    combining = [number for state, number in seen if state is RunState.COMBINING]
    assert combining == [2, 3]
    outcome = training.outcome
    assert outcome.end == "done"
    assert len(outcome.ensemble.finished) == 3
    assert outcome.ensemble.is_complete
    assert outcome.weights == load_weights(outcome.weights_file)
    assert outcome.weights.card.members == tuple(
        result.weights.card for result in outcome.ensemble.finished
    )
    assert not outcome.is_resumable
    # The progress at the end is that of the last network.
    assert training.progress.runs_after == 0


def test_the_time_left_includes_the_networks_that_follow(qtbot, training, small_mnist, runs_folder):
    training.start(request(small_mnist, runs_folder / "a", epochs=ENDLESS), networks=4)
    qtbot.waitUntil(
        lambda: bool(training.progress and training.progress.seconds_left), timeout=WAIT_MS
    )
    progress = training.progress
    progress.pause()
    rest = progress.steps - progress.steps_done
    expected = (rest + 3 * progress.steps) * progress.seconds / progress.steps_done
    assert progress.seconds_left == pytest.approx(expected)


def test_a_stopped_ensemble_keeps_the_networks_that_are_complete(
    qtbot, training, small_mnist, runs_folder
):
    order = request(small_mnist, runs_folder / "a", epochs=1)

    def stop_in_the_third():
        if training.ensemble.number == 3 and training.state is RunState.RUNNING:
            training.stop()

    training.changed.connect(stop_in_the_third)
    run_to_the_end(qtbot, training, order, networks=1000)
    outcome = training.outcome
    assert outcome.end == "stopped"
    assert len(outcome.weights.card.members) >= 2
    assert outcome.weights == load_weights(outcome.weights_file)
    assert not outcome.ensemble.is_complete


def test_an_ensemble_stopped_in_the_second_network_has_the_first(
    qtbot, training, small_mnist, runs_folder
):
    def stop_in_the_second():
        if training.ensemble.number == 2:
            training.stop()

    training.changed.connect(stop_in_the_second)
    run_to_the_end(
        qtbot, training, request(small_mnist, runs_folder / "a", epochs=1), networks=1000
    )
    outcome = training.outcome
    assert outcome.ensemble.combined is None
    assert outcome.weights == load_weights(outcome.weights_file)
    assert outcome.weights == outcome.ensemble.finished[-1].weights


def test_a_run_after_an_ensemble_is_a_single_one(qtbot, training, small_mnist, runs_folder):
    order = request(small_mnist, runs_folder / "a", epochs=1)
    run_to_the_end(qtbot, training, order, networks=2)
    outcome = run_to_the_end(qtbot, training, replace(order, folder=runs_folder / "b"))
    assert outcome.ensemble is None
    assert outcome.weights == outcome.result.weights
