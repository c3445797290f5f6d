"""The curves of a run: how they come in, are smoothed, zoomed, compared and exported."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPalette, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QSlider, QToolButton

from core.checkpoints import EpochFigures
from lenet_desktop.accuracy_card import AccuracyCard
from lenet_desktop.curve_colours import compared_colour, faint, train_colour
from lenet_desktop.curve_exhibit import curve_exhibit, ticks
from lenet_desktop.curves import MOST_POINTS, ComparedRun, RunCurves, Series, smoothed, thinned
from lenet_desktop.exports import export
from lenet_desktop.loss_card import WINDOWS, LossCard
from lenet_desktop.plot_card import DrawnCurve
from lenet_desktop.plots import LinePlot
from lenet_desktop.theme import DARK, LIGHT, palette_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BLUE = QColor("#2f66e0")


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def palette(request, qapp):
    return palette_of(request.param)


@pytest.fixture
def run():
    """Two epochs of ten batches, whose losses fall from 2 to 0.1."""
    curves = RunCurves(10)
    curves.add_batches(10, np.linspace(2, 1.1, 10))
    curves.add_batches(20, np.linspace(1, 0.1, 10))
    curves.history += [figures(1, 0.8, 0.85), figures(2, 0.9, 0.92)]
    return curves


@pytest.fixture
def earlier():
    epochs = np.array([1.0, 2.0, 3.0])
    return ComparedRun(
        "quick, 3 Jan", np.stack([epochs, [0.9, 0.5, 0.3]]), np.stack([epochs, [88, 93, 95]])
    )


@pytest.fixture
def plot(qtbot):
    return shown(qtbot, LinePlot("epochs", "loss"))


@pytest.fixture
def loss_card(qtbot):
    return shown(qtbot, LossCard())


@pytest.fixture
def accuracy_card(qtbot):
    return shown(qtbot, AccuracyCard())


def figures(epoch, train, validation):
    return EpochFigures(epoch, 0.5, train, 0.4, validation, 0.01, 1.0)


def shown(qtbot, widget):
    qtbot.addWidget(widget)
    widget.resize(600, 400)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def settled(plot):
    """What is in view once the plot has been painted and has come to rest."""
    before = None
    while before != plot.shown_range:
        before = plot.shown_range
        plot.grab()
        QApplication.processEvents()
    return before


def line(plot, name, last, strong=True):
    """Draw a straight line from (0, 1) to (`last`, `last` + 1)."""
    x = np.linspace(0, last, 50)
    plot.set_curve(name, x, x + 1, BLUE, strong=strong)


def button(card, name):
    return card.findChild(QToolButton, f"{name}_button")


def click(widget):
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def names(curves):
    return [curve.caption for curve in curves]


def count_pixels(widget, colour):
    image = widget.grab().toImage()
    return sum(
        image.pixelColor(x, y) == colour
        for x in range(image.width())
        for y in range(image.height())
    )


def test_a_series_keeps_its_points_in_order_as_it_grows():
    series = Series()
    x = np.arange(5000)
    for part in np.array_split(x, 7):
        series.extend(part, 2 * part)
    assert len(series) == 5000
    np.testing.assert_array_equal(series.points, [x, 2 * x])


def test_140_000_batches_hold_no_more_points_than_allowed_and_keep_their_course():
    series = Series(most_points=10_000)
    x = np.arange(140_000)
    most = 0
    for start in range(0, len(x), 701):
        series.extend(x[start : start + 701], 3 * x[start : start + 701])
        most = max(most, len(series))
    assert 5_000 < len(series) <= most <= 10_000
    held_x, held_y = series.points
    np.testing.assert_allclose(held_y, 3 * held_x)
    # Sixteen batches are one point: none is lost between two, at the start or at the end.
    assert 0 < np.diff(held_x).min() <= np.diff(held_x).max() <= 16
    assert held_x[0] < 16
    assert held_x[-1] > 140_000 - 2 * 16
    assert series.points.base.size <= 4 * 2 * 10_000


def test_a_run_of_any_length_holds_a_bounded_number_of_points():
    curves = RunCurves(1000)
    for step in range(10_000, 600_001, 10_000):
        curves.add_batches(step, np.ones(10_000, np.float32))
    assert MOST_POINTS // 2 < len(curves.losses) <= MOST_POINTS
    assert curves.losses.points[0, -1] == pytest.approx(600, abs=0.01)


def test_140_000_batches_of_a_run_are_drawn_point_by_point(loss_card):
    curves = RunCurves(1000)
    losses = np.linspace(2, 0.1, 140_000)
    for start in range(0, len(losses), 1000):
        curves.add_batches(start + 1000, losses[start : start + 1000])
    loss_card.draw(curves, [])
    x, y = loss_card.plot.points("batch")
    assert len(x) == 140_000
    assert (x[0], x[-1]) == (0.001, 140)
    np.testing.assert_allclose(y, losses)


def test_the_mean_is_taken_over_what_there_is_at_first_and_a_window_then():
    np.testing.assert_allclose(smoothed(np.array([4.0, 2, 6, 8]), 2), [4, 3, 4, 7])
    np.testing.assert_allclose(smoothed(np.array([4.0, 2, 6]), 1), [4, 2, 6])
    np.testing.assert_allclose(smoothed(np.array([4.0, 2]), 1000), [4, 3])
    assert smoothed(np.array([]), 5).shape == (0,)


def test_a_thinned_curve_is_means_of_neighbours():
    curve = np.stack([np.arange(10.0), np.arange(10.0) ** 2])
    np.testing.assert_allclose(
        thinned(curve, 5), [[0.5, 2.5, 4.5, 6.5, 8.5], [0.5, 6.5, 20.5, 42.5, 72.5]]
    )
    np.testing.assert_array_equal(thinned(curve, 10), curve)
    assert thinned(curve, 3).shape[1] <= 3
    assert thinned(np.empty((2, 0)), 3).shape == (2, 0)


def test_batches_lie_at_their_share_of_an_epoch(run):
    x, losses = run.losses.points
    np.testing.assert_allclose(x, np.arange(1, 21) / 10)
    np.testing.assert_allclose(losses, np.linspace(2, 0.1, 20))
    run.add_learning_rate(15, 0.05)
    np.testing.assert_allclose(run.learning_rates.points, [[1.5], [0.05]])
    np.testing.assert_allclose(run.val_accuracy, [[1, 2], [85, 92]])
    np.testing.assert_allclose(run.train_accuracy, [[1, 2], [80, 90]])
    assert RunCurves(5).val_accuracy.shape == (2, 0)


def test_points_arrive_and_the_view_grows_with_them(plot):
    line(plot, "loss", 10)
    (left, right), (bottom, top) = settled(plot)
    assert left <= 0 < 10 <= right < 12
    assert bottom <= 1 < 11 <= top < 13
    line(plot, "loss", 100)
    (left, right), _ = settled(plot)
    assert left <= 0 < 100 <= right
    assert plot.names == ["loss"]
    assert plot.points("loss")[1][-1] == 101


def test_a_curve_is_seen_in_its_colour_and_gone_when_removed(plot):
    assert count_pixels(plot, BLUE) == 0
    line(plot, "loss", 10)
    assert count_pixels(plot, BLUE) > 100
    plot.remove_curve("loss")
    assert plot.names == []
    assert count_pixels(plot, BLUE) == 0
    line(plot, "again", 10)
    assert count_pixels(plot, BLUE) > 100


@pytest.mark.parametrize("key", [Qt.Key.Key_Plus, Qt.Key.Key_Right, Qt.Key.Key_Up])
def test_a_zoomed_or_panned_view_stays_when_new_points_come_until_it_is_fitted(plot, key):
    line(plot, "loss", 10)
    fitted = settled(plot)
    QTest.keyClick(plot, key)
    before = settled(plot)
    assert before != fitted
    line(plot, "loss", 100)
    assert settled(plot) == before
    QTest.keyClick(plot, Qt.Key.Key_0)
    assert settled(plot)[0][1] >= 100


def test_the_wheel_zooms_and_the_zoom_is_kept_over_an_update(plot):
    line(plot, "loss", 10)
    left, right = settled(plot)[0]
    viewport = plot.findChild(type(plot._view)).viewport()
    place = QPointF(viewport.rect().center())
    event = QWheelEvent(
        place,
        viewport.mapToGlobal(place),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(viewport, event)
    zoomed = settled(plot)
    assert zoomed[0][1] - zoomed[0][0] < right - left
    line(plot, "loss", 100)
    assert settled(plot) == zoomed


def test_the_keys_zoom_in_and_out_about_the_middle(plot):
    line(plot, "loss", 10)
    left, right = settled(plot)[0]
    QTest.keyClick(plot, Qt.Key.Key_Plus)
    near = settled(plot)[0]
    assert near[1] - near[0] == pytest.approx(0.8 * (right - left))
    assert sum(near) == pytest.approx(left + right)
    QTest.keyClick(plot, Qt.Key.Key_Minus)
    assert settled(plot)[0] == pytest.approx([left, right])
    QTest.keyClick(plot, Qt.Key.Key_Right)
    assert settled(plot)[0][0] == pytest.approx(left + 0.1 * (right - left))


def test_a_logarithmic_axis_shows_powers_of_ten_and_an_even_one_the_values(plot):
    x = np.arange(1.0, 5)
    plot.set_curve("loss", x, np.array([10.0, 1, 0.1, 0.01]), BLUE)
    plot.set_logarithmic(True)
    bottom, top = settled(plot)[1]
    assert -2.5 < bottom <= -2
    assert 1 <= top < 1.5
    assert plot.points("loss")[1][-1] == 0.01
    plot.set_logarithmic(False)
    bottom, top = settled(plot)[1]
    assert -1 < bottom <= 0.01
    assert 10 <= top < 11


def test_values_under_the_mouse_are_those_of_the_nearest_points(plot):
    plot.set_curve("a", np.array([1.0, 2, 3]), np.array([5.0, 6, 7]), BLUE)
    plot.set_curve("b", np.array([1.0]), np.array([9.0]), BLUE)
    plot.set_curve("empty", np.array([]), np.array([]), BLUE)
    assert plot.values_at(1.2) == {"a": 5, "b": 9}
    assert plot.values_at(1.8) == {"a": 6}
    assert plot.values_at(3.4) == {"a": 7}
    assert plot.values_at(3.6) == {}


def test_the_legend_tells_the_values_under_the_mouse(qtbot, accuracy_card, run):
    accuracy_card.draw(run, [])
    accuracy_card.grab()
    assert accuracy_card.legend.accessibleName() == "training, validation"
    plot = accuracy_card.plot
    with qtbot.waitSignal(plot.pointed):
        QTest.mouseMove(plot._view.viewport(), plot._view.viewport().rect().center())
    text = accuracy_card.legend.accessibleName()
    assert text.startswith("epoch 1.")
    assert "validation 85.00 %" in text or "validation 92.00 %" in text


def test_a_card_shows_a_hint_until_there_is_something_to_show(loss_card, run):
    assert loss_card._hint.isVisible()
    loss_card.draw(run, [])
    assert not loss_card._hint.isVisible()
    assert loss_card.plot.isVisible()
    loss_card.draw(None, [])
    assert loss_card._hint.isVisible()
    assert loss_card.plot.names == []


def test_every_loss_is_drawn_faint_and_its_mean_strong(qapp, run, palette, loss_card):
    batch, mean = loss_card.curves_of(run, [], palette)
    assert (batch.strong, mean.strong) == (False, True)
    assert mean.colour == train_colour(palette)
    assert batch.colour == faint(mean.colour, palette)
    base = palette.color(QPalette.ColorRole.Base).lightness()
    assert abs(batch.colour.lightness() - base) < abs(mean.colour.lightness() - base)
    np.testing.assert_allclose(batch.points[1], np.linspace(2, 0.1, 20))
    np.testing.assert_allclose(mean.points[1], smoothed(np.linspace(2, 0.1, 20), 20))


def test_the_slider_smooths_more_and_less(qtbot, loss_card, run):
    loss_card.changed.connect(lambda: loss_card.draw(run, []))
    slider = loss_card.findChild(QSlider, "smoothing_slider")
    QTest.keyClick(slider, Qt.Key.Key_Home)
    assert loss_card.window_size == 1
    assert loss_card.plot.names == ["batch", "mean of 1"]
    np.testing.assert_allclose(
        loss_card.plot.points("mean of 1")[1], loss_card.plot.points("batch")[1]
    )
    QTest.keyClick(slider, Qt.Key.Key_Right)
    QTest.keyClick(slider, Qt.Key.Key_Right)
    assert loss_card.window_size == 5
    assert loss_card.plot.names == ["batch", "mean of 5"]
    losses = np.linspace(2, 0.1, 20)
    assert loss_card.plot.points("mean of 5")[1][-1] == pytest.approx(losses[-5:].mean())
    QTest.keyClick(slider, Qt.Key.Key_End)
    assert loss_card.window_size == WINDOWS[-1]


def test_the_scale_of_losses_is_logarithmic_until_the_button_is_clicked(qtbot, loss_card, run):
    loss_card.changed.connect(lambda: loss_card.draw(run, []))
    loss_card.draw(run, [])
    bottom, _ = settled(loss_card.plot)[1]
    assert -1.5 < bottom <= -1
    with qtbot.waitSignal(loss_card.changed):
        click(button(loss_card, "log"))
    assert not loss_card.is_logarithmic
    bottom, top = settled(loss_card.plot)[1]
    assert -0.2 < bottom <= 0.1
    assert 2 <= top < 3


def test_a_loss_of_nothing_has_its_place_on_a_logarithmic_scale(loss_card):
    curves = RunCurves(2)
    curves.add_batches(2, [1.0, 0.0])
    loss_card.draw(curves, [])
    bottom, top = settled(loss_card.plot)[1]
    assert -8 < bottom <= -7 < 0 <= top < 1


def test_the_fit_button_shows_the_whole_curves_again(loss_card, run):
    loss_card.draw(run, [])
    whole = settled(loss_card.plot)
    QTest.keyClick(loss_card.plot, Qt.Key.Key_Plus)
    assert settled(loss_card.plot) != whole
    loss_card.draw(run, [])
    assert settled(loss_card.plot) != whole
    click(button(loss_card, "fit_loss"))
    for again, before in zip(settled(loss_card.plot), whole, strict=True):
        assert again == pytest.approx(before, abs=0.01)


def test_earlier_runs_are_drawn_thin_behind_and_taken_away_again(
    qapp, loss_card, accuracy_card, run, earlier, palette
):
    losses = loss_card.curves_of(run, [earlier], palette)
    assert names(losses) == ["batch", "mean of 20", "quick, 3 Jan"]
    accuracies = accuracy_card.curves_of(run, [earlier], palette)
    assert names(accuracies) == ["training", "validation", "quick, 3 Jan"]
    for curve in (losses[-1], accuracies[-1]):
        assert not curve.strong
        assert curve.colour == compared_colour(0, palette)
    for card in (loss_card, accuracy_card):
        card.draw(run, [earlier])
        assert "quick, 3 Jan" in card.plot.names
        card.draw(run, [])
        assert "quick, 3 Jan" not in card.plot.names


def test_six_earlier_runs_are_told_apart_by_their_colours(palette):
    colours = [compared_colour(number, palette).name() for number in range(6)]
    assert len({*colours, train_colour(palette).name()}) == 7


def test_earlier_runs_are_shown_without_any_run(accuracy_card, earlier):
    accuracy_card.draw(None, [earlier])
    assert accuracy_card.plot.names == ["quick, 3 Jan"]
    assert accuracy_card.plot.isVisible()


def test_epochs_are_marked_while_they_are_few(accuracy_card, run, palette):
    assert all(curve.dots for curve in accuracy_card.curves_of(run, [], palette))
    run.history += [figures(epoch, 0.9, 0.9) for epoch in range(3, 100)]
    assert not any(curve.dots for curve in accuracy_card.curves_of(run, [], palette))


def test_the_learning_rate_takes_the_place_of_the_accuracies_and_gives_it_back(
    qtbot, accuracy_card, run, earlier
):
    run.add_learning_rate(10, 0.05)
    run.add_learning_rate(20, 0.01)
    accuracy_card.changed.connect(lambda: accuracy_card.draw(run, [earlier]))
    accuracy_card.draw(run, [earlier])
    QTest.keyClick(accuracy_card.plot, Qt.Key.Key_Plus)
    with qtbot.waitSignal(accuracy_card.changed):
        click(button(accuracy_card, "learning_rate"))
    assert (accuracy_card.title, accuracy_card.exhibit_name) == ("Learning rate", "learning_rate")
    assert accuracy_card.plot.names == ["learning rate"]
    bottom, top = settled(accuracy_card.plot)[1]
    assert bottom <= 0.01 < 0.05 <= top < 0.1
    click(button(accuracy_card, "learning_rate"))
    assert (accuracy_card.title, accuracy_card.exhibit_name) == ("Accuracy", "accuracy")
    assert accuracy_card.plot.names == ["training", "validation", "quick, 3 Jan"]
    assert settled(accuracy_card.plot)[1][1] >= 95


def test_a_plot_follows_the_palette(plot):
    for colours in (LIGHT, DARK):
        plot.setPalette(palette_of(colours))
        assert plot.grab().toImage().pixelColor(2, 2) == QColor(colours.surface)


@pytest.fixture
def exhibit(qapp, run, earlier, loss_card):
    curves = loss_card.curves_of(run, [earlier], palette_of(LIGHT))
    return curve_exhibit("loss", "Loss", curves, is_logarithmic=True)


def test_a_table_of_curves_holds_every_point(tmp_path, exhibit):
    export(tmp_path / "loss.csv", exhibit)
    with (tmp_path / "loss.csv").open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == ["curve", "epoch", "value"]
    assert len(rows) == 20 + 20 + 3
    batches = np.array([row[1:] for row in rows if row[0] == "batch"], float)
    np.testing.assert_allclose(batches[:, 0], np.arange(1, 21) / 10)
    np.testing.assert_allclose(batches[:, 1], np.linspace(2, 0.1, 20))
    assert rows[-1] == ["quick, 3 Jan", "3.0", "0.3"]


def test_a_picture_of_curves_has_each_in_its_colour(tmp_path, exhibit):
    export(tmp_path / "loss.png", exhibit)
    with Image.open(tmp_path / "loss.png") as image:
        colours = {colour[:3] for _, colour in image.getcolors(1 << 20)}
    palette = palette_of(LIGHT)
    for colour in (train_colour(palette), compared_colour(0, palette)):
        assert colour.getRgb()[:3] in colours


@pytest.mark.parametrize(
    ("is_logarithmic", "expected"), [(True, {"1", "0.1"}), (False, {"0.5", "1", "1.5", "2"})]
)
def test_a_drawing_of_curves_names_them_and_its_numbers(
    tmp_path, loss_card, run, is_logarithmic, expected
):
    curves = loss_card.curves_of(run, [], palette_of(LIGHT))
    exhibit = curve_exhibit("loss", "Loss", curves, is_logarithmic=is_logarithmic)
    export(tmp_path / "loss.svg", exhibit)
    svg = (tmp_path / "loss.svg").read_text(encoding="utf-8")
    texts = set(svg.replace("</text>", "<text").replace(">", "<").split("<"))
    assert {"Loss", "batch", "mean of 20"} <= texts
    assert expected <= texts


def test_a_curve_of_one_point_and_one_of_none_can_be_exported(tmp_path):
    curves = [
        DrawnCurve("one", np.array([[1.0], [98.0]]), BLUE),
        DrawnCurve("none", np.empty((2, 0)), BLUE),
    ]
    exhibit = curve_exhibit("accuracy", "Accuracy", curves, is_logarithmic=False)
    export(tmp_path / "accuracy.png", exhibit)
    assert (tmp_path / "accuracy.png").stat().st_size > 0
    assert list(exhibit.rows) == [["curve", "epoch", "value"], ["one", 1.0, 98.0]]


@pytest.mark.parametrize(
    ("low", "high"), [(0, 1), (0.1, 2), (-7, 0.3), (98.11, 98.13), (0, 140_000), (1, 1000)]
)
def test_ticks_are_a_handful_of_round_numbers_in_the_range(low, high):
    numbers = ticks(low, high)
    assert 2 <= len(numbers) <= 7
    assert low <= numbers[0]
    assert numbers[-1] <= high + 1e-9
    steps = np.diff(numbers)
    np.testing.assert_allclose(steps, steps[0])
    assert float(f"{steps[0]:.0e}") == pytest.approx(steps[0])
