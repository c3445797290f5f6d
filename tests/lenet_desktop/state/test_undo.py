"""The undo stack against a list of all states, under random sequences of steps."""

from __future__ import annotations

import random
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtTest import QSignalSpy

from lenet_desktop.state.undo import Step, UndoStack

LIMIT = 5


class Value:
    def __init__(self):
        self.value = 0

    def set(self, value):
        self.value = value

    def step_to(self, value):
        return Step(f"to {value}".__str__, partial(self.set, self.value), partial(self.set, value))


@pytest.mark.parametrize("seed", range(20))
def test_random_steps_lead_where_the_list_of_states_says(qapp, seed):
    rng = random.Random(seed)
    stack, shown = UndoStack(LIMIT), Value()
    states, position = [0], 0
    for number in range(1, 200):
        match rng.choice(["push", "undo", "redo"]):
            case "push":
                stack.push(shown.step_to(number))
                states, position = [*states[: position + 1], number][-LIMIT - 1 :], position + 1
                position = min(position, LIMIT)
            case "undo":
                stack.undo()
                position = max(position - 1, 0)
            case "redo":
                stack.redo()
                position = min(position + 1, len(states) - 1)
        assert shown.value == states[position]
        assert len(stack) == len(states) - 1
        undo, redo = stack.undo_step, stack.redo_step
        assert (undo and undo.text()) == (f"to {states[position]}" if position else None)
        following = states[position + 1 : position + 2]
        assert (redo and redo.text()) == (f"to {following[0]}" if following else None)


def test_only_what_happens_is_reported(qapp):
    stack, shown = UndoStack(LIMIT), Value()
    changed = QSignalSpy(stack.changed)
    stack.undo()
    stack.redo()
    assert changed.count() == 0
    stack.push(shown.step_to(1))
    stack.undo()
    stack.redo()
    assert changed.count() == 3


CYCLE = """
import gc
from PySide6.QtCore import QCoreApplication, QObject
from lenet_desktop.state.snapshots import SnapshotHistory

app = QCoreApplication([])
for _ in range(200):
    parent = QObject()
    history = SnapshotHistory(0, parent)
    parent.history, history.itself = history, history
    for value in range(1, 20):
        history.replace(value)
    del parent, history
    gc.collect()
print("alive")
"""


def test_histories_in_cycles_are_collected():
    root = Path(__file__).parents[3]
    result = subprocess.run(
        [sys.executable, "-c", CYCLE], capture_output=True, text=True, timeout=60, cwd=root
    )
    assert (result.returncode, result.stdout) == (0, "alive\n")


def test_old_steps_are_dropped_when_their_memory_grows_too_large():
    stack = UndoStack(10, most_bytes=100)
    for n_bytes in (30, 0, 60, 20, 10):
        stack.push(Step(str, lambda: None, lambda: None, n_bytes))
    assert len(stack) == 4
    stack.push(Step(str, lambda: None, lambda: None, 1000))
    assert len(stack) == 1
