"""The card of the losses: raw and smoothed, on either scale, whole again after zooming."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider

from core.runs.curves import smoothed
from lenet_desktop.state.training.curves import ComparedRun, RunCurves
from lenet_desktop.theme.curve_colours import faint, train_colour
from lenet_desktop.train.loss_plot import SPANS
from tests.lenet_desktop.plotting import button, settled
from tests.support.window.clicks import click

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")


def test_140_000_batches_of_a_run_are_drawn_point_by_point(loss_plot):
    curves = RunCurves(1000)
    losses = np.linspace(2, 0.1, 140_000)
    for start in range(0, len(losses), 1000):
        curves.add_losses(start + 1000, losses[start : start + 1000])
    loss_plot.draw(curves, [])
    x, y = loss_plot.plot.points("batch")
    assert len(x) == 140_000
    assert (x[0], x[-1]) == (0.001, 140)
    np.testing.assert_allclose(y, losses)


def test_a_card_shows_a_hint_until_there_is_something_to_show(loss_plot, two_epochs):
    assert loss_plot._hint.isVisible()
    loss_plot.draw(two_epochs, [])
    assert not loss_plot._hint.isVisible()
    assert loss_plot.plot.isVisible()
    loss_plot.draw(None, [])
    assert loss_plot._hint.isVisible()
    assert loss_plot.plot.names == []


def test_every_loss_is_drawn_faint_and_its_mean_strong(qapp, two_epochs, palette, loss_plot):
    batch, mean = loss_plot.curves_of(two_epochs, [], palette)
    assert (batch.strong, mean.strong) == (False, True)
    assert mean.colour == train_colour(palette)
    assert batch.colour == faint(mean.colour, palette)
    base = palette.color(QPalette.ColorRole.Base).lightness()
    assert abs(batch.colour.lightness() - base) < abs(mean.colour.lightness() - base)
    np.testing.assert_allclose(batch.points[1], np.linspace(2, 0.1, 20))
    np.testing.assert_allclose(mean.points[1], smoothed(np.linspace(2, 0.1, 20), 20))


def test_the_slider_smooths_more_and_less(qtbot, loss_plot, two_epochs):
    loss_plot.changed.connect(lambda: loss_plot.draw(two_epochs, []))
    slider = loss_plot.findChild(QSlider, "smoothing_slider")
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert loss_plot.span == 1
    assert loss_plot.plot.names == ["batch", "average of 1"]
    np.testing.assert_allclose(
        loss_plot.plot.points("average of 1")[1], loss_plot.plot.points("batch")[1]
    )
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert loss_plot.span == 5
    assert loss_plot.plot.names == ["batch", "average of 5"]
    losses = np.linspace(2, 0.1, 20)
    weights = 0.8 ** np.arange(20)[::-1]
    average = (weights * losses).sum() / weights.sum()
    assert loss_plot.plot.points("average of 5")[1][-1] == pytest.approx(average)
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert loss_plot.span == SPANS[-1]


def test_the_scale_is_logarithmic_until_the_button_is_clicked(qtbot, loss_plot, two_epochs):
    loss_plot.changed.connect(lambda: loss_plot.draw(two_epochs, []))
    loss_plot.draw(two_epochs, [])
    bottom, _ = settled(loss_plot.plot)[1]
    assert -1.5 < bottom <= -1
    with qtbot.waitSignal(loss_plot.changed):
        click(button(loss_plot, "log"))
    assert not loss_plot.is_logarithmic
    bottom, top = settled(loss_plot.plot)[1]
    assert -0.2 < bottom <= 0.1
    assert 2 <= top < 3


def test_a_loss_of_nothing_has_its_place_on_a_logarithmic_scale(loss_plot):
    curves = RunCurves(2)
    curves.add_losses(2, [1.0, 0.0])
    loss_plot.draw(curves, [])
    bottom, top = settled(loss_plot.plot)[1]
    assert -8 < bottom <= -7 < 0 <= top < 1


def test_the_fit_button_shows_the_whole_curves_again(loss_plot, two_epochs):
    loss_plot.draw(two_epochs, [])
    whole = settled(loss_plot.plot)
    QTest.keyClick(loss_plot.plot, Qt.Key.Key_Plus)
    assert settled(loss_plot.plot) != whole
    loss_plot.draw(two_epochs, [])
    assert settled(loss_plot.plot) != whole
    click(button(loss_plot, "fit_loss"))
    for again, before in zip(settled(loss_plot.plot), whole, strict=True):
        assert again == pytest.approx(before, abs=0.01)


def test_the_fit_button_shows_the_run_then_all_curves_then_the_run(loss_plot, two_epochs):
    x = np.linspace(0, 60, 100)
    earlier = ComparedRun("earlier", np.stack([x, np.ones(100)]), np.empty((2, 0)))
    loss_plot.draw(two_epochs, [earlier])
    (_, right), _ = settled(loss_plot.plot)
    assert right < 3
    fit = button(loss_plot, "fit_loss")
    click(fit)
    (_, right), _ = settled(loss_plot.plot)
    assert right >= 60
    click(fit)
    (_, right), _ = settled(loss_plot.plot)
    assert right < 3
    QTest.keyClick(loss_plot.plot, Qt.Key.Key_Plus)
    click(fit)
    (_, right), _ = settled(loss_plot.plot)
    assert right < 3
