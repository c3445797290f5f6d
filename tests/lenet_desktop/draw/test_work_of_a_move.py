"""What a movement of the pen costs, in calls of functions: on the page in front, and on others."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

import lenet_desktop

MOVES = 40
ROOMS = Path(lenet_desktop.__file__).parent
HIDDEN = "inside", "train", "evaluate", "my_digits", "lessons"


@pytest.fixture
def calls(window, hand):
    """Calls per movement, by the room of the window that they are in."""
    for page in window.tabs.pages:
        page.fill()
    counted: Counter[str] = Counter()

    def count(frame, kind, _argument):
        if kind == "call":
            file = Path(frame.f_code.co_filename)
            inside = file.is_relative_to(ROOMS)
            counted[file.relative_to(ROOMS).parts[0] if inside else "other"] += 1

    hand.press(0.3, 0.3)
    for number in range(MOVES):
        angle = number / MOVES
        sys.setprofile(count)
        try:
            hand.move(0.3 + 0.4 * angle, 0.3 + 0.4 * angle**2)
            window.workspace.reader.catch_up()
        finally:
            sys.setprofile(None)
    hand.release(0.7, 0.7)
    return {room: n / MOVES for room, n in counted.items()}


def test_hidden_pages_do_no_work_for_a_movement(calls):
    assert sum(calls.get(room, 0) for room in HIDDEN) < 20


def test_a_movement_takes_few_calls(calls):
    assert sum(calls.values()) < 550
