"""Curves as files: tables with every point, pictures with each in its colour."""

from __future__ import annotations

import csv
import re

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPicture
from PySide6.QtTest import QTest

from lenet_desktop.charts.curve_export import curve_export
from lenet_desktop.charts.drawn_curve import DrawnCurve
from lenet_desktop.theme.curve_colours import compared_colour, train_colour
from lenet_desktop.theme.palette import DARK, LIGHT, palette_of
from tests.lenet_desktop.plotting import settled

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BLUE = QColor("#2f66e0")


@pytest.fixture
def exported(two_epochs, earlier_run, loss_plot):
    curves = loss_plot.curves_of(two_epochs, [earlier_run], palette_of(LIGHT))
    return curve_export("loss", loss_plot, curves, is_logarithmic=True)


def test_a_table_of_curves_holds_every_point(tmp_path, exported):
    exported.save(tmp_path / "loss.csv")
    with (tmp_path / "loss.csv").open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == ["curve", "epoch", "value"]
    assert len(rows) == 20 + 20 + 3
    batches = np.array([row[1:] for row in rows if row[0] == "batch"], float)
    np.testing.assert_allclose(batches[:, 0], np.arange(1, 21) / 10)
    np.testing.assert_allclose(batches[:, 1], np.linspace(2, 0.1, 20))
    assert rows[-1] == ["quick, 3 Jan", "3.0", "0.3"]


def test_a_picture_of_curves_has_each_in_its_colour(tmp_path, exported):
    exported.save(tmp_path / "loss.png")
    with Image.open(tmp_path / "loss.png") as image:
        colours = {colour[:3] for _, colour in image.getcolors(1 << 20)}
    palette = palette_of(LIGHT)
    for colour in (train_colour(palette), compared_colour(0, palette)):
        assert colour.getRgb()[:3] in colours


@pytest.mark.parametrize(
    ("is_logarithmic", "expected"), [(True, {"1", "0.1"}), (False, {"0.5", "1.0", "1.5", "2.0"})]
)
def test_a_drawing_of_curves_names_them_and_its_numbers(
    tmp_path, loss_plot, two_epochs, is_logarithmic, expected
):
    curves = loss_plot.curves_of(two_epochs, [], palette_of(LIGHT))
    exported = curve_export("loss", loss_plot, curves, is_logarithmic=is_logarithmic)
    exported.save(tmp_path / "loss.svg")
    svg = (tmp_path / "loss.svg").read_text(encoding="utf-8")
    texts = {text.strip() for text in re.findall(r">([^<]*)</text>", svg)}
    assert {"Loss", "batch", "average of 20", "Epoch"} <= texts
    assert expected <= texts


def test_a_drawing_of_accuracies_names_both_axes_and_the_unit(tmp_path, accuracy_plot, two_epochs):
    curves = accuracy_plot.curves_of(two_epochs, [], palette_of(LIGHT))
    curve_export("accuracy", accuracy_plot, curves).save(tmp_path / "accuracy.svg")
    svg = (tmp_path / "accuracy.svg").read_text(encoding="utf-8")
    texts = [text.strip() for text in re.findall(r">([^<]*)</text>", svg)]
    assert texts.count("Accuracy") == 2  # The title and the y axis.
    assert "Epoch" in texts
    assert len([text for text in texts if text.endswith(" %")]) > 1


def test_a_curve_of_one_point_and_one_of_none_can_be_exported(tmp_path, accuracy_plot):
    curves = [
        DrawnCurve("one", np.array([[1.0], [98.0]]), BLUE),
        DrawnCurve("none", np.empty((2, 0)), BLUE),
    ]
    exported = curve_export("accuracy", accuracy_plot, curves)
    exported.save(tmp_path / "accuracy.png")
    assert (tmp_path / "accuracy.png").stat().st_size > 0
    assert list(exported.rows) == [["curve", "epoch", "value"], ["one", 1.0, 98.0]]


def test_more_curves_than_a_line_of_the_legend_holds_are_all_named(tmp_path, loss_plot):
    points = np.array([[1.0, 2.0], [0.5, 0.1]])
    names = [f"a run with a long name, {number} Jan" for number in range(9)]
    curves = [DrawnCurve(name, points, BLUE) for name in names]
    exported = curve_export("loss", loss_plot, curves)
    exported.save(tmp_path / "loss.svg")
    svg = (tmp_path / "loss.svg").read_text(encoding="utf-8")
    assert all(f">{name}<" in svg for name in names)
    one_line = curve_export("loss", loss_plot, curves[:1])
    assert exported.size.height() > one_line.size.height()
    assert exported.size.width() == one_line.size.width()


def test_a_picture_is_light_and_whole_and_the_screen_stays_as_it_was(
    tmp_path, qapp, loss_plot, two_epochs
):
    loss_plot.setPalette(palette_of(DARK))
    loss_plot.draw(two_epochs, [])
    QTest.keyClick(loss_plot.plot, Qt.Key.Key_Plus)
    before_range, before = settled(loss_plot.plot), loss_plot.grab().toImage()
    curves = loss_plot.curves_of(two_epochs, [], palette_of(LIGHT))
    curve_export("loss", loss_plot, curves, is_logarithmic=True).save(tmp_path / "loss.png")
    qapp.processEvents()
    assert settled(loss_plot.plot) == before_range
    assert loss_plot.grab().toImage() == before
    (left, right), _ = loss_plot.export_plot.shown_range
    assert left <= 0.1
    assert right >= 2
    with Image.open(tmp_path / "loss.png") as image:
        pixels = np.asarray(image.convert("L"))
    assert (pixels == 255).mean() > 0.9


def test_a_picture_is_the_same_however_often_it_is_painted(exported):
    def painted():
        with QPainter(picture := QPicture()) as painter:
            exported.paint(painter)
        return bytes(picture.data())

    assert painted() == painted()
