"""Exported files are what their names say, and hold what was shown."""

from __future__ import annotations

import csv
import errno
import signal
import sys
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QFileDialog

from core.errors import UserError
from core.evaluation.confusion import Confusion
from lenet_desktop.charts.export import SCALE, matrix_export, table_export
from lenet_desktop.charts.export_button import ExportButton
from lenet_desktop.charts.matrix.values import MatrixValues, Measure
from lenet_desktop.state.settings import Settings

if sys.platform != "win32":
    import resource


@pytest.fixture
def confusion():
    counts = np.diag(np.full(10, 90))
    counts[4, 9] = 10
    return Confusion(counts)


@pytest.fixture(params=["matrix", "table"])
def exported(request, qapp, confusion):
    if request.param == "matrix":
        return matrix_export("confusion_matrix", "Title & more", MatrixValues(confusion))
    rows = [["Digit", "Accuracy"], [4, 0.9]]
    return table_export("per_digit", "Title", rows, [["Digit", "Accuracy"], ["4", "90.00 %"]])


def read_csv(path):
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.reader(file))


def test_a_png_is_a_picture_with_something_on_it(tmp_path, exported):
    exported.save(tmp_path / "out.png")
    with Image.open(tmp_path / "out.png") as image:
        assert image.format == "PNG"
        assert image.width >= exported.size.width() * SCALE
        assert image.getpixel((0, 0)) == (255, 255, 255)
        assert len(image.getcolors(1 << 20)) > 10


def test_an_svg_is_a_drawing_with_its_numbers_as_text(tmp_path, exported):
    exported.save(tmp_path / "out.svg")
    root = ElementTree.parse(tmp_path / "out.svg").getroot()
    assert root.tag.endswith("svg")
    texts = [element.text for element in root.iter() if element.tag.endswith("text")]
    assert exported.title in texts
    assert {"90", "10"} <= set(texts) or "90.00 %" in texts


def test_a_csv_of_counts_is_the_matrix(tmp_path, confusion):
    matrix_export("m", "", MatrixValues(confusion)).save(tmp_path / "m.csv")
    head, *rows = read_csv(tmp_path / "m.csv")
    assert head == ["true \\ predicted", *map(str, range(10))]
    assert [[int(cell) for cell in row[1:]] for row in rows] == confusion.counts.tolist()


def test_a_csv_of_shares_has_shares(tmp_path, confusion):
    matrix_export("m", "", MatrixValues(confusion, Measure.ROWS)).save(tmp_path / "m.csv")
    assert float(read_csv(tmp_path / "m.csv")[5][10]) == 0.1


def test_a_csv_of_a_table_has_bare_values(tmp_path):
    table_export("t", "", [["A"], [0.5]], [["A"], ["50 %"]]).save(tmp_path / "t.csv")
    assert read_csv(tmp_path / "t.csv") == [["A"], ["0.5"]]


@pytest.mark.parametrize("suffix", [".png", ".svg", ".csv"])
def test_a_full_disk_is_reported_and_leaves_the_file_before(
    suffix, tmp_path, exported, monkeypatch
):
    """Whatever writes to the temporary file, the disk has no room when it is complete."""
    path = tmp_path / f"out{suffix}"
    path.write_text("before")

    def full(_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("core.files.os.fsync", full)
    with pytest.raises(OSError, match="No space left") as raised:
        exported.save(path)
    assert raised.value.filename == str(path)
    assert list(tmp_path.iterdir()) == [path]
    assert path.read_text() == "before"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are Unix's")
@pytest.mark.parametrize("suffix", [".png", ".svg", ".csv"])
def test_half_a_file_is_an_error(suffix, tmp_path, exported):
    """The system refuses to write more than some bytes to a file, as on a full disk."""
    path = tmp_path / f"out{suffix}"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignore = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, limits[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            exported.save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, ignore)
    assert list(tmp_path.iterdir()) == []


def test_another_suffix_is_refused(tmp_path, exported):
    with pytest.raises(UserError, match=r"out\.pdf"):
        exported.save(tmp_path / "out.pdf")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def button(qtbot, tmp_path, exported, notices):
    settings = Settings(tmp_path / "s.ini")
    button = ExportButton(lambda: [("Export", exported)], settings, notices)
    qtbot.addWidget(button)
    button.menu().aboutToShow.emit()
    return button


@pytest.mark.parametrize(
    ("chosen", "kind", "written"),
    [
        ("out.svg", "Picture (*.png)", "out.svg"),
        ("out", "Table (*.csv)", "out.csv"),
    ],
)
def test_the_button_asks_where_to(
    qtbot, tmp_path, monkeypatch, button, notices, chosen, kind, written
):
    answer = str(tmp_path / chosen), kind
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    with qtbot.waitSignal(notices.posted) as posted:
        button.menu().actions()[0].trigger()
    assert posted.args[0].text == f"Saved as {written}."
    assert (tmp_path / written).stat().st_size > 0


def test_the_button_reports_a_failure(qtbot, tmp_path, monkeypatch, button, notices):
    answer = str(tmp_path / "missing" / "out.png"), ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: answer)
    with qtbot.waitSignal(notices.posted) as posted:
        button.menu().actions()[0].trigger()
    assert posted.args[0].is_error
    assert "missing" in posted.args[0].text


def test_a_person_may_think_better_of_it(qtbot, monkeypatch, button, notices):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    with qtbot.assertNotEmitted(notices.posted):
        button.menu().actions()[0].trigger()
