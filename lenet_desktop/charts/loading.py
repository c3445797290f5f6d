"""Loads pyqtgraph without blocking the window."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import suppress
from importlib import import_module
from itertools import islice

from PySide6.QtCore import QObject, QTimer, Signal

from lenet_desktop.state.job import Job

_PLOTS = "lenet_desktop.charts.line_plot"
_QT = "QtCore", "QtGui", "QtWidgets", "QtSvg", "QtTest", "QtOpenGLWidgets"
"""Modules of PySide6 that pyqtgraph imports, some of them with all their names."""
_NAMES_AT_ONCE = 20
"""Names that are looked up in one turn of the event loop; that takes some milliseconds."""


def load_plots() -> None:
    """Load pyqtgraph, on any thread."""
    import_module(_PLOTS)


def are_plots_loaded() -> bool:
    """Return whether pyqtgraph has been loaded completely."""
    return hasattr(sys.modules.get(_PLOTS), "LinePlot")


class PlotLoader(QObject):
    """Loads pyqtgraph on a thread, after the types of Qt were made on this one.

    PySide makes a type when its name is first looked up. Two threads that do so at the same time
    can crash the process.
    """

    loaded = Signal()
    failed = Signal(Exception)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job = Job(self)
        self._job.succeeded.connect(self.loaded)
        self._job.failed.connect(self.failed)
        self._types = _make_types()
        self._turn = QTimer(self, interval=0)
        self._turn.timeout.connect(self._go_on)

    def start(self) -> None:
        """Begin, unless that has been done."""
        if not (self._turn.isActive() or self._job.is_running):
            self._turn.start()

    def _go_on(self) -> None:
        if are_plots_loaded():
            self._turn.stop()
            self.loaded.emit()
        elif not list(islice(self._types, _NAMES_AT_ONCE)):
            self._turn.stop()
            self._job.call(load_plots)


def _make_types() -> Iterator[str]:
    """Make the type behind each name before it is yielded."""
    for module in _QT:
        with suppress(ImportError):  # Some are left out of small installations.
            names = import_module(f"PySide6.{module}")
            for name in dir(names):
                getattr(names, name)
                yield name
