"""My Digits are read as they are now; a reading that fails is reported."""

from __future__ import annotations

import numpy as np
import pytest

from lenet_desktop.state.current_network import CurrentNetwork
from lenet_desktop.state.my_digits import reading as module
from lenet_desktop.state.my_digits.reading import MyDigitsReading


def ink(place):
    return (np.array([[0.1, 0.1], [0.2 + 0.01 * place, 0.9]]),)


@pytest.fixture
def reading(my_digits, notices, weight_file):
    for place in range(3):
        my_digits.keep(ink(place), place)
    reading = MyDigitsReading(CurrentNetwork(weight_file), my_digits, notices)
    yield reading
    reading.close()


def test_the_digits_are_read_with_the_weights_in_use(qtbot, my_digits, reading):
    with qtbot.waitSignal(reading.changed):
        reading.refresh()
    assert reading.newest.drawings == my_digits.drawings
    assert reading.newest.assessment.confusion.n == 3


def test_a_change_while_they_are_read_is_read_as_well(qtbot, my_digits, reading):
    reading.refresh()
    my_digits.keep(ink(3), 3)
    reading.refresh()
    qtbot.waitUntil(lambda: reading.newest and len(reading.newest.drawings) == 4)
    my_digits.delete(my_digits.drawings)
    reading.refresh()
    assert reading.newest is None


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (MemoryError(), "Evaluating My Digits failed: not enough memory."),
        (ValueError("odd shape"), "Evaluating My Digits failed: odd shape"),
    ],
)
def test_a_failure_is_reported_and_the_next_reading_works(
    qtbot, notices, posted, reading, monkeypatch, error, text
):
    def fail(*_):
        raise error

    with qtbot.waitSignal(reading.changed):
        reading.refresh()
    with monkeypatch.context() as patch:
        patch.setattr(module, "assess", fail)
        with qtbot.waitSignals([notices.posted, reading.changed], order="strict"):
            reading.refresh()
    assert posted[-1] == text
    assert reading.newest is None
    with qtbot.waitSignal(reading.changed):
        reading.refresh()
    assert len(reading.newest.drawings) == 3
