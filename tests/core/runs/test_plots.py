"""The plots show the numbers of a run, readable at any length."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.evaluation.confusion import confusion_of
from core.runs import plots
from core.training.checkpoints import EpochMetrics


def history(n: int) -> list[EpochMetrics]:
    return [
        EpochMetrics(epoch, 2 / epoch, 1 - 0.5 / epoch, 2.2 / epoch, 0.99 - 0.5 / epoch, 0.1, 1.0)
        for epoch in range(1, n + 1)
    ]


def line(axes, label):
    (found,) = [line for line in axes.lines if line.get_label().startswith(label)]
    return found


@pytest.mark.parametrize("n", [1, 2, 50])
def test_the_history_shows_losses_beside_accuracies(n):
    loss, accuracy = plots.training_history(history(n), 0.98).axes
    epochs = range(1, n + 1)
    np.testing.assert_array_equal(line(loss, "train").get_xdata(), epochs)
    np.testing.assert_array_equal(
        line(loss, "validation").get_ydata(), [entry.val_loss for entry in history(n)]
    )
    np.testing.assert_array_equal(
        line(accuracy, "train").get_ydata(), [entry.train_accuracy for entry in history(n)]
    )
    assert line(accuracy, "test 98.00 %").get_ydata()[0] == 0.98
    low, high = loss.get_ylim()
    assert low == 0
    assert high > 2.2


def test_without_a_test_no_test_is_shown():
    for figure in (
        plots.training_history(history(3), None),
        plots.accuracy_comparison(history(3), None),
    ):
        assert not [line for line in figure.axes[-1].lines if "test" in line.get_label()]


@pytest.mark.parametrize("n", [1, 5, 400])
def test_the_comparison_marks_the_best_epoch_and_shows_all_settled_epochs(n):
    (axes,) = plots.accuracy_comparison(history(n), 0.97).axes
    best = line(axes, "best validation")
    assert list(best.get_xdata()) == [n]
    low, high = axes.get_ylim()
    shown = [entry.val_accuracy for entry in history(n)[n // 4 :]] + [0.97]
    assert low < min(shown)
    assert high > max(shown)


@pytest.mark.parametrize("n", [1, 49, 100, 5000, 100_001])
def test_the_loss_curve_keeps_every_peak_and_the_mean(n):
    losses = np.random.default_rng(0).uniform(0.1, 1, n).astype(np.float32)
    losses[n // 2] = 9
    (axes,) = plots.loss_curve(losses, 4).axes
    faint, strong = axes.lines
    assert faint.get_ydata().max() == 9
    assert faint.get_xdata().max() == pytest.approx(4, rel=0.02)
    assert len(faint.get_xdata()) <= 4001
    assert strong.get_xdata()[-1] <= 4
    if n >= 5000:
        average = strong.get_ydata()
        np.testing.assert_allclose(average[len(average) // 10 :], 0.55, atol=0.15)


def test_every_count_of_the_confusion_stands_in_its_cell():
    labels = np.repeat(np.arange(9), 100)  # no nine among them
    predicted = np.where(np.arange(900) % 25 == 3, 9, labels)
    (axes,) = plots.confusion_matrix(confusion_of(labels, predicted)).axes
    cells = {text.get_position(): text.get_text() for text in axes.texts}
    assert cells[2, 2] == "96"
    assert cells[9, 2] == "4"  # column 9, row 2
    assert cells[2, 9] == "0"
    assert [text.get_text() for text in axes.texts[-2:]] == ["96.00 %", "none"]
    assert axes.get_title(loc="left") == "864 of 900 correct (96.00 %)"
    assert (axes.get_xlabel(), axes.get_ylabel()) == ("predicted digit", "true digit")


def test_a_figure_becomes_a_picture_and_nothing_else(tmp_path):
    file = tmp_path / "curve.png"
    plots.save_plot(file, lambda: plots.loss_curve(np.ones(3, np.float32), 1))
    with Image.open(file) as picture:
        assert picture.format == "PNG"
        assert min(picture.size) > 500
    assert list(tmp_path.iterdir()) == [file]


def test_a_plot_is_told_from_a_foreign_picture(tmp_path):
    plots.save_plot(tmp_path / "own.png", lambda: plots.loss_curve(np.ones(3, np.float32), 1))
    Image.new("L", (8, 8)).save(tmp_path / "foreign.png")
    assert plots.is_own_plot(tmp_path / "own.png")
    assert not plots.is_own_plot(tmp_path / "foreign.png")
    assert not plots.is_own_plot(tmp_path / "missing.png")


@pytest.mark.parametrize("backend", ["module://matplotlib_inline.backend_inline", "nonsense", None])
def test_the_users_settings_of_matplotlib_change_nothing(backend, tmp_path):
    (tmp_path / "matplotlibrc").write_text("text.usetex: True\nfigure.facecolor: red\n")
    code = (
        "import sys; from pathlib import Path; import numpy as np; from core.runs import plots\n"
        "import matplotlib; assert matplotlib.rcParams['text.usetex']\n"
        "draw = lambda: plots.loss_curve(np.ones(3, np.float32), 1)\n"
        "plots.save_plot(Path(sys.argv[1]), draw)"
    )
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    environment |= {"MPLBACKEND": backend} if backend else {}
    words = [sys.executable, "-c", code, str(tmp_path / "hostile.png")]
    done = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    plots.save_plot(tmp_path / "plain.png", lambda: plots.loss_curve(np.ones(3, np.float32), 1))
    assert (tmp_path / "hostile.png").read_bytes() == (tmp_path / "plain.png").read_bytes()


def test_a_home_folder_that_cannot_be_written_to_is_not_mentioned(tmp_path):
    (tmp_path / "file").touch()
    code = "import core.runs.derived_files; from core.runs import plots"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])}
    environment |= {"MPLCONFIGDIR": str(tmp_path / "file")}
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, env=environment, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
