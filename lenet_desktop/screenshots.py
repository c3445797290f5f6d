"""Screenshots of all pages with example content."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
from PySide6.QtCore import QEventLoop, QPointF, QSize, Qt, QTimer, SignalInstance
from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QApplication

from core.data.sources import SYNTHETIC, local_source
from core.evaluation.evaluate import Candidate, EvaluationRequest
from core.handwriting.writing import write_drawings
from core.ink.drawing import Stroke
from core.ink.ink_files import save_drawings
from core.runs.carry_out import TrainingRequest
from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.process import interrupts
from lenet_desktop.state.pad_content import content_of
from lenet_desktop.state.settings import Settings
from lenet_desktop.widgets.images.saving import save_picture
from lenet_desktop.window.main_window import MainWindow

SIZE = QSize(1080, 740)
LONGEST_WAIT_MS = 120_000
EPOCHS = 3
"""Epochs of the example run on synthetic digits."""
MY_DIGITS = 40
"""Number of drawings in My Digits."""
_SIGNAL_CHECK_MS = 100
_POINTS = 60
_PEN = 0.05


def save_screenshots(folder: Path, language: str | None = None) -> list[Path]:
    """Save every page of the window, light and dark, as PNG files.

    Parameters
    ----------
    folder
        The output folder; created if missing.
    language
        As for `build_window`.

    Returns
    -------
    list of Path
        The files, named by page and appearance.

    Raises
    ------
    UserError, OSError
        If the bundled weights or the folder cannot be used.
    KeyboardInterrupt
        If a signal ends the program; the files that exist by then are complete.
    """
    source = local_source()  # Which fails without a home folder, as the window would.
    folder.mkdir(parents=True, exist_ok=True)
    # High resolution, unless the application is already running.
    os.environ.setdefault("QT_SCALE_FACTOR", "2")
    # The reference keeps the application alive.
    application = QApplication.instance() or QApplication([])
    waiting = _Waiting()
    with tempfile.TemporaryDirectory() as elsewhere, interrupts.handled(waiting.interrupt):
        settings = Settings(
            Path(elsewhere) / "settings.ini",
            Path(elsewhere) / "runs",
            Path(elsewhere) / "my-digits.jsonl",
        )
        save_drawings(settings.my_digits_file, write_drawings(MY_DIGITS, seed=0))
        window = build_window(settings=settings, language=language)
        window.asks_before_closing = False
        try:
            window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            window.resize(SIZE)
            window.show()
            _fill(window, settings.runs_folder / "example", source, waiting)
            application.processEvents()
            files: list[Path] = []
            for appearance in ("light", "dark"):
                for page in range(window.tabs.count()):
                    waiting.check()
                    files.append(_save_page(window, page, appearance, folder))
        finally:
            window.close()
            window.deleteLater()
    return files


class _Waiting:
    """Waits for signals of the window, until the program is interrupted.

    An exception that a signal handler raises would be lost in Qt's event loop.
    """

    def __init__(self) -> None:
        self._is_interrupted = False
        self._loop = QEventLoop()
        self._heartbeat = QTimer()  # Python handles signals only while it executes.
        self._heartbeat.timeout.connect(lambda: None)
        self._heartbeat.start(_SIGNAL_CHECK_MS)

    def interrupt(self, *_: object) -> None:
        """Note an interruption, as a signal handler."""
        self._is_interrupted = True
        self._loop.quit()

    def check(self) -> None:
        """Raise KeyboardInterrupt if the program was interrupted."""
        if self._is_interrupted:
            raise KeyboardInterrupt

    def wait_for(self, signal: SignalInstance) -> None:
        """Wait for a signal, for a limited time; raise KeyboardInterrupt on an interruption."""
        self.check()
        limit = QTimer()
        limit.timeout.connect(self._loop.quit)
        limit.start(LONGEST_WAIT_MS)
        signal.connect(self._loop.quit)
        self._loop.exec()
        signal.disconnect(self._loop.quit)
        self.check()


def _fill(window: MainWindow, run: Path, source: str, waiting: _Waiting) -> None:
    """Draw a digit, train briefly, evaluate the bundled weights, and wait for the results."""
    workspace = window.workspace
    workspace.pad_history.replace(content_of(five(), _PEN))
    workspace.reader.read_now()
    if workspace.device is None:
        waiting.wait_for(workspace.device_found)
    plan = replace(PRESETS["quick"], epochs=EPOCHS)
    workspace.training.start(TrainingRequest(plan, (SYNTHETIC,), run, "cpu"))
    waiting.wait_for(workspace.training.ended)
    network = workspace.network
    weights = Candidate(network.name, network.weights)
    workspace.evaluation.start(EvaluationRequest(weights, source))
    waiting.wait_for(workspace.evaluation.ended)
    values = workspace.inspection.activations.values["c3"]
    strongest = np.unravel_index(int(values.argmax()), values.shape)
    window.inside_page.question.pin("c3", tuple(int(place) for place in strongest))
    workspace.my_digits_reading.refresh()
    waiting.wait_for(workspace.my_digits_reading.changed)


def _save_page(window: MainWindow, page: int, appearance: str, folder: Path) -> Path:
    window.tabs.setCurrentIndex(page)
    window.theme.appearance = appearance
    QApplication.processEvents()
    window.train_page.board.redraw()
    name = window.tabs.currentWidget().objectName().removesuffix("_page")
    path = folder / f"{name}-{appearance}.png"
    save_picture(path, window.grab().toImage())
    return path


def five() -> list[Stroke]:
    """Return the strokes of a handwritten 5."""
    body = QPainterPath(QPointF(0.40, 0.24))
    body.lineTo(0.375, 0.475)
    body.cubicTo(0.47, 0.40, 0.665, 0.44, 0.665, 0.61)
    body.cubicTo(0.665, 0.80, 0.44, 0.85, 0.335, 0.735)
    top = QPainterPath(QPointF(0.40, 0.24))
    top.cubicTo(0.48, 0.25, 0.56, 0.245, 0.645, 0.23)
    return [_points_along(body), _points_along(top)]


def _points_along(path: QPainterPath) -> Stroke:
    points = [path.pointAtPercent(share) for share in np.linspace(0, 1, _POINTS)]
    return np.array([(point.x(), point.y()) for point in points])
