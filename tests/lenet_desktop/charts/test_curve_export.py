"""Curves as files: tables with every point, pictures with each in its colour."""

from __future__ import annotations

import csv

import numpy as np
import pytest
from PIL import Image
from PySide6.QtGui import QColor

from lenet_desktop.charts.curve_export import curve_export
from lenet_desktop.charts.export import export
from lenet_desktop.charts.plot_card import DrawnCurve
from lenet_desktop.theme.curve_colours import compared_colour, train_colour
from lenet_desktop.theme.palette import LIGHT, palette_of

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

BLUE = QColor("#2f66e0")


@pytest.fixture
def an_export(qapp, two_epochs, earlier_run, loss_plot):
    curves = loss_plot.curves_of(two_epochs, [earlier_run], palette_of(LIGHT))
    return curve_export("loss", "Loss", curves, is_logarithmic=True)


def test_a_table_of_curves_holds_every_point(tmp_path, an_export):
    export(tmp_path / "loss.csv", an_export)
    with (tmp_path / "loss.csv").open(newline="", encoding="utf-8") as file:
        head, *rows = csv.reader(file)
    assert head == ["curve", "epoch", "value"]
    assert len(rows) == 20 + 20 + 3
    batches = np.array([row[1:] for row in rows if row[0] == "batch"], float)
    np.testing.assert_allclose(batches[:, 0], np.arange(1, 21) / 10)
    np.testing.assert_allclose(batches[:, 1], np.linspace(2, 0.1, 20))
    assert rows[-1] == ["quick, 3 Jan", "3.0", "0.3"]


def test_a_picture_of_curves_has_each_in_its_colour(tmp_path, an_export):
    export(tmp_path / "loss.png", an_export)
    with Image.open(tmp_path / "loss.png") as image:
        colours = {colour[:3] for _, colour in image.getcolors(1 << 20)}
    palette = palette_of(LIGHT)
    for colour in (train_colour(palette), compared_colour(0, palette)):
        assert colour.getRgb()[:3] in colours


@pytest.mark.parametrize(
    ("is_logarithmic", "expected"), [(True, {"1", "0.1"}), (False, {"0.5", "1", "1.5", "2"})]
)
def test_a_drawing_of_curves_names_them_and_its_numbers(
    tmp_path, loss_plot, two_epochs, is_logarithmic, expected
):
    curves = loss_plot.curves_of(two_epochs, [], palette_of(LIGHT))
    an_export = curve_export("loss", "Loss", curves, is_logarithmic=is_logarithmic)
    export(tmp_path / "loss.svg", an_export)
    svg = (tmp_path / "loss.svg").read_text(encoding="utf-8")
    texts = set(svg.replace("</text>", "<text").replace(">", "<").split("<"))
    assert {"Loss", "batch", "mean of 20"} <= texts
    assert expected <= texts


def test_a_curve_of_one_point_and_one_of_none_can_be_exported(tmp_path):
    curves = [
        DrawnCurve("one", np.array([[1.0], [98.0]]), BLUE),
        DrawnCurve("none", np.empty((2, 0)), BLUE),
    ]
    an_export = curve_export("accuracy", "Accuracy", curves, is_logarithmic=False)
    export(tmp_path / "accuracy.png", an_export)
    assert (tmp_path / "accuracy.png").stat().st_size > 0
    assert list(an_export.rows) == [["curve", "epoch", "value"], ["one", 1.0, 98.0]]
