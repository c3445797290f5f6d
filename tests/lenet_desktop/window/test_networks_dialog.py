"""My Network: choosing the network in use, and what that changes on the pad."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTableView

from core.network.weight_files import load_weights, save_weights
from core.network.weights import combined
from core.runs.notes import RunNotes
from lenet_desktop.app import build_window
from lenet_desktop.state.settings import Settings
from lenet_desktop.window.networks_dialog import NetworksDialog
from tests.support.inputs.networks import bundled_weights, constant_weights
from tests.support.inputs.runs import checkpoint, store_run
from tests.support.window.clicks import button, click
from tests.support.window.hand import Hand

RUN = "2026-01-02 10.00.00"


@pytest.fixture
def files(tmp_path):
    """A file that reads everything as 3, an ensemble, a damaged and a missing file."""
    save_weights(tmp_path / "three.safetensors", constant_weights(3))
    save_weights(
        tmp_path / "both.safetensors", combined([constant_weights(4), constant_weights(5)])
    )
    (tmp_path / "damaged.npz").write_bytes(b"no weights")
    names = "missing.safetensors", "damaged.npz", "both.safetensors", "three.safetensors"
    return [tmp_path / name for name in names]


@pytest.fixture
def start(qtbot, tmp_path, files):
    settings = Settings(tmp_path / "settings.ini", tmp_path / "runs")
    for path in files:
        settings.list_file(path)
    store_run(tmp_path / "runs" / RUN, checkpoint(2))

    def start():
        window = build_window(None, settings)
        window.asks_before_closing = False
        qtbot.addWidget(window)
        window.resize(1000, 700)
        window.show()
        return window

    return start


@pytest.fixture
def opened(qtbot, start):
    """A window with a drawing, and the dialog with everything that it can know."""
    window = start()
    Hand(window.draw_page.pad).draw((0.4, 0.2), (0.6, 0.8))
    QTest.qWait(0)
    click(button(window, "change_network_button"))
    dialog = window.findChild(NetworksDialog)
    qtbot.waitUntil(lambda: "My run" in column(dialog, 1) and column(dialog, 4)[-1] != "")
    return window, dialog


def table(dialog):
    return dialog.findChild(QTableView, "networks_table")


def column(dialog, number):
    model = table(dialog).model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def select(dialog, name):
    view = table(dialog)
    index = view.model().index(column(dialog, 0).index(name), 0)
    view.scrollTo(index)
    place = view.visualRect(index).center()
    QTest.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place
    )


def text(parent, name):
    return parent.findChild(QLabel, name).text()


def note(window):
    return window.findChild(QLabel, "change_note")


def test_every_network_is_offered_with_its_answer(opened):
    _, dialog = opened
    assert column(dialog, 0) == [
        "Bundled network", "three.safetensors", "both.safetensors", "damaged.npz",
        "missing.safetensors", "quick, 2 Jan, 10:00:00",
    ]  # fmt: skip
    assert column(dialog, 1) == ["Bundled", "File", "Ensemble", "File", "File", "My run"]
    assert column(dialog, 2)[2:5] == ["2 networks combined", "Not readable", "Not readable"]
    assert column(dialog, 3)[-1] == "93.00 %"
    assert column(dialog, 4)[1] == "3 (94.3 %)"
    assert column(dialog, 4)[3:5] == ["", ""]
    assert text(dialog, "network_in_use") == "In use: Bundled network"
    assert not button(dialog, "use_network_button").isEnabled()


def test_switching_shows_both_answers_until_the_drawing_changes(opened):
    window, dialog = opened
    before = window.workspace.reader.reading.text
    select(dialog, "three.safetensors")
    click(button(dialog, "use_network_button"))
    assert window.findChild(QLabel, "prediction").text() == "3"
    assert note(window).isVisible()
    first, second = note(window).text().splitlines()
    assert first.startswith(f"Before: {before} (")
    assert first.endswith(" · Bundled network")
    assert second == "Now: 3 (94.3 %) · three.safetensors"
    assert text(dialog, "network_in_use") == "In use: three.safetensors"
    Hand(window.draw_page.pad).draw((0.3, 0.3), (0.7, 0.3))
    QTest.qWait(0)
    assert not note(window).isVisible()


def test_switching_can_be_undone_in_the_message(opened):
    window, dialog = opened
    select(dialog, "both.safetensors")
    QTest.keyClick(table(dialog), Qt.Key.Key_Return)
    assert window.workspace.network.path.name == "both.safetensors"
    assert window.notice.text == "both.safetensors is now in use."
    click(button(window, "notice_undo_button"))
    assert window.workspace.network.path == bundled_weights()


def test_the_best_weights_of_a_run_are_used_and_remembered(opened, start, tmp_path):
    window, dialog = opened
    select(dialog, "quick, 2 Jan, 10:00:00")
    click(button(dialog, "use_network_button"))
    assert window.workspace.network.name == RUN
    assert text(dialog, "network_in_use") == f"In use: {RUN}"
    (run,) = [run for run in window.workspace.earlier_runs.runs if run.folder.name == RUN]
    window.workspace.run_folders.annotate(run, RunNotes("My best run"))
    assert window.workspace.network.name == "My best run"
    assert window.draw_page.findChild(QLabel, "weights_name").text() == "My best run"
    window.close()
    again = start()
    assert again.workspace.network.path == tmp_path / "runs" / RUN / "weights.safetensors"


@pytest.mark.parametrize(
    ("name", "reason"),
    [("damaged.npz", "is not a weight file"), ("missing.safetensors", "does not exist")],
)
def test_a_damaged_or_missing_file_says_so_and_changes_nothing(opened, name, reason):
    window, dialog = opened
    select(dialog, name)
    assert reason in text(dialog, "network_file")
    assert not button(dialog, "use_network_button").isEnabled()
    QTest.keyClick(table(dialog), Qt.Key.Key_Return)
    assert window.workspace.network.path == bundled_weights()


def test_a_file_that_is_damaged_meanwhile_is_one_clear_line(opened, files):
    window, dialog = opened
    select(dialog, "three.safetensors")
    files[-1].write_bytes(b"no weights")
    click(button(dialog, "use_network_button"))
    assert window.notice.isVisible()
    assert window.notice.text.startswith("three.safetensors is not a weight file")
    assert window.workspace.network.path == bundled_weights()
    assert window.workspace.network.weights == load_weights(bundled_weights())


def test_the_answers_follow_the_drawing_while_the_dialog_is_open(qtbot, opened):
    window, dialog = opened
    Hand(window.draw_page.pad).draw((0.9, 0.2), (0.9, 0.8))
    qtbot.waitUntil(lambda: column(dialog, 4)[1] == "33 (94.3 %)")


def test_a_killed_run_without_its_weights_offers_those_of_its_checkpoint(qtbot, start, tmp_path):
    store_run(tmp_path / "runs" / "2026-01-03 09.00.00", checkpoint(1))
    window = start()
    window.findChild(QAction, "action_my_network").trigger()
    dialog = window.findChild(NetworksDialog)
    killed = "quick, 3 Jan, 09:00:00"
    qtbot.waitUntil(lambda: killed in column(dialog, 0) and column(dialog, 2)[-1] != "")
    select(dialog, killed)
    click(button(dialog, "use_network_button"))
    assert window.workspace.network.weights.card.epoch == 1


def test_the_ensembles_of_runs_are_offered(qtbot, start, tmp_path):
    folder = tmp_path / "runs" / "2026-01-04 09.00.00"
    folder.mkdir()
    ensemble = combined([constant_weights(4), constant_weights(5)])
    save_weights(folder / "weights.safetensors", ensemble)
    window = start()
    window.findChild(QAction, "action_my_network").trigger()
    dialog = window.findChild(NetworksDialog)
    name = "Ensemble, 4 Jan, 09:00:00"
    qtbot.waitUntil(lambda: column(dialog, 0)[-1] == name and column(dialog, 1)[-1] == "Ensemble")
    select(dialog, name)
    click(button(dialog, "use_network_button"))
    assert window.workspace.network.weights == ensemble


def test_there_is_one_dialog_and_escape_closes_it(qtbot, opened):
    window, dialog = opened
    window.findChild(QAction, "action_my_network").trigger()
    assert window.findChildren(NetworksDialog) == [dialog]
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.findChild(NetworksDialog) is None)
