"""Measure how soon a download stops, whatever a mirror does.

    python -m tests.benchmarks.stopping [--rounds 3] [--only WAY...]

For each way in which a mirror, a proxy or the names of hosts can hang, in milliseconds: from the
click on Stop (Train) and on Cancel (Evaluate) until the page is ready again, for closing the window
while both are downloading, and from Ctrl-C until `train` and `evaluate` have ended. The largest of
all rounds is printed.

Set QT_QPA_PLATFORM to xcb on a display, or to offscreen without one.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication

from core.paths import data_dir
from lenet_desktop.app import build_window
from lenet_desktop.state.settings import Settings
from lenet_desktop.window.main_window import MainWindow
from tests.support.inputs.foreign.hanging import WAYS, hanging
from tests.support.inputs.foreign.mirrors import serving
from tests.support.window.clicks import button, click

_LONGEST = 60.0  # Seconds.


class Window:
    """The real window, with its own settings and no data."""

    def __init__(self, folder: Path) -> None:
        settings = Settings(folder / "settings.ini", folder / "runs")
        self._window: MainWindow = build_window(settings=settings)
        self._window.asks_before_closing = False
        self._window.show()
        workspace = self._window.workspace
        _wait(lambda: workspace.device is not None)

    def download(self, page: str, stop_name: str) -> QAbstractButton:
        """Start a download on a page and return the button that stops it."""
        widget = getattr(self._window, f"{page}_page")
        self._window.tabs.setCurrentWidget(widget)
        click(button(widget, f"{page}_button"))
        _wait(lambda: button(widget, stop_name).isVisible())
        QTest.qWait(400)  # The mirror is asked.
        return button(widget, stop_name)

    def times(self) -> list[float]:
        """Return the milliseconds of Stop, of Cancel, and of closing during both downloads."""
        stop = self.download("train", "stop_button")
        stopping = _time(lambda: click(stop), self._is_ready)
        cancel = self.download("evaluate", "evaluate_cancel_button")
        cancelling = _time(lambda: click(cancel), self._is_ready)
        self.download("evaluate", "evaluate_cancel_button")
        self.download("train", "stop_button")
        return [stopping, cancelling, _time(self._window.close, lambda: True)]

    def _is_ready(self) -> bool:
        training, evaluation = self._window.workspace.training, self._window.workspace.evaluation
        return not (training.is_busy or evaluation.is_running)


def _time(act: Callable[[], object], is_done: Callable[[], bool]) -> float:
    started = perf_counter()
    act()
    _wait(is_done)
    return 1e3 * (perf_counter() - started)


def _wait(condition: Callable[[], bool]) -> None:
    deadline = perf_counter() + _LONGEST
    while not condition():
        if perf_counter() > deadline:
            raise TimeoutError
        QTest.qWait(1)


def time_window(way: str, mirror: str, folder: Path) -> list[float]:
    """Return the times of the window, which is that of a process of its own."""
    process = _child("tests.benchmarks.stopping", "--window", way, mirror, folder=folder)
    printed, errors = process.communicate(timeout=120)
    if process.returncode:
        raise RuntimeError(f"{way}: {errors.decode()}")
    return [float(number) for number in printed.split()]


def interrupt(way: str, mirror: str, command: str, folder: Path) -> float:
    """Return the milliseconds from Ctrl-C until a command has ended."""
    process = _child("tests.support.inputs.foreign.hanging", way, mirror, command, folder=folder)
    assert process.stdout is not None
    process.stdout.readline()  # The mirror is asked.
    time.sleep(0.3)
    started = perf_counter()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=60)
    taken = 1e3 * (perf_counter() - started)
    last = errors.decode().strip().splitlines()[-1]
    if process.returncode != 1 or "Stopped." not in last:
        raise RuntimeError(f"{way}: {command} ended with {process.returncode}: {errors.decode()}")
    return taken


def _child(module: str, *argv: str, folder: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", module, *argv],
        cwd=Path(__file__).parents[2],
        env={**os.environ, "LENET_DATA_DIR": str(folder), "TMPDIR": str(folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run_window(way: str, mirror: str) -> None:
    """Show the window in this process and print its times."""
    with hanging(way, mirror):
        application = QApplication([])
        print(*Window(data_dir()).times())
        del application


def measure(way: str, rounds: int) -> list[float]:
    """Return the largest times of Stop, Cancel, closing, and Ctrl-C during train and evaluate."""
    times: list[list[float]] = []
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder, serving(WAYS[way]) as mirror:
            window = time_window(way, mirror, Path(folder))
            commands = (
                interrupt(way, mirror, name, Path(folder)) for name in ("train", "evaluate")
            )
            times.append([*window, *commands])
    return [max(column) for column in zip(*times, strict=True)]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS), metavar="WAY")
    parser.add_argument("--window", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args(argv)
    if arguments.window:
        run_window(*arguments.window)
        return
    columns = "Stop", "Cancel", "close", "^C train", "^C evaluate"
    print(f"{'ms, the mirror':32}", *(f"{column:>12}" for column in columns))
    for way in arguments.only:
        figures = measure(way, arguments.rounds)
        print(f"{way:32}", *(f"{figure:12.0f}" for figure in figures), flush=True)


if __name__ == "__main__":
    main()
