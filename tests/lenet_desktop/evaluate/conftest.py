"""The Evaluate page with three threes and a four, alone and with a comparison."""

from __future__ import annotations

import numpy as np
import pytest

from lenet_desktop.evaluate.page import EvaluatePage
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.workspace import Workspace
from tests.support.inputs.idx_files import write_part
from tests.support.inputs.networks import bundled_weights
from tests.support.window.evaluating import evaluate, save_weights_that_read

LABELS = np.array([3, 3, 4, 3], np.uint8)


@pytest.fixture
def data(tmp_path):
    """Three threes and a four, each image of another grey, in IDX files."""
    folder = tmp_path / "digits"
    folder.mkdir()
    images = np.arange(1, 5, dtype=np.uint8)[:, None, None] * np.full((28, 28), 50, np.uint8)
    write_part(folder, "t10k", images, LABELS)
    return folder


@pytest.fixture
def page(qtbot, tmp_path, data):
    weights = save_weights_that_read(3, tmp_path / "threes.safetensors")
    settings = Settings(tmp_path / "settings.ini", my_digits_file=tmp_path / "my-digits.jsonl")
    workspace = Workspace(settings, weights, bundled_weights())
    page = EvaluatePage(workspace)
    page.fill()
    workspace.setParent(page)
    qtbot.addWidget(page)
    page.bar.add_data(data)
    page.resize(900, 560)
    with qtbot.waitExposed(page):
        page.show()
    yield page
    page.run.close()


@pytest.fixture
def compared(qtbot, page, tmp_path):
    path = save_weights_that_read(4, tmp_path / "fours.npz")
    page.bar.add_weights(path)
    page.bar.reference.choose(str(path))
    evaluate(qtbot, page)
    return page
