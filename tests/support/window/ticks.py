"""How long the GUI thread was blocked, by a timer that ticks in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter, thread_time

import numpy as np
from PySide6.QtCore import QAbstractEventDispatcher, QEventLoop, QObject, Qt, QTimer

LONGEST = 60.0
"""Seconds after which an action is taken to be done."""
Act = Callable[[], object]


@dataclass(frozen=True)
class Gap:
    """The longest time between two ticks in ms, and the GUI thread's processor time in it."""

    wall: float
    own: float


class Ticks(QObject):
    """Records wall and processor time in every turn of the event loop, at least each ms."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[tuple[float, float]] = []
        timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        timer.timeout.connect(self.note)
        timer.start()
        # A timer of 0 ms may fire in two turns before the other one does.
        QAbstractEventDispatcher.instance().awake.connect(self.note)

    def note(self) -> None:
        self.times.append((perf_counter(), thread_time()))

    def longest(self) -> Gap:
        steps = np.diff(np.array(self.times), axis=0) * 1e3
        return Gap(*map(float, steps[steps[:, 0].argmax()]))


def wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def measure(act: Act, is_done: Callable[[], object] = lambda: True, settle: float = 0.4) -> Gap:
    """Carry out an action in the event loop and return the longest gap until it has settled."""
    wait(settle)
    ticks = Ticks()
    wait(0.02)
    QTimer.singleShot(0, act)
    started = perf_counter()
    wait(0.05)
    while not is_done() and perf_counter() - started < LONGEST:
        wait(0.02)
    wait(settle)
    ticks.note()
    longest = ticks.longest()
    ticks.deleteLater()
    return longest
