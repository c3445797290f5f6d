"""Fixtures of the window's tests: temporary settings, weights, a window, a hand, curves."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QSignalBlocker, QSize
from PySide6.QtGui import QGuiApplication

from core.device import Device
from core.errors import Message
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from core.runs import carry_out as training_job
from core.runs.folder import RunFolder
from lenet_desktop.app import build_window
from lenet_desktop.state import settings
from lenet_desktop.state import workspace as workspace
from lenet_desktop.state.job import Job
from lenet_desktop.state.my_digits.collection import MyDigits
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.training.curves import ComparedRun, RunCurves
from lenet_desktop.text.language import install_language
from lenet_desktop.theme.palette import DARK, LIGHT, palette_of
from lenet_desktop.train.accuracy_plot import AccuracyPlot
from lenet_desktop.train.loss_plot import LossPlot
from lenet_desktop.window import placement
from tests.lenet_desktop.plotting import figures, shown
from tests.support.inputs import networks
from tests.support.inputs.idx_files import bars, write_part
from tests.support.window.hand import Hand

# Not QMetaMethod.fromSignal: it keeps the job alive for good. Only once: after `metaObject()` of a
# job, the class loses its meta-object together with that job.
FAILED = Job.staticMetaObject.method(Job.staticMetaObject.indexOfSignal("failed(PyObject)"))
DEVICE = Device("cpu", "CPU, 2 cores", Message("No NVIDIA GPU was found."))


@pytest.fixture
def qtbot(qtbot, monkeypatch):
    """pytest-qt's, which keeps the widgets that it closes at the end of a test.

    A window that a test no longer refers to would be garbage that still receives events: below
    Python 3.12, a collection that an event causes frees the widget that the event is for, and the
    process crashes. (PyMethod_New may collect before it takes its reference.)
    """
    kept, add = [], qtbot.addWidget

    def add_widget(widget, **options):
        kept.append(widget)
        add(widget, **options)

    monkeypatch.setattr(qtbot, "addWidget", add_widget)
    yield qtbot
    kept.clear()


@pytest.fixture(autouse=True)
def _own_settings(tmp_path, monkeypatch):
    ini, user = QSettings.Format.IniFormat, QSettings.Scope.UserScope
    QSettings.setPath(ini, user, str(tmp_path / "settings"))
    for variable in ("XDG_CONFIG_HOME", "APPDATA"):  # of other processes
        monkeypatch.setenv(variable, str(tmp_path / "settings"))
    monkeypatch.setenv("LENET_LANGUAGE", "en")  # whatever the system's language


@pytest.fixture(autouse=True)
def _font_is_kept(request):
    """The font of the other tests comes back after one that changes its size or script."""
    if "qapp" not in request.fixturenames:
        yield
        return
    application = request.getfixturevalue("qapp")
    font = application.font()
    yield
    if application.font() != font:
        # The themes of windows that still exist would follow.
        with QSignalBlocker(application):
            application.setFont(font)


@pytest.fixture(autouse=True)
def _widgets_are_deleted():
    """Before the next test sets a style, which Qt would apply to the widgets of this one too."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture(autouse=True)
def _clipboard_is_cleared():
    """The offscreen platform deletes what is left there after Python has ended, which crashes."""
    yield
    if QGuiApplication.instance():
        QGuiApplication.clipboard().clear()


@pytest.fixture(autouse=True)
def _failures_are_reported(monkeypatch):
    """No job is started unless somebody hears of its failure."""
    start = Job.start

    def checked_start(job, work):
        assert job.isSignalConnected(FAILED), "failed is not connected"
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
def _large_screen(monkeypatch):
    """The screen of the offscreen platform is smaller than the windows of the tests."""
    monkeypatch.setattr(placement, "available_size", lambda _: QSize(1916, 1040))


@pytest.fixture
def no_plot_files(monkeypatch):
    """Runs end without the files of their plots, which take longer than these runs.

    The tests of `core.runs`, of the command line and of the list of runs write them.
    """
    monkeypatch.setattr(RunFolder, "_draw", lambda *_: None)


@pytest.fixture(autouse=True)
def _english(request):
    """Plurals are written by a translator, as in the program."""
    if "qapp" in request.fixturenames:
        install_language("en")


@pytest.fixture
def small_mnist(tmp_path):
    """A folder of IDX files with few, easily distinguished images, so that epochs are short."""
    folder = tmp_path / "small mnist"
    folder.mkdir()
    rng = np.random.default_rng(11)
    for part, n in (("train", 400), ("t10k", 60)):
        write_part(folder, part, *bars(n, rng))
    return folder


@pytest.fixture
def mnist_at_hand(small_mnist, tmp_path, monkeypatch):
    """MNIST, small, in the folder of the datasets."""
    (tmp_path / "data").mkdir()
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path / "data"))
    return small_mnist.rename(tmp_path / "data" / "mnist")


@pytest.fixture
def random_weights():
    card = ModelCard(preset="quick", dataset="synthetic", test_accuracy=0.9321)
    return networks.random_weights(5, card)


@pytest.fixture
def weight_file(tmp_path, random_weights):
    path = tmp_path / "small.safetensors"
    save_weights(path, random_weights)
    return path


@pytest.fixture
def window(qtbot, weight_file):
    window = build_window(weight_file)
    # A question at the end of a test would wait for an answer for ever.
    window.asks_before_closing = False
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
    return QGuiApplication.clipboard()


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


@pytest.fixture
def hand(pad):
    return Hand(pad)
