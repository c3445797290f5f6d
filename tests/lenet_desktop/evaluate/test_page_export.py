"""What the menu of the Evaluate page exports."""

from __future__ import annotations

import pytest
from PIL import Image
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QFileDialog

from lenet_desktop.state.workspace import Workspace
from lenet_desktop.theme.palette import LIGHT
from tests.support.window.evaluating import evaluate


def exported(page, folder, number, name):
    """Choose an entry of the menu and save what it stands for."""
    menu = page.export_button.menu()
    menu.aboutToShow.emit()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(folder / name), ""))
        menu.actions()[number].trigger()
    return folder / name


def test_the_comparison_can_be_exported(compared, tmp_path):
    table = exported(compared, tmp_path, 4, "comparison.csv").read_text(encoding="utf-8")
    assert table.splitlines()[4].startswith("3,")


@pytest.mark.parametrize(
    ("number", "title"), [(2, "Reliability"), (3, "Accuracy when unsure answers are rejected")]
)
def test_the_charts_of_the_confidence_can_be_exported(qtbot, page, tmp_path, number, title):
    evaluate(qtbot, page)
    table = exported(page, tmp_path, number, "chart.csv").read_text(encoding="utf-8")
    assert table.splitlines()[0].endswith("accuracy")
    assert len(table.splitlines()) > 1
    svg = exported(page, tmp_path, number, "chart.svg").read_text(encoding="utf-8")
    assert f">{title}</text>" in svg
    assert "100 %</text>" in svg
    with Image.open(exported(page, tmp_path, number, "chart.png")) as image:
        assert image.getpixel((0, 0)) == (255, 255, 255)
        accent = QColor(LIGHT.accent).getRgb()[:3]
        if number == 3:
            assert accent in {colour for _, colour in image.getcolors(1 << 20)}


def test_the_result_of_an_export_is_posted(qtbot, page, tmp_path, monkeypatch):
    evaluate(qtbot, page)
    menu = page.export_button.menu()
    menu.aboutToShow.emit()
    names = iter(["matrix.csv", "nowhere/matrix.csv"])
    monkeypatch.setattr(
        QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / next(names)), "")
    )
    notices = page.findChild(Workspace).notices
    with qtbot.waitSignal(notices.posted) as posted:
        menu.actions()[0].trigger()
    assert (tmp_path / "matrix.csv").read_text().splitlines()[5] == "4,0,0,0,1,0,0,0,0,0,0"
    assert not posted.args[0].is_error
    with qtbot.waitSignal(notices.posted) as posted:
        menu.actions()[0].trigger()
    assert posted.args[0].is_error
