"""The composition root: builds the window, connects it and runs it."""

from __future__ import annotations

import gc
import signal
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

import resources
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text.language import install_language
from lenet_desktop.theme.icons import application_icon
from lenet_desktop.theme.theme import Theme
from lenet_desktop.window.main_window import MainWindow

BUNDLED_WEIGHTS = "weights/lenet5.safetensors"
_SIGNAL_CHECK_MS = 250


def build_window(weights: Path | None = None, settings: Settings | None = None) -> MainWindow:
    """Build the main window, wired to its session and not yet shown.

    Parameters
    ----------
    weights
        The weight file to start with; None takes the bundled one.
    settings
        What to remember, and where; None takes the user's own.

    Returns
    -------
    MainWindow
        A `QApplication` must exist before.

    Raises
    ------
    UserError
        When the weights cannot be used.
    """
    install_language("en")
    settings = settings or Settings()
    workspace = Workspace(settings, weights or resources.path(BUNDLED_WEIGHTS))
    application = cast("QApplication", QApplication.instance())
    window = MainWindow(workspace, Theme(application, settings.appearance))
    window.setWindowIcon(application_icon())
    return window


def run(weights: Path | None) -> int:
    """Open the window and stay until it is closed.

    Parameters
    ----------
    weights
        The weight file to start with; None takes the bundled one.

    Returns
    -------
    int
        The exit status.
    """
    # Every point of the mouse's path makes the stroke; Qt would drop some when it is busy.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    application = QApplication([])
    application.setApplicationName("LeNet Desktop")
    application.setDesktopFileName("lenet-desktop")
    window = build_window(weights)
    window.show()
    _close_on_signals(window)
    # What the window is made of stays to the end: looking through all of it for garbage, as Python
    # does now and then, would hold every thread up for some frames.
    gc.freeze()
    return application.exec()


def _close_on_signals(window: MainWindow) -> None:
    """Let Ctrl-C and a request to end close the window in order."""

    def close(*_: object) -> None:
        window.asks_before_closing = False
        window.close()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, close)
    # Python looks at its signals only while Python runs, so it has to run now and then.
    heartbeat = QTimer(window)
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start(_SIGNAL_CHECK_MS)
