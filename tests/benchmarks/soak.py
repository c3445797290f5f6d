"""Carry out random actions in the real window and report whatever goes wrong.

After each action there must have been no Python exception on any thread, no warning of Qt and no
error message about anything but a file or the user's own choice. At the end no thread, timer or
window may be left, and the memory must be flat.

    python -m tests.benchmarks.soak [--actions 1000] [--seed 0]

Exits with 1 after a fault. The same seed repeats the same actions, but not their timing.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

import numpy as np
from PySide6.QtCore import QMimeData, Qt, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMessageBox, QWidget

from lenet_desktop.app import build_window
from lenet_desktop.process.allocator import keep_memory_flat
from lenet_desktop.state.job import _Thread
from lenet_desktop.state.settings import Settings
from tests.support.faults import Faults, Samples, kept_mb, n_threads
from tests.support.jobs import let_jobs_run
from tests.support.window.hand import Hand
from tests.support.window.soak_actions import MoreActions
from tests.support.window.training import plan

MOST_GROWTH = 100  # MB that the second half of the actions may add, as what undo keeps.
LONG = 500  # Actions from which the memory is compared.


class Soak(MoreActions):
    """A window and the actions in it; their names begin with `do_`."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.rng, self.folder, self.samples = random.Random(seed), folder, Samples(folder / "files")
        settings = Settings(folder / "s.ini", folder / "runs", folder / "digits.jsonl")
        self.window = build_window(settings=settings)
        self.window.asks_before_closing = False
        self.window.resize(1000, 700)
        self.window.show()
        self.workspace = self.window.workspace
        self.actions = [name for name in dir(self) if name.startswith("do_")]

    def any_file(self) -> Path:
        return self.rng.choice(self.samples.good if self.rng.random() < 0.5 else self.samples.bad)

    def answers(self) -> ExitStack:
        """Answer dialogs by chance."""
        stack, box = ExitStack(), QMessageBox.StandardButton
        answers = {
            (QMessageBox, "exec"): lambda *_: self.rng.choice((box.Yes, box.No)),
            (QMessageBox, "about"): lambda *_: None,
            (QFileDialog, "getOpenFileName"): lambda *_: (str(self.any_file()), ""),
            (QFileDialog, "getSaveFileName"): lambda *_: (str(self.new_file()), ""),
            (QFileDialog, "getExistingDirectory"): lambda *_: str(self.folder),
        }
        for (owner, name), answer in answers.items():
            stack.enter_context(patch.object(owner, name, answer))
        return stack

    def new_file(self) -> Path:
        kinds = ".jsonl", ".jsonl.gz", ".png", ".svg", ".csv", ".npz", ".safetensors", ".xyz"
        return self.folder / f"saved {self.rng.randrange(3)}{self.rng.choice(kinds)}"

    def mime(self) -> QMimeData:
        data = QMimeData()
        match self.rng.randrange(4):
            case 0:
                data.setUrls([QUrl.fromLocalFile(str(self.any_file()))])
            case 1:
                side = self.rng.choice((1, 30, 700, 4000))
                image = QImage(side, side, QImage.Format.Format_ARGB32)
                image.fill(self.rng.choice((0, 0xFF808080)))
                data.setImageData(image)
            case 2:
                data.setData("application/x-lenet-desktop-ink", self.any_file().name.encode())
            case _:
                data.setText("7")
        return data

    def do_draw(self) -> None:
        hand = Hand(self.window.draw_page.pad)
        places = [(self.rng.random(), self.rng.random()) for _ in range(self.rng.randrange(1, 12))]
        buttons = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
        hand.draw(*places, button=self.rng.choice(buttons))

    def do_keys(self) -> None:
        keys = *"0123456789", "Del", "Ctrl+Z", "Ctrl+Shift+Z", "Ctrl+C", "Ctrl+V", "Tab", "Esc"
        more = "PgDown", "PgUp", "Alt+Left", "Space", "Ctrl+A", "Down", "Ctrl+I", "Return"
        for key in self.rng.choices((*keys, *more), k=4):
            QTest.keySequence(QApplication.focusWidget() or self.window, key)

    def do_undo_and_redo(self) -> None:
        stack = self.rng.choice(
            (self.workspace.pad_history.undo_stack, self.workspace.my_digits.undo_stack)
        )
        for change in self.rng.choices((stack.undo, stack.redo), k=6):
            change()

    def do_clear(self) -> None:
        self.window.draw_page.bar.clear.trigger()

    def do_open(self) -> None:
        self.window.files.open(self.any_file())

    def do_open_several(self) -> None:
        for _ in range(3):
            self.do_open()

    def do_paste(self) -> None:
        QGuiApplication.clipboard().setMimeData(self.mime())
        self.window.files.paste()

    def do_drop(self) -> None:
        self.rng.choice(self.window.pages).dropped.emit(self.mime())

    def do_save_and_copy(self) -> None:
        self.window.files.choose_where_to_save_drawing()
        self.window.files.choose_where_to_save_weights()
        self.window.files.copy()

    def do_turn_to_page(self) -> None:
        self.window.tabs.setCurrentIndex(self.rng.randrange(len(self.window.pages)))

    def do_resize(self) -> None:
        self.window.resize(self.rng.randrange(300, 2200), self.rng.randrange(300, 1500))

    def do_minimise_and_restore(self) -> None:
        self.window.showMinimized()
        QTest.qWait(self.rng.randrange(10))
        self.window.showNormal()

    def do_change_appearance(self) -> None:
        self.window.theme.appearance = self.rng.choice(("light", "dark", "system"))

    def do_train(self) -> None:
        page = self.window.train_page
        page.setup.data.show_sources((str(self.samples.data),))
        page.setup.form.show_plan(plan(epochs=self.rng.choice((1, 2, 100))))
        page.train()

    def do_pause_resume_or_stop_training(self) -> None:
        training = self.workspace.training
        for act in self.rng.choices((training.pause, training.resume, training.stop), k=2):
            act()

    def do_evaluate(self) -> None:
        page = self.window.evaluate_page
        page.bar.add_data(self.rng.choice((self.samples.data, self.any_file())))
        if page.run.progress is None:
            page.evaluate()
        if self.rng.random() < 0.3:
            page.run.stop()

    def do_learn(self) -> None:
        tuning, page = self.workspace.fine_tuning, self.window.my_digits_page
        if not tuning.is_active:
            page.bar.learn_button.click()
        elif tuning.result is None:
            self.rng.choice((tuning.stop, lambda: None))()
        else:
            self.rng.choice((tuning.keep, tuning.discard))()

    def do_change_my_digits(self) -> None:
        digits = self.workspace.my_digits
        some = self.rng.sample(digits.drawings, min(len(digits.drawings), self.rng.randrange(9)))
        match self.rng.randrange(5):
            case 0:
                digits.delete(some)
            case 1:
                digits.relabel(some, self.rng.randrange(10))
            case 2:
                digits.import_from(self.rng.choice((self.samples.ink, self.any_file())))
            case 3:
                digits.export_to(self.new_file())
            case _:
                digits.keep((np.array([[self.rng.random(), 0.1], [0.5, 0.9]]),), 1)

    def do_click_a_button(self) -> None:
        buttons = [
            button
            for button in self.window.findChildren(QAbstractButton)
            if button.isVisible() and button.isEnabled() and not getattr(button, "menu", bool)()
        ]
        if buttons:  # There are none while the window is built again.
            self.rng.choice(buttons).click()

    def do_export(self) -> None:
        for page in (self.window.evaluate_page, self.window.train_page):
            for _, export in page.export_button._exports()[:1]:
                page.export_button.save(self.new_file(), export)

    def settle(self) -> None:
        """Stop all work, and show the first page."""
        workspace = self.workspace
        workspace.training.stop()
        workspace.evaluation.stop()
        workspace.fine_tuning.stop()
        workspace.collecting.stop()
        workspace.experiment.reset()
        workspace.shown_weights.choose(workspace.shown_weights.sources[0])
        self.window.set_presenting(False)
        self.window.side.set_open(False)
        self.window.set_size(100)
        self.window.set_language("en")
        for dialog in QApplication.topLevelWidgets():
            if dialog is not self.window and dialog.isVisible():
                dialog.close()
        self.wait()
        workspace.experiment_run.close()
        for index in (1, 2, 3, 4, 0):
            self.window.tabs.setCurrentIndex(index)
            QTest.qWait(60)
        neighbours = workspace.neighbours
        neighbours.watch(is_watched=False)
        self.wait()
        neighbours.found = neighbours._represented = None  # 70 MB, kept once for all drawings.
        gc.collect()

    def wait(self) -> None:
        """Wait until no job runs, for 20 s at most."""
        for _ in range(1000):
            if _Thread._running:
                let_jobs_run(20)

    def left(self) -> dict[str, int]:
        """Count what must not grow."""
        self.settle()
        return {
            "threads": len(_Thread._running) + n_threads(),
            "timers": len(self.window.findChildren(QTimer)),
            "widgets": len(self.window.findChildren(QWidget)),
            "windows": len([w for w in QApplication.topLevelWidgets() if w.isVisible()]),
        }


def main(argv: Sequence[str] | None = None) -> int:
    """Act, and print what went wrong, what was done, and the memory."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--actions", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--verbose", action="store_true", help="print each action")
    arguments = parser.parse_args(argv)
    keep_memory_flat()
    application = QApplication.instance() or QApplication([])
    faults, done, memory = Faults(), Counter[str](), list[float]()
    step = max(arguments.actions // 10, 1)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        soak = Soak(Path(folder), arguments.seed)
        before = soak.left()
        with soak.answers():
            for number in range(arguments.actions):
                name = soak.rng.choice(soak.actions)
                if arguments.verbose:
                    print(number, name, flush=True)
                n_faults = len(faults.found)
                getattr(soak, name)()
                QTest.qWait(soak.rng.choice((0, 1, 30)))
                done[name.removeprefix("do_")] += 1
                faults.found[n_faults:] = [f"{number} {name}: {f}" for f in faults.found[n_faults:]]
                if number == 5 * step:
                    soak.settle()  # as at the end: running jobs need memory of their own
                if number % step == 0:
                    memory.append(kept_mb())
            after = soak.left()
        memory.append(kept_mb())
        for name in ("threads", "timers", "windows"):
            if after[name] > before[name]:
                faults.note(f"{name}: {before[name]} before, {after[name]} after")
        if after["widgets"] > 1.1 * before["widgets"]:
            faults.note(f"widgets: {before['widgets']} before, {after['widgets']} after")
        growth = memory[-1] - memory[len(memory) // 2]
        if arguments.actions >= LONG and growth > MOST_GROWTH:
            faults.note(f"memory: {growth:.0f} MB more in the second half")
        soak.window.close()
        windows = QApplication.topLevelWidgets()
        faults.found += [f"left open: {window}" for window in windows if window.isVisible()]
        application.clipboard().clear()
    print(f"seed {arguments.seed}: {arguments.actions} actions of {len(done)} kinds: {dict(done)}")
    print(f"memory in MB: {', '.join(f'{mb:.0f}' for mb in memory)}; {before}, {after}")
    print(f"{len(faults.found)} faults", *faults.found, sep="\n")
    return bool(faults.found)


if __name__ == "__main__":
    sys.exit(main())
