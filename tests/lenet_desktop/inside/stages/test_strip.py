"""The strip: every value of every layer, live."""

from __future__ import annotations

from itertools import pairwise
from threading import Thread

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox

from core import progress
from core.engines.thread_pool import ThreadPool
from core.network.architectures import network_of
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights, combined
from core.recognition.activations import INPUT, PROBABILITIES, activations
from core.recognition.neighbours import features
from lenet_desktop.inside.stages.colours import INK, scale_of
from lenet_desktop.inside.stages.legend import paint_legend
from lenet_desktop.state import reader
from lenet_desktop.theme.palette import is_dark
from tests.support.inputs.networks import bundled_weights, random_weights
from tests.support.window.hand import Hand

STAGES = ["input", "c1", "s2", "c3", "s4", "f5", "f6", "output"]


def colour_at(shot, strip, view, index):
    """The colour of the middle of a value in a picture of the strip."""
    at = view.pos() + view.centre_of(index)
    ratio = shot.devicePixelRatio()
    return shot.pixel(QPoint(round(at.x() * ratio), round(at.y() * ratio)))


def painted_as(page, rng):
    """Compare some values of every stage with their colours on the screen."""
    strip, network = page.strip, page.window().workspace.network
    expected = activations(network.weights, page.window().workspace.reader.image)
    shot = strip.grab().toImage()
    for name in STAGES:
        values = expected.values[name]
        scale = INK
        if name != INPUT:
            scale = scale_of(values, is_signed=expected.sections[name].is_signed)
        places = [tuple(int(rng.integers(side)) for side in values.shape) for _ in range(12)]
        places.append(tuple(np.unravel_index(int(np.abs(values).argmax()), values.shape)))
        for index in places:
            colours = scale.colours_of(values[index][None], is_dark=is_dark(page.palette()))
            assert colour_at(shot, strip, strip.views[name], index) == colours[0], (name, index)


@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_every_value_is_seen_in_its_colour(window, page, rng, appearance):
    window.theme.appearance = appearance
    for size in ((900, 600), (1280, 800), (2560, 1400)):
        window.resize(*size)
        QTest.qWait(0)
        assert list(page.strip.views) == STAGES
        painted_as(page, rng)
        rects = [view.geometry() for view in page.strip.views.values()]
        assert all(page.strip.rect().contains(rect) for rect in rects), size
        assert all(a.right() < b.left() for a, b in pairwise(rects)), size


@pytest.mark.parametrize("activation", ["tanh", "sigmoid"])
def test_another_network_is_shown_at_once(window, page, rng, tmp_path, activation):
    path = tmp_path / "other.safetensors"
    save_weights(path, random_weights(3, ModelCard(activation, "max")))
    window.workspace.network.open(path)
    painted_as(page, rng)
    assert load_weights(path).card.activation == activation


def test_the_strip_follows_the_pen(page, rng):
    history = page.window().workspace.pad_history
    page.actions_in("edit")[0].trigger()
    hand = Hand(page.pad)
    hand.press(0.3, 0.2)
    seen = []
    for x, y in ((0.5, 0.2), (0.7, 0.22), (0.5, 0.5), (0.4, 0.8)):
        hand.move(x, y)
        QTest.qWait(0)
        painted_as(page, rng)
        seen.append(page.window().workspace.reader.image.sum())
    hand.release(0.4, 0.8)
    assert len(set(seen)) == 4
    assert len(history.value.strokes) == 1
    page.actions_in("undo")[0].trigger()
    assert history.value.is_blank
    QTest.qWait(0)
    painted_as(page, rng)


def test_the_drawing_is_that_of_the_draw_page(window, page):
    shown = window.draw_page.pad._pad_history.value
    assert page.pad._pad_history.value is shown
    Hand(page.pad).draw((0.8, 0.2), (0.8, 0.8))
    assert len(window.workspace.reader.content.strokes) == len(shown.strokes)
    QTest.qWait(0)
    window.tabs.setCurrentWidget(window.draw_page)
    assert len(window.draw_page.pad._pad_history.value.strokes) == len(shown.strokes) + 1


def test_a_hidden_page_computes_nothing(window, page, monkeypatch):
    window.tabs.setCurrentWidget(window.draw_page)
    QTest.qWait(0)
    inspection = window.workspace.inspection
    Hand(window.draw_page.pad).draw((0.2, 0.2), (0.2, 0.8))
    QTest.qWait(0)
    assert inspection._activations is None
    window.tabs.setCurrentWidget(page)
    QTest.qWait(0)
    assert (inspection.activations.values[INPUT][0] == window.workspace.reader.image).all()
    assert inspection.activations.values[PROBABILITIES].sum() == pytest.approx(1, abs=1e-5)


class Recorder(QObject):
    """Notes when short work begins and ends, and when a widget is painted."""

    def __init__(self, widget):
        super().__init__(widget)
        self.events = []
        widget.installEventFilter(self)

    def take(self):
        self.events.append("take")

    def release(self):
        self.events.append("release")

    def eventFilter(self, watched, event):  # noqa: N802
        if event.type() == QEvent.Type.Paint:
            self.events.append("paint")
        return False


def test_training_waits_until_the_pen_is_lifted_and_the_strip_is_painted(page, monkeypatch):
    hand = Hand(page.pad)
    hand.press(0.3, 0.2)
    QTest.qWait(0)
    recorder = Recorder(page.strip)
    monkeypatch.setattr(reader, "PRECEDENCE", recorder)
    for end in (0.5, 0.6):
        hand.move(end, end)
        QTest.qWait(0)
    assert recorder.events == 2 * ["take", "paint"]
    hand.release(0.6, 0.6)
    QTest.qWait(0)
    assert recorder.events[-1] == "release"
    assert recorder.events.count("release") == 1


def test_training_waits_on_other_pages_until_the_answer_is_painted(page, window, monkeypatch):
    window.tabs.setCurrentWidget(window.draw_page)
    hand = Hand(window.draw_page.pad)
    hand.press(0.3, 0.2)
    QTest.qWait(0)
    recorder = Recorder(window.draw_page.pad)
    monkeypatch.setattr(reader, "PRECEDENCE", recorder)
    for end in (0.5, 0.6):
        hand.move(end, end)
        QTest.qWait(0)
    assert recorder.events == 2 * ["take", "paint", "release"]


def test_training_does_not_compute_while_the_pen_moves(page, monkeypatch):
    monkeypatch.setattr(progress, "_LONGEST", 60.0)  # Otherwise a slow machine fails.
    pool, trained = ThreadPool(2), []
    hand = Hand(page.pad)
    hand.press(0.3, 0.2)
    training = Thread(target=lambda: pool.map(range(50), trained.append))
    training.start()
    for number in range(20):
        hand.move(0.3 + number / 50, 0.5)
        QTest.qWait(0)
    assert not trained
    hand.release(0.7, 0.5)
    QTest.qWait(0)
    training.join()
    assert len(trained) == 50
    pool.close()


@pytest.fixture
def answer(page):
    """The output of the strip."""
    return page.strip.views["output"]


def bars_of(page, answer):
    """The lengths of the bars of all digits in pixels, and that of the answer."""
    shot = page.strip.grab().toImage()
    palette, lengths = page.palette(), []
    colours = [palette.color(palette.ColorRole.Mid), palette.color(palette.ColorRole.Accent)]
    for colour in (each.rgb() for each in colours):
        row = max(
            sum(shot.pixel(x, y) == colour for x in range(answer.x(), shot.width()))
            for y in range(shot.height())
        )
        lengths.append(row)
    return lengths


@pytest.mark.parametrize("network", ["lenet5", "deeper", "residual"])
@pytest.mark.parametrize("size", [(900, 600), (1280, 800), (2560, 1400)])
def test_bars_and_the_input_are_never_tiny(window, page, answer, tmp_path, network, size):
    window.resize(*size)
    if network != "lenet5":
        path = tmp_path / "weights.safetensors"
        card = ModelCard(architecture=network)
        save_weights(path, Weights(network_of(network).initialise(0), card))
        window.workspace.network.open(path)
    QTest.qWait(0)
    answer = page.strip.views["output"]
    track, best = bars_of(page, answer)
    assert max(track, best) >= 40
    assert page.strip.views["input"].width() >= (28 if size[0] == 900 else 56)


@pytest.mark.parametrize("network", ["deeper", "residual"])
def test_legends_do_not_overlap(window, page, tmp_path, network, monkeypatch):
    window.resize(900, 600)
    columns = []

    def paint_alone(painter, view, font, palette, height, room):
        alone = QImage(page.strip.width(), height, QImage.Format.Format_ARGB32)
        alone.fill(0)
        with QPainter(alone) as other:
            paint_legend(other, view, font, palette, height, room)
        pixels = np.frombuffer(alone.constBits(), np.uint32).reshape(height, -1)
        columns.append(np.flatnonzero(pixels.any(axis=0))[[0, -1]])

    monkeypatch.setattr("lenet_desktop.inside.stages.captions.paint_legend", paint_alone)
    path = tmp_path / "weights.safetensors"
    save_weights(path, Weights(network_of(network).initialise(0), ModelCard(architecture=network)))
    window.workspace.network.open(path)
    page.strip.grab()
    del columns[: -len(page.strip.views)]
    assert len(columns) == len(page.strip.views)
    assert all(left[1] < right[0] for left, right in pairwise(columns))


def test_the_answer_stands_beside_its_bar(window, page, answer):
    for size in ((900, 600), (1280, 800), (2560, 1400)):
        window.resize(*size)
        QTest.qWait(0)
        shot, palette = page.strip.grab().toImage(), page.palette()
        text, accent = (
            palette.color(role).rgb() for role in (palette.ColorRole.Text, palette.ColorRole.Accent)
        )
        row = answer.bar_of(5)
        ys = range(int(row.top()), int(row.bottom()))
        start = int(row.left())
        inked = [
            x for x in range(start, start + int(row.width()) // 3)
            if any(shot.pixel(x, y) == text for y in ys)
        ]  # fmt: skip
        bar = [x for x in range(start, shot.width()) if any(shot.pixel(x, y) == accent for y in ys)]
        assert max(inked) < min(bar), size


def test_an_ensemble_says_where_its_layers_are(window, page, tmp_path):
    path = tmp_path / "both.safetensors"
    save_weights(path, combined([random_weights(seed, ModelCard()) for seed in (1, 2)]))
    window.workspace.network.open(path)
    QTest.qWait(0)
    assert [caption.title for caption in page.strip._texts] == ["Input", "Output"]
    logits = window.workspace.inspection.activations.logits
    digit = int(logits.argmax())
    page.question.pin("members", (digit,))
    assert page.details.arithmetic.title.startswith(f"Logit of {digit}: ")
    assert page.details.arithmetic.lines == ("Several networks answer; choose one above.",)
    check = page.findChild(QAbstractButton, "gradient_check_button")
    assert not check.isEnabled()
    found = features(window.workspace.network.weights, window.workspace.reader.image[None])
    assert found.shape == (1, 2 * 84)
    assert not page.strip.kernels_button.isEnabled()
    page.answers.choose(4)
    assert not page.findChild(QComboBox, "part_box").isVisible()
    window.workspace.network.open(bundled_weights())
    assert check.isEnabled()
    assert page.strip.kernels_button.isEnabled()
