"""The composition root: builds and runs the window."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from PySide6.QtCore import QCoreApplication, Qt, QTimer
from PySide6.QtWidgets import QApplication

import resources
from core.errors import UserError
from lenet_desktop.process import interrupts
from lenet_desktop.process.allocator import exclude_from_collection, keep_memory_flat
from lenet_desktop.state.lessons.library import find_lesson
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.language import current_language, install_language, matching_language
from lenet_desktop.theme.icons import application_icon
from lenet_desktop.theme.theme import Theme
from lenet_desktop.window.main_window import MainWindow

BUNDLED_WEIGHTS = "weights/lenet5.safetensors"
_SIGNAL_CHECK_MS = 250


def build_window(
    weights: Path | None = None,
    settings: Settings | None = None,
    language: str | None = None,
) -> MainWindow:
    """Build the main window without showing it; a `QApplication` must exist.

    Parameters
    ----------
    weights
        The initial weight file; None for that of the last session, which is the bundled one
        unless the user chose another. If that file cannot be loaded, a message says so.
    settings
        The settings to use; None for those of the user.
    language
        The language of the window, such as ``"zh"``; None for that of the settings.

    Raises
    ------
    UserError
        If `weights` or the bundled weights cannot be loaded.
    """
    settings = settings or Settings()
    install_language(matching_language(language or "") or settings.language)
    bundled = resources.path(BUNDLED_WEIGHTS)
    error = None
    try:
        workspace = Workspace(settings, weights or settings.weights_file or bundled, bundled)
    except (UserError, OSError) as caught:
        if weights is not None or settings.weights_file is None:
            raise
        error, settings.weights_file = caught, None
        workspace = Workspace(settings, bundled, bundled)
    application = cast("QApplication", QApplication.instance())
    theme = Theme(application, settings.appearance, current_language(), settings.scale / 100)
    window = MainWindow(workspace, theme)
    window.setWindowIcon(application_icon())
    if error is not None:
        text = QCoreApplication.translate("App", "{reason} The bundled network is in use.")
        workspace.notices.error(text.format(reason=error_message(error)))
    return window


def run(
    weights: Path | None = None,
    file: Path | None = None,
    language: str | None = None,
    lesson: str | None = None,
) -> int:
    """Show the window and run the event loop.

    Parameters
    ----------
    weights
        The initial weight file; None for that of the last session.
    file
        A drawing, a picture or a weight file to open once the window is shown.
    language
        As for `build_window`.
    lesson
        The number or the file of a lesson to start with.

    Returns
    -------
    int
        The exit status.

    Raises
    ------
    UserError
        If the weights or the lesson cannot be loaded.
    """
    keep_memory_flat()
    # Strokes need every mouse position; Qt would drop some when it is busy.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_CompressHighFrequencyEvents, False)
    application = QApplication(["lenet-desktop"])
    application.setApplicationName("LeNet Desktop")
    application.setDesktopFileName("lenet-desktop")
    window = build_window(weights, language=language)
    if lesson is not None:
        window.open_lesson(find_lesson(lesson, current_language()))
    window.filled.connect(exclude_from_collection)
    window.show()
    if file is not None:
        window.files.open(file)
    with _signals_closing(window):
        return application.exec()


@contextmanager
def _signals_closing(window: MainWindow) -> Generator[None]:
    """Close the window, without a question, on the signals that end the program."""

    def close(*_: object) -> None:
        window.asks_before_closing = False
        window.close()

    with interrupts.handled(close):
        # Python handles signals only while it executes, so a timer runs it regularly.
        heartbeat = QTimer(window)
        heartbeat.timeout.connect(lambda: None)
        heartbeat.start(_SIGNAL_CHECK_MS)
        yield
