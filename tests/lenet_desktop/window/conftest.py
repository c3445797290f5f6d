"""A picture, a window that is built again, and one with something on every page."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage

from core.digits import N_DIGITS
from core.network.weight_files import save_weights
from tests.support.inputs.networks import constant_weights
from tests.support.window.shown_texts import CapitalLetters
from tests.support.window.training import WAIT_MS, set_up, train_to_the_end


@pytest.fixture(autouse=True)
def _no_other_data(tmp_path, monkeypatch):
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def _no_plot_files(no_plot_files):
    pass


@pytest.fixture
def pad_history(window):
    return window.workspace.pad_history


@pytest.fixture
def picture_path(tmp_path):
    """A dark upright line on light paper, as a PNG file."""
    image = QImage(60, 90, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    for y in range(15, 75):
        for x in range(27, 33):
            image.setPixel(x, y, 0)
    path = tmp_path / "one.png"
    assert image.save(str(path))
    return path


@pytest.fixture
def rebuild(qtbot, window):
    def rebuild():
        with qtbot.waitSignal(window.filled):
            window.rebuild()

    return rebuild


@pytest.fixture
def in_capitals(qtbot, window, rebuild):
    """Build the window again in capital letters."""
    language = CapitalLetters()

    def translate():
        QCoreApplication.installTranslator(language)
        rebuild()

    yield translate
    QCoreApplication.removeTranslator(language)


@pytest.fixture
def full_window(qtbot, window, hand, small_mnist, tmp_path):
    """A window with a drawing, a finished run, a comparison and kept digits.

    Names of files are in capital letters; weights read every image as a 4, others as a 1.
    """
    window.asks_before_closing = False
    workspace, train, evaluate = window.workspace, window.train_page, window.evaluate_page
    workspace.network.open(saved(constant_weights(4), tmp_path / "DATA" / "FOURS.safetensors"))
    data = small_mnist.rename(tmp_path / "DATA" / "SMALL MNIST")
    set_up(train, data, epochs=1)
    with qtbot.waitSignal(workspace.earlier_runs.changed, timeout=WAIT_MS):
        train_to_the_end(qtbot, train)
    other = saved(constant_weights(1), tmp_path / "DATA" / "ONES.npz")
    evaluate.bar.add_data(data)
    evaluate.bar.add_weights(other)
    evaluate.bar.reference.choose(str(other))
    with qtbot.waitSignal(workspace.evaluation.ended, timeout=WAIT_MS):
        evaluate.evaluate()
    for x in (0.2, 0.5, 0.8):
        hand.draw((x, 0.2), (x, 0.8))
    for place in range(60):
        ink = np.array([[0.3, 0.1], [0.4, 0.9 - place / 100]])
        workspace.my_digits.keep((ink,), place % N_DIGITS)
    with qtbot.waitSignal(workspace.my_digits_reading.changed, timeout=WAIT_MS):
        window.tabs.setCurrentWidget(window.my_digits_page)
    return window


def saved(weights, path):
    path.parent.mkdir(exist_ok=True)
    save_weights(path, weights)
    return path
