"""Measure how long each action blocks the GUI thread of the real window.

A precise timer of 1 ms ticks in the GUI thread while each action is carried out. The longest time
between two ticks is printed, with the processor time that the GUI thread took in it: much less
means that the thread waited for another one or for the processor.

    LENET_DATA_DIR=... python -m tests.benchmarks.blocking [--only GROUP...] [--repeats 3]

Set QT_QPA_PLATFORM to xcb on a display, or to offscreen without one.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from core.data.sources import MNIST
from core.ink.drawing import Drawing
from core.ink.ink_files import save_drawings
from core.network.weight_files import save_weights
from core.runs.carry_out import TrainingRequest
from core.training.presets import PRESETS
from lenet_desktop.app import build_window
from lenet_desktop.process.allocator import keep_memory_flat
from lenet_desktop.state.pad_content import content_of
from lenet_desktop.state.settings import Settings
from lenet_desktop.window.main_window import MainWindow
from tests.support.inputs.networks import random_weights
from tests.support.inputs.runs import checkpoint, store_run
from tests.support.window.hand import Hand
from tests.support.window.ticks import Act, Gap, measure, wait


class Bench:
    """Windows with their own folders, and files of a size that a share scales."""

    def __init__(self, folder: Path, share: float, settle: float) -> None:
        self.folder, self.share, self.settle = folder, share, settle
        self.window: MainWindow = None  # type: ignore[assignment]

    @contextmanager
    def opened(self, digits: int = 0, runs: int = 0) -> Iterator[MainWindow]:
        """Show a window with kept digits and earlier runs."""
        where = Path(tempfile.mkdtemp(dir=self.folder))
        if digits:
            save_drawings(where / "digits.jsonl", self.digits(digits))
        for number in range(runs and self.n(runs)):
            target = where / "runs" / f"2026-01-01 00.00.{number:03}"
            if number:
                shutil.copytree(where / "runs" / "2026-01-01 00.00.000", target)
            else:
                store_run(target, checkpoint(60, batches=33_000))
        settings = Settings(where / "s.ini", where / "runs", where / "digits.jsonl")
        self.window = build_window(settings=settings)
        self.window.asks_before_closing = False
        self.window.resize(1080, 740)
        self.window.show()
        wait(2 * self.settle)
        yield self.window
        self.window.close()
        self.window.deleteLater()
        wait(0.1)

    def measure(self, act: Act, is_done: Callable[[], object] = lambda: True) -> Gap:
        return measure(act, is_done, self.settle)

    def n(self, number: int) -> int:
        return max(round(number * self.share), 2)

    def digits(self, n: int) -> list[Drawing]:
        rng = np.random.default_rng(1)
        turns = np.linspace(0, 6, 40)
        ring = np.stack([np.cos(turns), np.sin(turns)], axis=1)
        return [
            Drawing(((ring * rng.uniform(0.1, 0.4, 2) + 0.5),), str(number % 10))
            for number in range(self.n(n))
        ]

    def photograph(self, megapixels: float, suffix: str) -> Path:
        """Write a picture of a dark stroke on noisy, unevenly lit paper."""
        path = self.folder / f"{megapixels}{suffix}"
        if not path.exists():
            side = int((megapixels * 1e6 * self.share) ** 0.5)
            grain = np.random.default_rng(0).integers(0, 12, (256, 256), np.uint8)
            paper = np.tile(grain, (side // 256 + 1, side // 256 + 1))[:side, :side]
            paper += np.linspace(150, 230, side, dtype=np.uint8)
            paper[side // 5 : 4 * side // 5, side // 2 : side // 2 + side // 20] = 30
            Image.fromarray(np.repeat(paper[:, :, None], 3, axis=2)).save(path, quality=90)
        return path

    def strokes(self, n: int, points: int) -> list[np.ndarray]:
        rng = np.random.default_rng(2)
        steps = rng.normal(0, 0.01, (self.n(n), points, 2)).cumsum(axis=1)
        return [*np.clip(rng.uniform(0.1, 0.9, (len(steps), 1, 2)) + steps, 0, 1)]

    def hand(self, moves: int) -> None:
        """Draw a stroke of so many moves, one each turn of the event loop."""
        hand = Hand(self.window.draw_page.pad)
        hand.press(0.2, 0.2)
        for number in range(moves):
            hand.move(0.2 + 0.6 * number / moves, 0.2 + 0.1 * (number % 7))
            wait(0.004)
        hand.release(0.8, 0.8)


Measured = tuple[str, Gap]


def pictures(bench: Bench) -> Iterator[Measured]:
    for megapixels, suffix in ((12, ".jpg"), (50, ".jpg"), (88, ".jpg"), (88, ".png")):
        path = bench.photograph(megapixels, suffix)
        with bench.opened() as window:
            history = window.workspace.pad_history

            def is_shown(history=history) -> bool:
                return history.value.picture is not None

            name = f"{megapixels} MP {suffix}"
            yield f"open {name}", bench.measure(partial(window.files.open, path), is_shown)
            yield f"undo {name}", bench.measure(history.undo_stack.undo)
            dropped = QMimeData()
            dropped.setUrls([QUrl.fromLocalFile(str(path))])
            yield f"drop {name}", bench.measure(partial(window.files.receive, dropped), is_shown)
            history.undo_stack.undo()
            if suffix == ".jpg":
                pasted = QMimeData()
                pixels = np.asarray(Image.open(path).convert("RGBA"))
                height, width, _ = pixels.shape
                image = QImage(pixels.data, width, height, QImage.Format.Format_RGBA8888)
                pasted.setImageData(image.convertToFormat(QImage.Format.Format_RGB32))
                yield (
                    f"paste {name}",
                    bench.measure(partial(window.files.receive, pasted), is_shown),
                )


def drawings(bench: Bench) -> Iterator[Measured]:
    path = bench.folder / "many.jsonl"
    strokes = bench.strokes(1000, 100)
    save_drawings(path, [Drawing(tuple(strokes))])
    with bench.opened() as window:
        history = window.workspace.pad_history
        yield (
            "open 1,000 strokes, 100,000 points",
            bench.measure(partial(window.files.open, path), lambda: history.value.strokes),
        )
        yield (
            "draw 60 moves on them",
            bench.measure(partial(bench.hand, 60), lambda: len(history.undo_stack) > 1),
        )
        yield "undo the stroke", bench.measure(history.undo_stack.undo)
        yield "undo the drawing", bench.measure(history.undo_stack.undo)
        yield "redo the drawing", bench.measure(history.undo_stack.redo)
        yield "resize the window with it", bench.measure(partial(window.resize, 1300, 900))
        yield "copy it", bench.measure(window.files.copy)
        crowd = content_of(bench.strokes(8000, 12))
        yield "show 8,000 strokes", bench.measure(partial(history.replace, crowd))
        yield "draw 3 moves on 8,000 strokes", bench.measure(partial(bench.hand, 3))
        history.replace(content_of(bench.strokes(1, 20_000)[:1]))
        yield "draw 60 moves on one of 20,000 points", bench.measure(partial(bench.hand, 60))


def pages(bench: Bench) -> Iterator[Measured]:
    with bench.opened() as window:
        for name in ("train", "evaluate", "my_digits", "draw"):
            page = getattr(window, f"{name}_page")
            act = partial(window.tabs.setCurrentWidget, page)
            yield f"first visit of {name}", bench.measure(act)


def looks(bench: Bench) -> Iterator[Measured]:
    with bench.opened() as window:
        dark = [partial(setattr, window.theme, "appearance", name) for name in ("dark", "light")]
        for page in window.pages:
            window.tabs.setCurrentWidget(page)
            wait(0.3)
        for page in window.pages:
            window.tabs.setCurrentWidget(page)
            yield f"theme, {page.objectName()} in front, idle", bench.measure(dark[0])
            dark[1]()
        yield "resize", bench.measure(partial(window.resize, 1400, 900))
        folder = bench.folder / "runs of looks"
        training = window.workspace.training
        training.start(TrainingRequest(PRESETS["report"], (MNIST,), folder, "cpu"))
        while training.checkpoint is None:
            wait(0.1)
        for page in window.pages:
            window.tabs.setCurrentWidget(page)
            yield f"theme, {page.objectName()} in front, training", bench.measure(dark[0])
            dark[1]()
        yield "stop training", bench.measure(training.stop, lambda: not training.is_busy)
        shutil.rmtree(folder, ignore_errors=True)


def texts(bench: Bench) -> Iterator[Measured]:
    with bench.opened() as window:
        for length in (1000, 100_000, 1_000_000):
            text = "long words " * max(bench.n(length) // 11, 1)
            yield (
                f"message of {length} characters",
                bench.measure(partial(window.workspace.notices.info, text)),
            )


def networks(bench: Bench) -> Iterator[Measured]:
    path = bench.folder / "w.safetensors"
    save_weights(path, random_weights(1))
    with bench.opened() as window:
        yield "open weights", bench.measure(partial(window.files.open, path))
        window.tabs.setCurrentWidget(window.evaluate_page)
        wait(0.3)
        run = window.workspace.evaluation
        yield (
            "evaluate MNIST's test images",
            bench.measure(window.evaluate_page.evaluate, lambda: run.progress is None),
        )
        yield (
            "theme with the evaluation",
            bench.measure(partial(setattr, window.theme, "appearance", "dark")),
        )


def kept(bench: Bench) -> Iterator[Measured]:
    with bench.opened(digits=2000) as window:
        digits, page = window.workspace.my_digits, window.my_digits_page
        reading = window.workspace.my_digits_reading
        act = partial(window.tabs.setCurrentWidget, page)
        yield "open My Digits with 2,000", bench.measure(act, lambda: reading.newest is not None)
        bar = page.gallery.tiles.verticalScrollBar()
        yield "scroll to the end", bench.measure(lambda: bar.setValue(bar.maximum()))
        some = digits.drawings[:5]
        yield "relabel 5 of 2,000", bench.measure(partial(digits.relabel, some, 3))
        yield "select all", bench.measure(page.gallery.tiles.selectAll)
        yield "relabel all", bench.measure(partial(digits.relabel, digits.drawings, 4))
        yield "delete all", bench.measure(partial(digits.delete, digits.drawings))
        yield "undo", bench.measure(digits.undo, lambda: reading.newest is not None)


def earlier(bench: Bench) -> Iterator[Measured]:
    with bench.opened(runs=200) as window:
        runs, page = window.workspace.earlier_runs, window.train_page
        act = partial(window.tabs.setCurrentWidget, page)
        yield "visit Train with 200 runs", bench.measure(act, lambda: runs.runs)
        yield "list them again", bench.measure(runs.refresh)


GROUPS = (pictures, drawings, pages, looks, texts, networks, kept, earlier)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    names = [group.__name__ for group in GROUPS]
    parser.add_argument("--only", nargs="+", default=names, choices=names, metavar="GROUP")
    parser.add_argument("--settle", type=float, default=0.4, help="seconds around an action")
    parser.add_argument("--share", type=float, default=1.0, help="scales the sizes of all data")
    parser.add_argument("--repeats", type=int, default=3)
    arguments = parser.parse_args(argv)
    keep_memory_flat()
    application = QApplication.instance() or QApplication([])
    print(f"platform {application.platformName()}: longest time between two ticks in ms")
    for group in GROUPS:
        if group.__name__ not in arguments.only:
            continue
        found: dict[str, list[Gap]] = {}
        for _ in range(arguments.repeats):
            with tempfile.TemporaryDirectory() as folder:
                for name, gap in group(Bench(Path(folder), arguments.share, arguments.settle)):
                    found.setdefault(name, []).append(gap)
        for name, gaps in found.items():
            wall, own = [gap.wall for gap in gaps], [gap.own for gap in gaps]
            spread = f"{min(wall):.0f} to {max(wall):.0f}"
            print(f"{name:45} {median(wall):6.0f} ({spread}), own {median(own):5.0f}", flush=True)
    # Data of Python's on the clipboard would outlive the interpreter.
    application.clipboard().clear()


if __name__ == "__main__":
    main()
