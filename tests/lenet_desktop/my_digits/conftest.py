"""The page of My Digits with three drawings, and weights that read every image as 1."""

from __future__ import annotations

import numpy as np
import pytest

from core.network.lenet5 import SHAPES
from core.network.weight_files import save_weights
from core.network.weights import Weights
from tests.support.window.kept_digits import ink, shown


@pytest.fixture
def weight_file(tmp_path):
    """Weights that read every image as 1."""
    arrays = {name: np.zeros(shape, np.float32) for name, shape in SHAPES.items()}
    arrays["output.bias"][1] = 5
    save_weights(tmp_path / "ones.safetensors", Weights(arrays))
    return tmp_path / "ones.safetensors"


@pytest.fixture
def page(window):
    window.tabs.setCurrentWidget(window.my_digits_page)
    window.activateWindow()
    return window.my_digits_page


@pytest.fixture
def digits(window):
    return window.workspace.my_digits


@pytest.fixture
def three(qtbot, page, digits):
    """A 1, a 7 and a 1, in the order of drawing."""
    for place, digit in enumerate((1, 7, 1)):
        digits.keep(ink(place), digit)
    qtbot.waitUntil(lambda: shown(page) == ["1", "7", "1"])
    return page
