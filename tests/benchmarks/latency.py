"""Measure the time from a pointer movement to the painted answer, in the real window.

Mouse moves are sent to the pad at the rate of a mouse. Each is timed until the probability bars
have been painted and flushed to the screen with the answer.

    python -m tests.benchmarks.latency [--moves N] [--size WIDTHxHEIGHT] [--digits N] [--json]

Set QT_QPA_PLATFORM to xcb on a display, or to offscreen without one.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from time import perf_counter

STARTED = perf_counter()

from lenet_desktop.process import allocator, qt_modules  # noqa: E402 - timed from here

allocator.keep_memory_flat()  # All three as the program does.
allocator.postpone_collection()
qt_modules.read_no_sources()

import numpy as np  # noqa: E402
from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt  # noqa: E402
from PySide6.QtGui import QAction  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from lenet_desktop.app import build_window  # noqa: E402
from lenet_desktop.process.allocator import exclude_from_collection  # noqa: E402
from lenet_desktop.state.settings import Settings  # noqa: E402
from lenet_desktop.widgets.images.pixel_image import PixelImage  # noqa: E402

PACE = 0.008
"""Seconds between two moves, as of a mouse that reports 125 times a second."""
MOVES_PER_STROKE = 80
STROKES_PER_DRAWING = 4
WARM_UP = 50


class PaintWatch(QObject):
    """Records whether a widget has been painted since `is_painted` was last reset."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.is_painted = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Record a paint event."""
        self.is_painted |= event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    arguments = parse(argv)
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        window = build_window(arguments.weights, Settings(Path(folder) / "settings.ini"))
        window.resize(arguments.size)
        watch = PaintWatch(window.draw_page.pad)
        window.filled.connect(exclude_from_collection)  # As the program does.
        window.show()
        wait_for(watch, application)
        start = perf_counter() - STARTED
        while window.workspace.device is None:
            application.processEvents()
        page = window.draw_page
        answer = page.findChild(PixelImage)  # Painted together with all of the answer.
        work = arguments.moves, arguments.digits
        seconds = measure(page.pad, answer, page.bar.clear, application, *work)
        latencies = np.array(list(seconds))[WARM_UP:] * 1e3
        window.close()
    figures = {
        "platform": application.platformName(),
        "window": f"{arguments.size.width()}x{arguments.size.height()}",
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else None,
        "digits": arguments.digits,
        "moves": len(latencies),
        "p50_ms": round(float(np.percentile(latencies, 50)), 2),
        "p99_ms": round(float(np.percentile(latencies, 99)), 2),
        "max_ms": round(float(latencies.max()), 2),
        "start_to_first_paint_s": round(start, 3),
    }
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")
    return 0


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--moves", type=int, default=2000)
    parser.add_argument("--size", type=size, default=QSize(1080, 740), metavar="WIDTHxHEIGHT")
    parser.add_argument("--digits", type=int, default=1, help="with more than 1, one stroke each")
    parser.add_argument("--weights", type=Path, default=None)
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(argv)


def size(text: str) -> QSize:
    """Read a size as ``1080x740``."""
    width, height = map(int, text.split("x"))
    return QSize(width, height)


def measure(
    pad: QWidget,
    answer: QWidget,
    clear: QAction,
    application: QApplication,
    moves: int,
    digits: int = 1,
) -> Iterator[float]:
    """Draw loops, clear at times, and yield the seconds from each move to its painted answer."""
    watch = PaintWatch(answer)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    strokes = digits if digits > 1 else STROKES_PER_DRAWING
    next_move = perf_counter()
    for number in range(moves):
        stroke, step = divmod(number, MOVES_PER_STROKE)
        nth = stroke % strokes
        place = spot(pad, nth, step, digits)
        if step == 0:
            if nth == 0:
                clear.trigger()
            QTest.mousePress(pad, left, none, place)
        next_move += PACE
        while perf_counter() < next_move:
            application.processEvents()
        watch.is_painted = False
        moved = perf_counter()
        QTest.mouseMove(pad, spot(pad, nth, step + 1, digits))
        wait_for(watch, application)
        yield perf_counter() - moved
        next_move = max(next_move, perf_counter())
        if step == MOVES_PER_STROKE - 1:
            QTest.mouseRelease(pad, left, none, place)


def wait_for(watch: PaintWatch, application: QApplication) -> None:
    """Run the event loop until the widget has been painted."""
    while not watch.is_painted:
        application.processEvents()


def spot(pad: QWidget, nth: int, step: int, digits: int) -> QPoint:
    """Return a point on a loop: strokes of one digit are concentric, digits stand in a row."""
    angle = 1.9 * math.pi * step / MOVES_PER_STROKE + nth
    radius = 0.18 + 0.05 * nth if digits == 1 else 0.35 / digits
    x = (0.5 if digits == 1 else (nth + 0.5) / digits) + radius * math.cos(angle)
    y = 0.5 + 1.3 * radius * math.sin(angle)
    return QPoint(round(x * pad.width()), round(y * pad.height()))


if __name__ == "__main__":
    sys.exit(main())
