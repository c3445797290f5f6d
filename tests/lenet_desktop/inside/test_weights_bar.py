"""The bar above the strip: other weights than those in use, by the mouse and the keys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QSlider

from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weights import Weights
from core.recognition.activations import activations
from core.runs.epochs import EPOCHS_FOLDER, save_epochs
from lenet_desktop.state.shown.shown_weights import InTraining, StoredRun
from lenet_desktop.text.numbers import whole
from tests.support.inputs.networks import bundled_weights
from tests.support.inputs.runs import checkpoint, store_run
from tests.support.window.clicks import button, click
from tests.support.window.training import ENDLESS, WAIT_MS, request, wait_for_epoch

pytestmark = pytest.mark.usefixtures("no_plot_files")
EPOCHS = [Weights(initialise(seed), ModelCard(epoch=seed)) for seed in range(4)]
NAME = "quick, 3 Feb, 04:05:06"


@pytest.fixture
def bar(qtbot, runs_folder, page, window):
    """The bar, with an earlier run of three epochs in its list."""
    folder = runs_folder / "2026-02-03 04.05.06"
    store_run(folder, replace(checkpoint(3), weights=EPOCHS[3], best=EPOCHS[2]))
    save_epochs(folder / EPOCHS_FOLDER, *EPOCHS)
    with qtbot.waitSignal(window.workspace.earlier_runs.changed, timeout=WAIT_MS):
        window.workspace.earlier_runs.refresh()
    return page.weights_bar


@pytest.fixture
def box(bar):
    return bar.findChild(QComboBox, "shown_weights_box")


@pytest.fixture
def slider(bar):
    return bar.findChild(QSlider, "epoch_slider")


@pytest.fixture
def series(window):
    return window.workspace.shown_weights.series


def choose_run(qtbot, box, series):
    """Choose the run, which is the last of the list, by the keys."""
    assert box.itemText(box.count() - 1) == NAME
    box.setFocus()
    with qtbot.waitSignal(series.loaded, timeout=WAIT_MS):
        QTest.keyClick(box, Qt.Key.Key_End)


def shown_values(page):
    return page.strip._inspection.activations.values["c1"]


def test_the_network_in_use_is_shown_at_first(bar, box, slider):
    assert box.currentText() == "In use: Bundled network"
    assert bar.text == "Choose a run."
    assert not slider.isEnabled()
    assert not button(bar, "play_epochs_button").isEnabled()


def test_the_slider_shows_the_values_of_every_epoch(qtbot, page, window, bar, box, slider, series):
    workspace = window.workspace
    reading = workspace.reader.reading
    choose_run(qtbot, box, series)
    assert (slider.minimum(), slider.maximum(), slider.value()) == (0, 3, 3)
    slider.setFocus()
    texts = []
    for weights in reversed(EPOCHS):
        expected = activations(weights, workspace.reader.image).values["c1"]
        np.testing.assert_array_equal(shown_values(page), expected)
        texts.append(bar.text)
        assert slider.accessibleDescription() == bar.text
        QTest.keyClick(slider, Qt.Key.Key_Left)
    assert texts == [
        "Epoch 3 of 3: 92.00 %",
        "Epoch 2 of 3: 93.00 %",
        "Epoch 1 of 3: 94.00 %",
        "Before the first epoch",
    ]
    assert workspace.reader.reading is reading
    assert workspace.network.path == bundled_weights()


def test_a_click_plays_the_epochs_and_another_pauses(qtbot, bar, box, slider, series):
    choose_run(qtbot, box, series)
    play = button(bar, "play_epochs_button")
    click(play)
    assert (play.accessibleName(), slider.value()) == ("Pause", 0)
    qtbot.waitUntil(lambda: slider.value() == 1, timeout=WAIT_MS)
    click(play)
    assert play.accessibleName() == "Play the epochs"
    assert not series.is_playing


def test_grasping_the_slider_pauses(qtbot, bar, box, slider, series):
    choose_run(qtbot, box, series)
    click(button(bar, "play_epochs_button"))
    assert series.is_playing
    handle = slider.rect().center()
    handle.setX(slider.rect().left() + 8)
    QTest.mousePress(slider, Qt.MouseButton.LeftButton, pos=handle)
    assert not series.is_playing


def test_a_hidden_page_plays_nothing(qtbot, window, bar, box, series):
    choose_run(qtbot, box, series)
    series.play()
    window.tabs.setCurrentWidget(window.draw_page)
    assert not series.is_playing


def test_the_run_in_training_is_in_the_list_and_shown_live(
    qtbot, page, window, bar, box, small_mnist, runs_folder
):
    workspace = window.workspace
    workspace.training.start(request(small_mnist, runs_folder / "now", epochs=ENDLESS))
    place = [box.itemText(index) for index in range(box.count())].index("In training")
    box.setFocus()
    for _ in range(place):
        QTest.keyClick(box, Qt.Key.Key_Down)
    assert workspace.shown_weights.source == InTraining()
    seen = []
    workspace.inspection.changed.connect(lambda: seen.append(shown_values(page)))
    qtbot.waitUntil(lambda: len(seen) >= 3, timeout=WAIT_MS)
    assert not np.array_equal(seen[0], seen[-1])
    assert bar.text.endswith(f" of {whole(ENDLESS)}")
    wait_for_epoch(qtbot, workspace.training, 1)
    with qtbot.waitSignal(workspace.shown_weights.series.loaded, timeout=WAIT_MS):
        workspace.training.stop()
    assert workspace.shown_weights.source == StoredRun(runs_folder / "now")
    assert box.currentText() == "quick, now"
