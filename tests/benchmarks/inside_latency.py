"""Measure the time from a pointer movement to the painted strip of the Inside page.

Mouse moves are sent to the pad of the page at the rate of a mouse. Each is timed until every value
of every layer has been computed, painted and flushed to the screen. Then random values of every
layer are explained.

    python -m tests.benchmarks.inside_latency [--moves N] [--size WIDTHxHEIGHT] [--json]
        [--train | --load]

Set QT_QPA_PLATFORM to xcb on a display, or to offscreen without one.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

import numpy as np
from PySide6.QtCore import QEventLoop, QSize, SignalInstance
from PySide6.QtWidgets import QApplication

from core.data.sources import SYNTHETIC
from core.recognition.activations import Activations
from core.recognition.explain import WeightedSum, explain_value
from core.runs.carry_out import TrainingRequest
from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.process.allocator import exclude_from_collection, keep_memory_flat
from lenet_desktop.state.settings import Settings
from tests.benchmarks.latency import WARM_UP, measure, size

EXPLANATIONS = 1000


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    arguments = parse(argv)
    keep_memory_flat()  # As the program does.
    application = QApplication.instance() or QApplication([])
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini", Path(folder) / "runs")
        window = build_window(settings=settings)
        window.asks_before_closing = False
        window.resize(arguments.size)
        window.filled.connect(exclude_from_collection)  # As the program does.
        window.show()
        window.tabs.setCurrentWidget(window.inside_page)
        while window.workspace.device is None:
            application.processEvents()
        if arguments.train or arguments.load:
            plan = replace(PRESETS["quick"], epochs=1000)
            run = TrainingRequest(plan, (SYNTHETIC,), Path(folder) / "runs/one", "cpu")
            training = window.workspace.training
            training.start(run)
            while not arguments.load and training.progress is None:
                wait_for_signal(training.advanced)
        page = window.inside_page
        clear = page.actions_in("edit")[0]
        seconds = measure(page.pad, page.strip, clear, application, arguments.moves)
        latencies = np.array(list(seconds))[WARM_UP:] * 1e3
        explaining = explain(window.workspace.inspection.activations)
        window.close()
    figures = {
        "platform": application.platformName(),
        "window": f"{arguments.size.width()}x{arguments.size.height()}",
        "training": arguments.train,
        "loading": arguments.load,
        "moves": len(latencies),
        "p50_ms": round(float(np.percentile(latencies, 50)), 2),
        "p99_ms": round(float(np.percentile(latencies, 99)), 2),
        "max_ms": round(float(latencies.max()), 2),
        f"{EXPLANATIONS}_explanations_ms": round(explaining * 1e3, 2),
    }
    if arguments.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value}")
    return 0


def explain(found: Activations) -> float:
    """Explain random values of all stages, with their sums; return the seconds it takes."""
    rng = np.random.default_rng(0)
    stages = tuple(found.values)
    questions = [stages[int(at)] for at in rng.integers(len(stages), size=EXPLANATIONS)]
    places = [
        tuple(int(rng.integers(side)) for side in found.values[stage].shape) for stage in questions
    ]
    started = perf_counter()
    for stage, place in zip(questions, places, strict=True):
        explanation = explain_value(found, stage, place)
        if isinstance(explanation, WeightedSum):
            _ = explanation.sum
    return perf_counter() - started


def wait_for_signal(signal: SignalInstance) -> None:
    """Run the event loop until a signal is emitted."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    loop.exec()


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--moves", type=int, default=2000)
    parser.add_argument("--size", type=size, default=QSize(1280, 800), metavar="WIDTHxHEIGHT")
    during = parser.add_mutually_exclusive_group()
    during.add_argument("--train", action="store_true", help="while a run trains on the CPU")
    during.add_argument("--load", action="store_true", help="while a run writes its digits")
    parser.add_argument("--json", action="store_true")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
