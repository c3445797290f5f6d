"""Fixtures of the window's tests: settings of their own, weights, a window, a hand, curves."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from core.device import Device
from core.errors import Message
from core.network.lenet5 import SHAPES
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from core.network.weights import Weights
from core.runs import carry_out as training_job
from lenet_desktop.app import build_window
from lenet_desktop.state import settings
from lenet_desktop.state import workspace as workspace
from lenet_desktop.state.curves import ComparedRun, RunCurves
from lenet_desktop.state.job import Job
from lenet_desktop.state.my_digits import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.text.language import install_language
from lenet_desktop.theme.palette import DARK, LIGHT, palette_of
from lenet_desktop.train.accuracy_plot import AccuracyPlot
from lenet_desktop.train.loss_plot import LossPlot
from tests.lenet_desktop.plotting import figures, shown

DEVICE = Device("cpu", "CPU, 2 cores", Message("No NVIDIA GPU was found."))


@pytest.fixture(autouse=True)
def _own_settings(tmp_path):
    ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    QSettings.setPath(ini, user, str(tmp_path / "settings"))


@pytest.fixture(autouse=True)
def _failures_are_reported(monkeypatch):
    """No job is started unless somebody hears of its failure."""
    # Not QMetaMethod.fromSignal: it keeps the job alive for good.
    signals = Job.staticMetaObject
    failed = signals.method(signals.indexOfSignal("failed(PyObject)"))
    start = Job.start

    def checked_start(job, work):
        assert job.isSignalConnected(failed), "failed is not connected"
        start(job, work)

    monkeypatch.setattr(Job, "start", checked_start)


@pytest.fixture(autouse=True)
def runs_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "runs_dir", lambda: tmp_path / "runs")
    return tmp_path / "runs"


@pytest.fixture(autouse=True)
def _device_known_at_once(monkeypatch):
    monkeypatch.setattr(workspace, "find_device", lambda: DEVICE)
    monkeypatch.setattr(training_job, "find_device", lambda _: DEVICE)


@pytest.fixture(autouse=True)
def _english(request):
    """Plurals are written by a translator, as in the program."""
    if "qapp" in request.fixturenames:
        install_language("en")


@pytest.fixture
def small_mnist(tmp_path):
    """A folder of IDX files, so few images that an epoch takes a moment, and easily told apart."""
    folder = tmp_path / "small mnist"
    folder.mkdir()
    rng = np.random.default_rng(11)
    for part, n in (("train", 400), ("t10k", 60)):
        labels = np.arange(n, dtype=np.uint8) % 10
        images = rng.integers(0, 30, (n, 28, 28), dtype=np.uint8)
        for image, label in zip(images, labels, strict=True):
            image[4 + 2 * label : 7 + 2 * label, 4:24] = 255
        for kind, array, magic in (("images-idx3", images, 0x803), ("labels-idx1", labels, 0x801)):
            header = struct.pack(f">{1 + array.ndim}I", magic, *array.shape)
            (folder / f"{part}-{kind}-ubyte").write_bytes(header + array.tobytes())
    return folder


@pytest.fixture
def random_weights():
    rng = np.random.default_rng(5)
    arrays = {name: rng.normal(0, 0.1, shape).astype(np.float32) for name, shape in SHAPES.items()}
    return Weights(arrays, ModelCard(preset="quick", dataset="synthetic", test_accuracy=0.9321))


@pytest.fixture
def weight_file(tmp_path, random_weights):
    path = tmp_path / "small.safetensors"
    save_weights(path, random_weights)
    return path


@pytest.fixture
def window(qtbot, weight_file):
    window = build_window(weight_file)
    qtbot.addWidget(window)
    window.resize(1000, 700)
    with qtbot.waitSignal(window.workspace.device_found):
        window.show()
    return window


@pytest.fixture
def pad(window):
    return window.draw_page.pad


@pytest.fixture
def clipboard(qapp):
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    yield clipboard
    clipboard.clear()


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def palette(request, qapp):
    return palette_of(request.param)


@pytest.fixture
def two_epochs():
    """Two epochs of ten batches, whose losses fall from 2 to 0.1."""
    curves = RunCurves(10)
    curves.add_losses(10, np.linspace(2, 1.1, 10))
    curves.add_losses(20, np.linspace(1, 0.1, 10))
    curves.history += [figures(1, 0.8, 0.85), figures(2, 0.9, 0.92)]
    return curves


@pytest.fixture
def earlier_run():
    epochs = np.array([1.0, 2.0, 3.0])
    return ComparedRun(
        "quick, 3 Jan", np.stack([epochs, [0.9, 0.5, 0.3]]), np.stack([epochs, [88, 93, 95]])
    )


@pytest.fixture
def loss_plot(qtbot):
    return shown(qtbot, LossPlot())


@pytest.fixture
def accuracy_plot(qtbot):
    return shown(qtbot, AccuracyPlot())


@pytest.fixture
def notices(qapp):
    return Notices()


@pytest.fixture
def posted(notices):
    """The texts of the messages so far."""
    texts = []

    def note(notice):
        texts.append(notice.text)

    notices.posted.connect(note)
    return texts


@pytest.fixture
def my_digits(notices, tmp_path):
    digits = MyDigits(tmp_path / "my-digits.jsonl", notices)
    yield digits
    digits.close()


class Hand:
    """Moves a mouse over a pad, in shares of its side."""

    def __init__(self, pad):
        self.pad = pad

    def place(self, x, y):
        return QPoint(round(x * self.pad.width()), round(y * self.pad.height()))

    def press(self, x, y, button=Qt.MouseButton.LeftButton):
        QTest.mousePress(self.pad, button, Qt.KeyboardModifier.NoModifier, self.place(x, y))

    def move(self, x, y):
        QTest.mouseMove(self.pad, self.place(x, y))

    def release(self, x, y, button=Qt.MouseButton.LeftButton):
        QTest.mouseRelease(self.pad, button, Qt.KeyboardModifier.NoModifier, self.place(x, y))

    def draw(self, *points, button=Qt.MouseButton.LeftButton):
        self.press(*points[0], button=button)
        for point in points[1:]:
            self.move(*point)
        self.release(*points[-1], button=button)


@pytest.fixture
def hand(pad):
    return Hand(pad)


def bundled_weights() -> Path:
    import resources
    from lenet_desktop.app import BUNDLED_WEIGHTS

    return resources.path(BUNDLED_WEIGHTS)
