"""Fine-tuning on the My Digits page; only Keep changes the network."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PySide6.QtWidgets import QLabel, QProgressBar

from core.errors import UserError
from core.network.lenet5 import SHAPES
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.progress import Progress, Stage
from core.training import rehearsal
from core.training.fine_tuning import FineTuned, Scores
from tests.support.window.training import button, click


class Teacher:
    """Stands for the fine-tuning: some steps, each when it may be done, and then a result."""

    def __init__(self):
        self.requests = []
        self.may_go_on = threading.Event()
        self.may_go_on.set()
        self.fault = None
        self.unseen = None, None

    def teach(self, weights, drawings, rehearsal, *, source_name, threads=None):
        self.requests.append((weights, drawings, source_name, rehearsal.name, threads))
        yield Progress(Stage.TRAINING, 0, 3)
        yield Progress(Stage.TRAINING, 1, 3)
        self.may_go_on.wait()
        if self.fault:
            raise self.fault
        yield Progress(Stage.TRAINING, 2, 3)
        scores = [Scores(*pair) for pair in ((1, 2), (2, 2), (1990, 2000), (1989, 2000))]
        return FineTuned(self.learned, *scores, *self.unseen)

    @property
    def learned(self):
        rng = np.random.default_rng(8)
        arrays = {name: rng.normal(0, 0.1, shape) for name, shape in SHAPES.items()}
        card = ModelCard(dataset="mnist + my-digits")
        return Weights({name: array.astype(np.float32) for name, array in arrays.items()}, card)


@pytest.fixture
def teacher(monkeypatch):
    teacher = Teacher()
    monkeypatch.setattr(rehearsal, "fine_tune", teacher.teach)
    yield teacher
    teacher.may_go_on.set()


@pytest.fixture
def page(qtbot, window, mnist_at_hand, teacher):
    for place, digit in enumerate((1, 7)):
        window.workspace.my_digits.keep((np.array([[0.3, 0.1], [0.4 + place / 10, 0.9]]),), digit)
    window.tabs.setCurrentWidget(window.my_digits_page)
    return window.my_digits_page


def learn(qtbot, page):
    with qtbot.waitSignal(page.window().workspace.fine_tuning.ended):
        click(page, "learn_button")


def test_the_weights_in_use_learn_all_my_digits(qtbot, page, teacher, window, user_data):
    learn(qtbot, page)
    digits = window.workspace.my_digits.drawings
    assert teacher.requests == [
        (
            window.workspace.network.weights,
            digits,
            str(user_data / "my-digits.jsonl"),
            "mnist",
            None,
        )
    ]


def test_the_accuracy_before_and_after_is_shown(qtbot, page, window):
    learn(qtbot, page)
    assert page.fine_tuning.isVisible()
    assert page.findChild(QLabel, "learn_mine").text() == "50.00 % → 100.00 %"
    assert page.findChild(QLabel, "learn_others").text() == "99.50 % → 99.45 %"
    assert page.fine_tuning.text == (
        "2 digits it learned from: 50.00 % → 100.00 %, 1 → 2 of 2 correct; "
        "Digits it has not seen: –, 50 digits are needed to judge; "
        "MNIST test images: 99.50 % → 99.45 %, 1,990 → 1,989 of 2,000 correct"
    )
    assert page.fine_tuning.accessibleName() == page.fine_tuning.text


def test_digits_it_learned_from_are_told_from_those_it_has_not_seen(qtbot, page, teacher):
    teacher.unseen = Scores(7, 10), Scores(9, 10)
    learn(qtbot, page)
    assert "2 digits it learned from: 50.00 % → 100.00 %" in page.fine_tuning.text
    assert "10 digits it has not seen: 70.00 % → 90.00 %, 7 → 9 of 10" in page.fine_tuning.text


def test_the_accuracy_on_digits_it_learned_from_is_marked(qtbot, page):
    hint = page.findChild(QLabel, "my_digits_hint")
    qtbot.waitUntil(lambda: page.findChild(QLabel, "my_digits_accuracy").text() != "")
    assert not hint.isVisible()
    learn(qtbot, page)
    with qtbot.waitSignal(page.reading.changed):
        click(page, "keep_learned_button")
    assert hint.isVisible()
    assert hint.text().startswith("Trained on these digits.")


def test_nothing_changes_until_it_is_kept(qtbot, page, window, user_data, weight_file):
    before = window.workspace.network.weights
    learn(qtbot, page)
    assert window.workspace.network.weights is before
    assert not (user_data / "learned").exists()
    click(page, "discard_learned_button")
    assert not page.fine_tuning.isVisible()
    assert (window.workspace.network.weights, window.workspace.network.path) == (
        before,
        weight_file,
    )
    assert not (user_data / "learned").exists()
    assert button(page, "learn_button").isEnabled()


def test_a_discarded_result_can_be_brought_back(qtbot, page, window, teacher):
    learn(qtbot, page)
    shown = page.fine_tuning.text
    click(page, "discard_learned_button")
    assert window.notice.text == "The network that learned your digits has been discarded."
    click(window, "notice_undo_button")
    assert page.fine_tuning.isVisible()
    assert page.fine_tuning.text == shown
    assert not button(page, "learn_button").isEnabled()
    click(page, "keep_learned_button")
    assert window.workspace.network.weights.card.dataset == "mnist + my-digits"


def test_kept_weights_are_saved_and_used(qtbot, page, window, teacher, user_data):
    learn(qtbot, page)
    click(page, "keep_learned_button")
    (file,) = (user_data / "learned").glob("*/*")
    kept = load_weights(file)
    assert kept == window.workspace.network.weights
    assert Weights(kept.arrays, teacher.learned.card) == teacher.learned
    assert (kept.card.test_accuracy, kept.card.test_set) == (1989 / 2000, "mnist")
    assert window.workspace.network.path == file
    assert not page.fine_tuning.isVisible()
    assert window.menus.recent.actions()[0].data() == str(file)
    assert "new network is in use" in window.notice.text


def test_a_second_lesson_overwrites_nothing(qtbot, page, user_data):
    learn(qtbot, page)
    click(page, "keep_learned_button")
    (first,) = (user_data / "learned").glob("*/*")
    content = first.read_bytes()
    learn(qtbot, page)
    click(page, "keep_learned_button")
    assert len(list((user_data / "learned").glob("*/*"))) == 2
    assert first.read_bytes() == content


def test_a_failed_save_is_reported_and_can_be_repeated(qtbot, page, window, user_data):
    before = window.workspace.network.weights
    learn(qtbot, page)
    user_data.mkdir(parents=True, exist_ok=True)
    (user_data / "learned").write_text("in the way")
    click(page, "keep_learned_button")
    assert "learned" in window.notice.text
    assert window.workspace.network.weights is before
    (user_data / "learned").unlink()
    click(page, "keep_learned_button")
    assert window.workspace.network.weights is not before


def test_the_lesson_can_be_stopped(qtbot, page, window, teacher):
    before = window.workspace.network.weights
    teacher.may_go_on.clear()
    click(page, "learn_button")
    qtbot.waitUntil(lambda: page.fine_tuning.text == "Fine-tuning: step 1 of 3")
    bar = page.findChild(QProgressBar, "learn_progress")
    assert (bar.value(), bar.maximum()) == (1, 3)
    assert not button(page, "learn_button").isEnabled()
    click(page, "learn_stop_button")
    with qtbot.waitSignal(page.window().workspace.fine_tuning.ended):
        teacher.may_go_on.set()
    assert not page.fine_tuning.isVisible()
    assert window.workspace.network.weights is before
    assert button(page, "learn_button").isEnabled()


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (UserError("My Digits is empty."), "My Digits is empty."),
        (MemoryError(), "Fine-tuning failed: not enough memory."),
        (ValueError("odd"), "Fine-tuning failed: odd"),
    ],
)
def test_a_failure_is_reported(qtbot, page, window, teacher, fault, words):
    teacher.fault = fault
    with qtbot.waitSignal(page.window().workspace.fine_tuning.ended):
        click(page, "learn_button")
    assert window.notice.text == words
    assert not page.fine_tuning.isVisible()
    assert button(page, "learn_button").isEnabled()


def test_closing_the_window_ends_the_lesson(qtbot, page, window, teacher):
    teacher.may_go_on.clear()
    click(page, "learn_button")
    qtbot.waitUntil(lambda: bool(teacher.requests))
    threading.Timer(0.05, teacher.may_go_on.set).start()
    window.close()
    assert not window.workspace.fine_tuning.is_running
