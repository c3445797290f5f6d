"""The network in use is remembered over a restart; the bundled one is a click away."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel

from core.network.weight_files import load_weights, save_weights
from lenet_desktop.app import build_window
from lenet_desktop.state.settings import Settings
from tests.support.inputs.networks import bundled_weights, random_weights
from tests.support.window.clicks import button, click
from tests.support.window.training import set_up, train_to_the_end


@pytest.fixture
def start(qtbot, tmp_path):
    """Build a window as the program does at its start, with the settings of the one before."""

    def start(weights=None):
        window = build_window(weights, Settings(tmp_path / "settings.ini", tmp_path / "runs"))
        window.asks_before_closing = False
        qtbot.addWidget(window)
        window.resize(1000, 700)
        window.show()
        return window

    return start


def in_use(window):
    return window.workspace.network.path


def test_the_first_start_uses_the_bundled_network(start):
    window = start()
    assert in_use(window) == bundled_weights()
    assert not window.findChild(QAction, "action_use_bundled").isEnabled()
    assert not window.notice.isVisible()


def test_an_opened_network_is_in_use_after_a_restart(start, weight_file):
    first = start()
    first.files.open(weight_file)
    first.close()
    second = start()
    assert in_use(second) == weight_file
    assert second.workspace.network.weights == load_weights(weight_file)
    assert not second.notice.isVisible()


def test_the_weights_of_a_run_are_in_use_after_a_restart(qtbot, start, small_mnist):
    first = start()
    page = first.train_page
    first.tabs.setCurrentWidget(page)
    set_up(page, small_mnist, epochs=1)
    outcome = train_to_the_end(qtbot, page)
    click(button(page, "use_weights_button"))
    first.close()
    assert in_use(start()) == outcome.weights_file


def test_the_bundled_network_is_in_the_menu(start, weight_file):
    window = start()
    window.files.open(weight_file)
    window.findChild(QAction, "action_use_bundled").trigger()
    assert in_use(window) == bundled_weights()
    assert window.notice.text == "The bundled network is now in use."
    window.close()
    assert in_use(start()) == bundled_weights()


def test_the_bundled_network_has_one_name_and_is_offered_once(start, weight_file):
    def offered():
        return [box.itemText(place) for place in range(box.count())]

    window = start()
    box = window.evaluate_page.bar.weights.box
    assert window.draw_page.findChild(QLabel, "weights_name").text() == "Bundled network"
    assert offered() == ["Bundled network (current)"]
    window.files.open(weight_file)
    name = weight_file.name
    assert window.notice.text == f"{name} is now in use."
    assert offered() == [f"{name} (current)", "Bundled network"]
    box.setCurrentIndex(1)
    assert window.evaluate_page.bar.request().weights.name == "Bundled network"
    window.findChild(QAction, "action_use_bundled").trigger()
    assert offered() == [box.currentText()] == ["Bundled network (current)"]


def test_a_file_named_at_the_start_is_not_remembered(start, weight_file, tmp_path):
    other = tmp_path / "other.npz"
    save_weights(other, random_weights(9))
    first = start()
    first.files.open(weight_file)
    first.close()
    assert in_use(start(other)) == other
    assert in_use(start()) == weight_file


@pytest.mark.parametrize("damage", ["missing", "damaged"])
def test_a_remembered_file_that_is_gone_is_reported_once(start, weight_file, damage):
    first = start()
    first.files.open(weight_file)
    first.close()
    if damage == "missing":
        weight_file.unlink()
    else:
        weight_file.write_bytes(b"no weights")
    second = start()
    assert in_use(second) == bundled_weights()
    assert second.notice.isVisible()
    assert weight_file.name in second.notice.text
    assert "The bundled network is in use." in second.notice.text
    second.close()
    third = start()
    assert in_use(third) == bundled_weights()
    assert not third.notice.isVisible()
