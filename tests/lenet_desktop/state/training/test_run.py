"""The training run without a window: from its start to each of its ends."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.errors import UserError
from core.network.weight_files import load_weights
from core.runs import carry_out as training_job
from core.runs.carry_out import TrainingRequest
from core.runs.library import list_runs
from core.training.checkpoints import load_checkpoint, save_checkpoint
from core.training.events import EpochDone
from lenet_desktop.__main__ import main
from lenet_desktop.state.training.run import RunState
from tests.support.window.training import ENDLESS, WAIT_MS, request, run_to_the_end, wait_for_epoch

pytestmark = pytest.mark.usefixtures("no_plot_files")


@pytest.fixture
def endless(qtbot, training, small_mnist, runs_folder):
    """A run with an epoch done that would take hours."""
    training.start(request(small_mnist, runs_folder / "endless", epochs=ENDLESS))
    wait_for_epoch(qtbot, training, 1)
    return training


def with_epochs(checkpoint, epochs):
    return replace(checkpoint, plan=replace(checkpoint.plan, epochs=epochs))


def stop(qtbot, training):
    with qtbot.waitSignal(training.ended, timeout=WAIT_MS):
        training.stop()
    return training.outcome


def test_a_run_fills_its_curves_its_history_and_its_folder(
    qtbot, training, small_mnist, runs_folder
):
    states = []
    training.changed.connect(lambda: states.append(training.state))
    outcome = run_to_the_end(qtbot, training, request(small_mnist, runs_folder / "a", epochs=2))
    assert (outcome.end, outcome.error) == ("done", None)
    assert list(dict.fromkeys(states)) == [RunState.LOADING, RunState.RUNNING, RunState.IDLE]
    x, losses = training.curves.losses.points
    np.testing.assert_allclose(x, np.arange(1, 25) / 12)
    np.testing.assert_allclose(losses, training.checkpoint.batch_losses)
    assert training.curves.history == list(training.checkpoint.history)
    progress = training.progress
    assert (progress.steps_done, progress.steps, progress.is_over) == (24, 24, True)
    assert progress.best_val_accuracy == outcome.result.best_val_accuracy
    assert training.confusion.n == progress.started.validation_size
    assert load_weights(outcome.weights_file) == outcome.weights == outcome.result.weights
    assert not outcome.is_resumable


def test_a_stopped_run_keeps_its_best_weights(qtbot, endless):
    assert endless.folder is not None
    outcome = stop(qtbot, endless)
    assert (outcome.end, outcome.result) == ("stopped", None)
    assert outcome.weights == load_weights(outcome.weights_file) == endless.checkpoint.best
    assert outcome.is_resumable
    assert endless.folder is None


def test_a_run_stopped_before_its_first_epoch_leaves_nothing(
    qtbot, training, small_mnist, runs_folder
):
    training.start(request(small_mnist, runs_folder / "a", epochs=ENDLESS))
    outcome = stop(qtbot, training)
    assert outcome.weights is None
    assert not outcome.is_resumable
    assert not (runs_folder / "a").exists()


def test_a_paused_run_takes_no_further_step_until_it_is_resumed(qtbot, endless):
    endless.pause()
    assert endless.state is RunState.PAUSED
    # The batches in the making, and those on their way, still arrive; then none.
    for _ in range(4):
        with qtbot.waitSignal(endless.advanced, timeout=300, raising=False) as more:
            pass
    assert not more.signal_triggered
    seconds = endless.progress.seconds
    assert endless.progress.seconds == seconds
    endless.resume()
    assert endless.state is RunState.RUNNING
    wait_for_epoch(qtbot, endless, endless.checkpoint.epoch + 1)
    assert endless.progress.seconds > seconds


def test_a_paused_run_can_be_stopped(qtbot, endless):
    endless.pause()
    assert stop(qtbot, endless).end == "stopped"


def test_a_resumed_run_continues_its_curves_and_its_history(qtbot, endless):
    stopped = stop(qtbot, endless)
    endless.start(replace(stopped.request, resume=stopped.last_file))
    wait_for_epoch(qtbot, endless, stopped.checkpoint.epoch + 1)
    again = stop(qtbot, endless)
    assert again.folder == stopped.folder
    epochs = range(1, again.checkpoint.epoch + 1)
    assert [metrics.epoch for metrics in endless.curves.history] == list(epochs)
    x, losses = endless.curves.losses.points
    n = len(stopped.checkpoint.batch_losses)
    np.testing.assert_allclose(losses[:n], stopped.checkpoint.batch_losses)
    np.testing.assert_allclose(x, np.arange(1, len(x) + 1) / 12)
    assert (np.diff(endless.curves.learning_rates.points[0]) > 0).all()


def test_a_run_resumed_without_its_data_is_unchanged_and_still_resumable(
    qtbot, endless, small_mnist
):
    stopped = stop(qtbot, endless)
    (small_mnist / "t10k-labels-idx1-ubyte").unlink()
    failed = run_to_the_end(qtbot, endless, replace(stopped.request, resume=stopped.last_file))
    assert failed.end == "failed"
    assert failed.is_resumable
    assert load_weights(failed.weights_file) == stopped.weights


def test_a_run_is_resumed_by_the_command_line_and_by_the_window_again(
    qtbot, endless, small_mnist, runs_folder, tmp_path, monkeypatch
):
    stopped = stop(qtbot, endless)
    monkeypatch.chdir(tmp_path)
    epochs = stopped.checkpoint.epoch + 1
    last, options = stopped.last_file, ["--device", "cpu", "--out", str(stopped.folder)]
    save_checkpoint(last, with_epochs(load_checkpoint(last), epochs))
    assert main(["train", "--resume", str(last), *options]) == 0
    (run,) = list_runs(runs_folder)
    assert (len(run.history), run.sources) == (epochs, (str(small_mnist),))
    plan = replace(run.plan, epochs=epochs + 1)
    further = TrainingRequest(plan, run.sources, run.folder, resume=run.last_file)
    assert run_to_the_end(qtbot, endless, further).end == "done"
    assert len(endless.curves.history) == epochs + 1


def test_the_learning_rate_multiplier_acts_at_once_and_ends_with_the_run(
    qtbot, endless, small_mnist, runs_folder
):
    assert endless.learning_rate_multiplier == 1
    before = endless.progress.batches
    endless.learning_rate_multiplier = 0.5
    wait_for_epoch(qtbot, endless, endless.checkpoint.epoch + 2)
    # The rate grows in proportion to the steps, as the run warms up.
    after = endless.progress.batches
    growth = after.step / before.step
    assert after.learning_rate == pytest.approx(0.5 * growth * before.learning_rate, rel=0.1)
    stop(qtbot, endless)
    endless.start(request(small_mnist, runs_folder / "next", epochs=1))
    assert endless.learning_rate_multiplier == 1


@pytest.mark.parametrize("end", ["done", "stopped", "failed"])
def test_a_run_ends_once_and_emits_nothing_afterwards(
    qtbot, qapp, training, small_mnist, runs_folder, end
):
    emitted = []
    for name in ("changed", "advanced", "ended"):
        getattr(training, name).connect(lambda name=name: emitted.append(name))
    if end == "failed":
        (small_mnist / "t10k-labels-idx1-ubyte").unlink()
    order = request(small_mnist, runs_folder / "a", epochs=ENDLESS if end == "stopped" else 1)
    if end == "stopped":
        training.start(order)
        wait_for_epoch(qtbot, training, 1)
        stop(qtbot, training)
    else:
        run_to_the_end(qtbot, training, order)
    qapp.processEvents()
    assert training.outcome.end == end
    assert emitted.count("ended") == 1
    assert emitted[-1] == "ended"


def test_the_next_run_shows_nothing_of_the_one_before(qtbot, training, small_mnist, runs_folder):
    run_to_the_end(qtbot, training, request(small_mnist, runs_folder / "a", epochs=1))
    training.dismiss_outcome()
    assert training.is_outcome_dismissed
    (small_mnist / "t10k-labels-idx1-ubyte").rename(small_mnist / "elsewhere")
    outcome = run_to_the_end(qtbot, training, request(small_mnist, runs_folder / "b", epochs=1))
    assert outcome.end == "failed"
    assert "t10k-labels" in str(outcome.error)
    assert not training.is_outcome_dismissed
    nothing = (training.curves, training.progress, training.checkpoint, training.confusion)
    assert nothing == (None, None, None, None)
    assert not (runs_folder / "b").exists()
    (small_mnist / "elsewhere").rename(small_mnist / "t10k-labels-idx1-ubyte")
    order = request(small_mnist, runs_folder / "b", epochs=1)
    assert run_to_the_end(qtbot, training, order).end == "done"


def test_a_run_that_fails_keeps_its_best_weights(
    qtbot, training, small_mnist, runs_folder, monkeypatch
):
    train = training_job.train

    def train_and_fail(*arguments, **options):
        for event in train(*arguments, **options):
            yield event
            if isinstance(event, EpochDone):
                raise UserError("The loss is no longer a finite number.")

    monkeypatch.setattr(training_job, "train", train_and_fail)
    outcome = run_to_the_end(qtbot, training, request(small_mnist, runs_folder / "a"))
    assert (outcome.end, str(outcome.error)) == ("failed", "The loss is no longer a finite number.")
    assert outcome.weights == load_weights(outcome.weights_file)
    assert outcome.is_resumable


def test_a_full_disk_leaves_the_weights_in_memory(
    qtbot, training, small_mnist, runs_folder, monkeypatch
):
    def fill_disk(path, checkpoint):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr("core.runs.folder.save_checkpoint", fill_disk)
    monkeypatch.setattr("core.runs.folder.save_weights", fill_disk)
    outcome = run_to_the_end(qtbot, training, request(small_mnist, runs_folder / "a", epochs=3))
    assert isinstance(outcome.error, OSError)
    assert outcome.weights is not None
    assert not outcome.is_resumable


def test_a_second_run_does_not_start_while_one_trains(endless, small_mnist, runs_folder):
    curves, folder = endless.curves, endless.folder
    endless.start(request(small_mnist, runs_folder / "second", epochs=1))
    assert (endless.curves, endless.folder) == (curves, folder)
    assert not (runs_folder / "second").exists()


def test_closing_waits_until_the_run_is_saved_and_emits_its_end(qtbot, endless):
    folder = endless.folder
    with qtbot.waitSignal(endless.ended, timeout=0):
        endless.close()
    assert endless.outcome.end == "stopped"
    assert (folder / "report.json").exists()
