"""Windows that are killed while they save: what they do, and what must be left of it."""

from __future__ import annotations

import json
from pathlib import Path

from PySide6.QtCore import QSettings

from core.ink.ink_files import load_digits
from core.runs.aside import restore_leftovers
from core.runs.library import RunSummary, list_runs
from core.runs.notes import NOTES_FILE, load_notes
from lenet_desktop.state.settings import Settings
from tests.support.inputs.runs import checkpoint, contents, store_run

RUNS = [f"2026-01-0{day} 10.00.00" for day in range(1, 5)]
LESSON = """---
title: Twenty steps
---
""" + "".join(f"## Step {number}\nRead.\n" for number in range(20))

IN_THE_STORES = """
import itertools, json, random, sys
from pathlib import Path
import numpy as np
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from core.digits import LABELS
from core.runs.library import RunSummary
from core.runs.notes import RunNotes
from lenet_desktop.app import build_window
from lenet_desktop.state.settings import Settings
from tests.support.window.hand import Hand

home, seed = Path(sys.argv[1]), int(sys.argv[2])
rng = random.Random(seed)
application = QApplication([])
window = build_window(
    settings=Settings(home / "s.ini", home / "runs", home / "digits.jsonl")
)
window.asks_before_closing = False
window.show()
workspace = window.workspace
folders, collecting, lessons = workspace.run_folders, workspace.collecting, window.lessons
lessons.open(home / "lesson.md")

def saved(kind, value):
    print(json.dumps([kind, value]), flush=True)

def wait_for_digits():
    while workspace.my_digits._store._is_busy:
        QTest.qWait(1)

for number in itertools.count():
    runs = [run for run in workspace.earlier_runs.runs if isinstance(run, RunSummary)]
    match rng.randrange(6):
        case 0 if runs:
            run = rng.choice(runs)
            if run.folder.exists():
                notes = RunNotes(f"name {seed} {number}", "line\\n" * rng.randrange(400))
                folders.annotate(run, notes)
                saved("name", [run.folder.name, notes.name])
        case 1 if runs:
            folders.delete(rng.sample(runs, rng.randrange(1, len(runs) + 1)))
        case 2:
            folders.undo()
        case 3:
            strokes = (np.array([[rng.random(), rng.random()], [0.5, number / 1e6]]),)
            workspace.my_digits.keep(strokes, rng.randrange(len(LABELS)))
            wait_for_digits()
            saved("digit", [stroke.tolist() for stroke in strokes])
        case 4:
            if not collecting.is_active:
                collecting.start()
            Hand(window.draw_page.pad).draw((rng.random(), 0.2), (rng.random(), 0.8))
            collecting.accept()
            wait_for_digits()
            saved("digits", len(workspace.my_digits.drawings))
        case _:
            step = rng.randrange(20)
            lessons.go(step)
            saved("steps", sorted(lessons.place.done))
    QTest.qWait(rng.randrange(3))
"""


class KilledStores:
    """What a window keeps: runs with names, My Digits, and the progress in a lesson."""

    def __init__(self, home: Path) -> None:
        self.home, self.library = home, home / "runs"
        for name in RUNS:
            store_run(self.library / name, checkpoint(1, batches=5))
        (home / "lesson.md").write_text(LESSON, "utf-8")
        self._before = {name: self._of_run(name) for name in RUNS}
        self._names: dict[str, dict[int, int]] = {name: {} for name in RUNS}
        self._done: set[int] = set()
        self._digits: list[object] = []
        self._n_digits = 0

    def _of_run(self, name: str) -> dict[str, bytes]:
        found = contents(self.library / name)
        return {file: found[file] for file in found if not file.startswith((".", NOTES_FILE))}

    def faults_after(self, printed: str) -> list[str]:
        """Return what is wrong after a kill of one or more windows.

        Parameters
        ----------
        printed
            What the windows had printed: what they had saved, a line each.
        """
        for line in printed.splitlines():
            if line.endswith("]"):  # Unless the kill has cut it.
                self._take(*json.loads(line))
        restore_leftovers(self.library)
        return [*self._faults_of_runs(), *self._faults_of_digits(), *self._faults_of_progress()]

    def _take(self, kind: str, value) -> None:
        match kind:
            case "name":
                _, seed, number = value[1].split()
                self._names[value[0]][int(seed)] = int(number)
            case "digit":
                self._digits.append(value)
            case "digits":
                self._n_digits = value
            case _:
                self._done |= set(value)

    def _faults_of_runs(self) -> list[str]:
        if {folder.name for folder in self.library.iterdir()} != set(RUNS):
            return [f"the runs are {sorted(folder.name for folder in self.library.iterdir())}"]
        faults = [
            f"{name} has changed" for name in RUNS if self._of_run(name) != self._before[name]
        ]
        listed = [run for run in list_runs(self.library) if isinstance(run, RunSummary)]
        if len(listed) < len(RUNS):
            faults.append("a run cannot be read")
        for run, saved in self._names.items():
            name = load_notes(self.library / run).name
            found = [int(number) for number in name.split()[1:]] or [-1, -1]
            # A later change may be in the file although the window could not tell it any more.
            if found[1] < saved.get(found[0], -1) or found[0] < max(saved, default=-1) - 1:
                faults.append(f"{run} is called {name!r}, not {saved}")
        if damaged := [*self.library.rglob("*(damaged *")]:
            faults.append(f"damaged: {damaged}")
        return faults

    def _faults_of_digits(self) -> list[str]:
        file = self.home / "digits.jsonl"
        if not file.exists():
            return ["My Digits are gone"] if self._digits or self._n_digits else []
        drawings, rejected = load_digits(file)
        inks = [[stroke.tolist() for stroke in drawing.strokes] for drawing in drawings]
        lost = sum(digit not in inks for digit in self._digits)
        if rejected or lost or len(drawings) < self._n_digits:
            return [f"My Digits: {lost} lost, {len(rejected)} damaged, {len(drawings)} left"]
        return []

    def _faults_of_progress(self) -> list[str]:
        file = self.home / "s.ini"
        done = set(Settings(file).lesson_place(str(self.home / "lesson.md"))[1])
        status = QSettings(str(file), QSettings.Format.IniFormat).status()
        if status is QSettings.Status.NoError and done >= self._done:
            return []
        return [f"progress: {done}, not {self._done}; {status}"]
