"""The card of the accuracies: every epoch, earlier runs behind, the learning rate instead."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from lenet_desktop.state.training.curves import RunCurves
from lenet_desktop.theme.curve_colours import compared_colour, train_colour
from tests.lenet_desktop.plotting import button, figures, settled
from tests.support.window.clicks import click

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_the_legend_shows_the_values_under_the_mouse(qtbot, accuracy_plot, two_epochs):
    accuracy_plot.draw(two_epochs, [])
    accuracy_plot.grab()
    assert accuracy_plot.legend.accessibleName() == "training, validation"
    plot = accuracy_plot.plot
    with qtbot.waitSignal(plot.pointed):
        QTest.mouseMove(plot._view.viewport(), plot._view.viewport().rect().center())
    text = accuracy_plot.legend.accessibleName()
    assert text.startswith("epoch 1.")
    assert "validation 85.00 %" in text or "validation 92.00 %" in text


def test_earlier_runs_are_drawn_thin_behind_and_taken_away_again(
    qapp, loss_plot, accuracy_plot, two_epochs, earlier_run, palette
):
    losses = loss_plot.curves_of(two_epochs, [earlier_run], palette)
    assert [curve.caption for curve in losses] == ["batch", "average of 20", "quick, 3 Jan"]
    accuracies = accuracy_plot.curves_of(two_epochs, [earlier_run], palette)
    assert [curve.caption for curve in accuracies] == ["training", "validation", "quick, 3 Jan"]
    for curve in (losses[-1], accuracies[-1]):
        assert not curve.strong
        assert curve.colour == compared_colour(0, palette)
    for card in (loss_plot, accuracy_plot):
        card.draw(two_epochs, [earlier_run])
        assert "quick, 3 Jan" in card.plot.names
        card.draw(two_epochs, [])
        assert "quick, 3 Jan" not in card.plot.names


def test_six_earlier_runs_have_different_colours(palette):
    colours = [compared_colour(number, palette).name() for number in range(6)]
    assert len({*colours, train_colour(palette).name()}) == 7


def test_earlier_runs_are_shown_without_any_run(accuracy_plot, earlier_run):
    accuracy_plot.draw(None, [earlier_run])
    assert accuracy_plot.plot.names == ["quick, 3 Jan"]
    assert accuracy_plot.plot.isVisible()


def test_before_the_first_accuracy_all_percentages_are_shown(accuracy_plot):
    accuracy_plot.draw(RunCurves(10), [])
    assert accuracy_plot.plot.shown_range[1] == (0, 100)


def test_epochs_are_marked_while_they_are_few(accuracy_plot, two_epochs, palette):
    assert all(curve.dots for curve in accuracy_plot.curves_of(two_epochs, [], palette))
    two_epochs.history += [figures(epoch, 0.9, 0.9) for epoch in range(3, 100)]
    assert not any(curve.dots for curve in accuracy_plot.curves_of(two_epochs, [], palette))


def test_the_learning_rate_takes_the_place_of_the_accuracies_and_gives_it_back(
    qtbot, accuracy_plot, two_epochs, earlier_run
):
    two_epochs.learning_rates.extend([1, 2], [0.05, 0.01])
    accuracy_plot.changed.connect(lambda: accuracy_plot.draw(two_epochs, [earlier_run]))
    accuracy_plot.draw(two_epochs, [earlier_run])
    QTest.keyClick(accuracy_plot.plot, Qt.Key.Key_Plus)
    with qtbot.waitSignal(accuracy_plot.changed):
        click(button(accuracy_plot, "learning_rate"))
    assert (accuracy_plot.title, accuracy_plot.export_name) == ("Learning rate", "learning_rate")
    assert accuracy_plot.plot.names == ["learning rate"]
    bottom, top = settled(accuracy_plot.plot)[1]
    assert bottom <= 0.01 < 0.05 <= top < 0.1
    click(button(accuracy_plot, "learning_rate"))
    assert (accuracy_plot.title, accuracy_plot.export_name) == ("Accuracy", "accuracy")
    assert accuracy_plot.plot.names == ["training", "validation", "quick, 3 Jan"]
    assert settled(accuracy_plot.plot)[1][1] >= 90
