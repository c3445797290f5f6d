"""Measure how responsive the window is while it trains on the CPU, and how fast it trains.

First, a timer of 5 ms in the GUI thread records its lateness while a network is trained on MNIST in
the real window and strokes are drawn on the pad. Then the speed of the same training is measured in
the window and as the command line consumes it, alternately. Last, runs are started and stopped many
times.

    LENET_DATA_DIR=... python -m tests.benchmarks.smoothness [--seconds 60] [--pairs 3] [--soak 0]
"""

from __future__ import annotations

import argparse
import math
import os
import tempfile
import threading
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEventLoop, QObject, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from core.data.sources import MNIST
from core.runs.carry_out import TrainingRequest, carry_out
from core.training.events import BatchesDone
from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.process.allocator import exclude_from_collection, keep_memory_flat
from lenet_desktop.state.settings import Settings
from lenet_desktop.window.main_window import MainWindow

TICK = 0.005
MOVES_PER_STROKE = 60


class Ticks(QObject):
    """Records when a precise timer of 5 ms fires."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []
        self._timer = QTimer(self, interval=5, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._note)
        self._timer.start()

    def _note(self) -> None:
        self.times.append(perf_counter())

    def lateness_ms(self, since: float) -> np.ndarray:
        """Return by how many ms each tick came later than 5 ms after the previous one."""
        times = np.array([time for time in self.times if time > since])
        return np.maximum(np.diff(times) - TICK, 0) * 1e3


class Hand(QObject):
    """Draws loops on the pad at 60 moves per second."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__()
        self._window, self._step = window, 0
        self._timer = QTimer(self, interval=16)
        self._timer.timeout.connect(self._move)
        self._timer.start()

    def _move(self) -> None:
        pad, left = self._window.draw_page.pad, Qt.MouseButton.LeftButton
        stroke, step = divmod(self._step, MOVES_PER_STROKE)
        angle = 1.9 * math.pi * step / MOVES_PER_STROKE + stroke
        side = pad.width()
        place = QPoint(
            round(side * (0.5 + 0.25 * math.cos(angle))),
            round(side * (0.5 + 0.25 * math.sin(angle))),
        )
        if step == 0:
            self._window.draw_page.bar.clear.trigger()
            QTest.mousePress(pad, left, Qt.KeyboardModifier.NoModifier, place)
        QTest.mouseMove(pad, place)
        if step == MOVES_PER_STROKE - 1:
            QTest.mouseRelease(pad, left, Qt.KeyboardModifier.NoModifier, place)
        self._step += 1


class Bench:
    """The window, with its own folders for settings and runs."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._runs = folder, 0
        self.window = build_window(settings=Settings(folder / "settings.ini", folder / "runs"))
        self.window.resize(1080, 740)
        self.window.filled.connect(exclude_from_collection)  # As the program does.
        self.window.show()
        self.training = self.window.workspace.training

    def start(self, batch_size: int) -> None:
        """Start a run on MNIST that lasts longer than any measurement."""
        self._runs += 1
        plan = replace(PRESETS["report"], batch_size=batch_size)
        folder = self._folder / "runs" / str(self._runs)
        self.training.start(TrainingRequest(plan, (MNIST,), folder, "cpu"))

    def stop(self) -> None:
        """Stop the run and wait until it has ended."""
        loop = QEventLoop()
        self.training.ended.connect(loop.quit)
        self.training.stop()
        if self.training.is_busy:
            loop.exec()

    def smoothness(self, batch_size: int, seconds: float, warm_up: float) -> None:
        """Print the lateness of the GUI thread's ticks while strokes are drawn."""
        self.window.tabs.setCurrentWidget(self.window.draw_page)
        self.start(batch_size)
        wait(warm_up)
        ticks, hand, since = Ticks(), Hand(self.window), perf_counter() + 1
        wait(seconds + 1)
        late = ticks.lateness_ms(since)
        for helper in (ticks, hand):
            helper.deleteLater()
        self.stop()
        p50, p99 = np.percentile(late, [50, 99])
        print(
            f"batch size {batch_size:4}: {len(late)} ticks late by p50 {p50:.1f}, p99 {p99:.1f}, "
            f"maximum {late.max():.1f} ms"
        )

    def rate_in_window(self, batch_size: int, seconds: float) -> float:
        """Return the images per second of a run in the window, with the live curves visible."""
        self.window.tabs.setCurrentWidget(self.window.train_page)
        marks: list[tuple[float, int]] = []

        training = self.training

        class Listener(QObject):
            def note(self) -> None:
                if training.progress and training.progress.batches:
                    marks.append((perf_counter(), training.progress.steps_done))

        listener = Listener()
        training.advanced.connect(listener.note)
        self.start(batch_size)
        while not marks:
            wait(0.05)
        wait(seconds)
        training.advanced.disconnect(listener.note)
        self.stop()
        return rate(marks, batch_size)

    def soak(self, times: int) -> None:
        """Start and stop runs; print threads, timers and memory from time to time."""
        for number in range(times + 1):
            if number % max(times // 10, 1) == 0:
                timers = len(self.window.findChildren(QTimer))
                print(
                    f"after {number:5} runs: {threading.active_count()} threads, {timers} timers, "
                    f"{resident_mb():.0f} MB"
                )
            self.start(128)
            wait(0.15)
            self.stop()


def rate_on_the_command_line(batch_size: int, seconds: float) -> float:
    """Return the images per second of the same run as `lenet-desktop train` carries it out."""
    plan = replace(PRESETS["report"], batch_size=batch_size)
    marks: list[tuple[float, int]] = []
    with tempfile.TemporaryDirectory() as folder:
        request = TrainingRequest(plan, (MNIST,), Path(folder) / "run", "cpu")
        with closing(carry_out(request, interval=0.1)) as events:
            for event in events:
                if isinstance(event, BatchesDone):
                    marks.append((perf_counter(), event.step))
                    if marks[-1][0] - marks[0][0] > seconds:
                        break
    return rate(marks, batch_size)


def rate(marks: list[tuple[float, int]], batch_size: int) -> float:
    """Return the images per second between the marks, without the first second."""
    steady = [mark for mark in marks if mark[0] > marks[0][0] + 1]
    (start, first), (end, last) = steady[0], steady[-1]
    return (last - first) * batch_size / (end - start)


def resident_mb() -> float:
    """Return the resident memory of this process in MB; NaN where it is unknown."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return float("nan")
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def wait(seconds: float) -> None:
    """Run the event loop for a number of seconds."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--soak", type=int, default=0)
    parser.add_argument("--batch-sizes", type=int, nargs="+", default=(1500, 128))
    parser.add_argument("--warm-up", type=float, default=3, help="seconds before measuring")
    parser.add_argument("--run-seconds", type=float, default=12, help="seconds per run of a pair")
    arguments = parser.parse_args(argv)
    keep_memory_flat()  # As the program does.
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(Path(folder))
        wait(1)
        for batch_size in arguments.batch_sizes:
            if arguments.seconds:
                bench.smoothness(batch_size, arguments.seconds, arguments.warm_up)
        for batch_size in arguments.batch_sizes:
            ratios = [
                bench.rate_in_window(batch_size, arguments.run_seconds)
                / rate_on_the_command_line(batch_size, arguments.run_seconds)
                for _ in range(arguments.pairs)
            ]
            if ratios:
                print(
                    f"batch size {batch_size:4}: {median(ratios):.3f} times as fast in the window "
                    f"as on the command line ({min(ratios):.3f} to {max(ratios):.3f})"
                )
        if arguments.soak:
            bench.soak(arguments.soak)
        bench.window.close()
    application.processEvents()


if __name__ == "__main__":
    main()
