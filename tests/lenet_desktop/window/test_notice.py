"""A message belongs to its page, and an error does not outlast the next success."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtTest import QTest

from core.ink.drawing import Drawing
from core.ink.ink_files import save_drawings
from core.network.weight_files import save_weights
from tests.support.inputs.networks import random_weights
from tests.support.window.clicks import button, click
from tests.support.window.training import WAIT_MS, stop, train_for_long


@pytest.fixture
def failed(window, tmp_path):
    """A window with a red message."""
    window.asks_before_closing = False
    window.files.open(tmp_path / "missing.npz")
    assert window.notice.isVisible()
    return window


@pytest.mark.parametrize("name", ["two\nlines", "\u202etxt", "\x1b[31m", "x" * 200])
def test_a_message_with_any_name_is_one_line(window, name, tmp_path):
    posted = []
    window.workspace.notices.posted.connect(posted.append)
    window.workspace.notices.info(f"{name} is now in use.")
    window.workspace.notices.error(OSError(28, "No space left", str(tmp_path / name)))
    window.files.open(tmp_path / f"{name}.npz")
    assert len(posted) == 3
    assert all(notice.text.isprintable() and len(notice.text) <= 500 for notice in posted)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_message_does_not_follow_to_another_page(failed, number):
    bar = failed.tabs.tabBar()
    click(bar, bar.tabRect(number).center())
    assert failed.tabs.currentIndex() == number
    assert not failed.notice.isVisible()


def test_a_message_stays_while_nothing_succeeds(qtbot, failed, tmp_path):
    text = failed.notice.text
    QTest.qWait(1)
    assert failed.notice.text == text
    failed.files.open(tmp_path / "missing too.npz")
    assert "missing too" in failed.notice.text
    assert failed.notice.isVisible()


def test_a_stroke_removes_an_error(failed, hand):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    assert not failed.notice.isVisible()


def test_an_opened_drawing_removes_an_error(qtbot, failed, tmp_path):
    path = tmp_path / "four.jsonl"
    save_drawings(path, [Drawing((np.array([[0.1, 0.1], [0.4, 0.8]]),), "4")])
    failed.files.open(path)
    qtbot.waitUntil(lambda: not failed.notice.isVisible())
    assert not failed.workspace.pad_history.value.is_blank


def test_a_network_in_use_removes_an_error(failed, tmp_path):
    path = tmp_path / "good.npz"
    save_weights(path, random_weights(2))
    failed.files.open(path)
    assert failed.notice.text == "good.npz is now in use."
    assert not failed.notice.property("bad")


def test_a_run_removes_an_error(qtbot, window, small_mnist):
    window.asks_before_closing = False
    page = window.train_page
    window.tabs.setCurrentWidget(page)
    window.workspace.notices.error("It failed.")
    train_for_long(qtbot, page, small_mnist)
    assert not window.notice.isVisible()
    stop(qtbot, page)


def test_an_evaluation_removes_an_error(qtbot, window, small_mnist):
    page = window.evaluate_page
    window.tabs.setCurrentWidget(page)
    page.bar.add_data(small_mnist)
    window.workspace.notices.error("It failed.")
    with qtbot.waitSignal(window.workspace.evaluation.ended, timeout=WAIT_MS):
        click(button(page, "evaluate_button"))
    assert not window.notice.isVisible()


def test_a_message_of_success_is_not_withdrawn(window, hand):
    window.workspace.notices.info("It is done.")
    hand.draw((0.3, 0.2), (0.6, 0.8))
    assert window.notice.isVisible()


def test_a_failure_stands_above_no_figures(qtbot, window, small_mnist):
    window.asks_before_closing = False
    page = window.train_page
    window.tabs.setCurrentWidget(page)
    train_for_long(qtbot, page, small_mnist)
    stop(qtbot, page)
    (small_mnist / "t10k-labels-idx1-ubyte").unlink()
    with qtbot.waitSignal(page.training.ended, timeout=WAIT_MS):
        click(button(page, "train_button"))
    assert page.progress.status == "Training failed"
    assert {page.progress.value_of(name) for name in ("Loss", "Best validation", "Images/s")} == {
        "–"
    }
