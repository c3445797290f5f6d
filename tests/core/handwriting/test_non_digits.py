"""Synthetic drawings that are not digits: variety, seeds, held-out signs, and training on them."""

from __future__ import annotations

from collections import Counter
from typing import get_args

import numpy as np

from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.sources import SOURCES, load, load_all
from core.data.splits import split_validation
from core.device import cpu
from core.digits import NOT_A_DIGIT
from core.handwriting.non_digits import KINDS, Part, draw_non_digits, paint_non_digits
from core.handwriting.writing import write_digits
from core.network.losses import cross_entropy, softmax
from core.progress import result_of
from core.recognition.recognizer import Recognizer
from core.training.events import BatchesDone
from core.training.plan import Plan
from core.training.train import train


def test_there_are_all_kinds_with_ink_and_without_labels():
    drawings = draw_non_digits(200, 0)
    assert {drawing.extra["kind"] for drawing in drawings} == set(KINDS)
    assert all(drawing.label is None for drawing in drawings)
    for drawing in drawings:
        assert drawing.strokes
        assert all(np.isfinite(stroke).all() and len(stroke) for stroke in drawing.strokes)
    counts = Counter(drawing.extra["kind"] for drawing in drawings)
    assert min(counts.values()) > 10


def test_drawings_depend_on_the_seed_and_the_part():
    first = result_of(paint_non_digits(20, 3))
    np.testing.assert_array_equal(first, result_of(paint_non_digits(20, 3)))
    assert (first != result_of(paint_non_digits(20, 4))).any()
    assert (first != result_of(paint_non_digits(20, 3, part="held_out"))).any()


def test_training_and_held_out_signs_make_up_all():
    letters = {
        part: {
            tuple(map(len, drawing.strokes))
            for drawing in draw_non_digits(3000, 0, part)
            if drawing.extra["kind"] == "letter"
        }
        for part in get_args(Part)
    }
    assert letters["training"] - letters["held_out"]
    assert letters["held_out"] - letters["training"]
    assert letters["all"] == letters["training"] | letters["held_out"]


def test_the_target_of_a_non_digit_is_uniform(rng):
    logits = rng.standard_normal((4, 10))
    labels = np.full(4, NOT_A_DIGIT)
    losses, gradient = cross_entropy(logits, labels, label_smoothing=0.2)
    np.testing.assert_allclose(losses, -np.log(softmax(logits)).mean(axis=1), rtol=1e-12)
    np.testing.assert_allclose(gradient, (softmax(logits) - 0.1) / 4, atol=1e-15)
    even, _ = cross_entropy(np.zeros((1, 10)), labels[:1])
    np.testing.assert_allclose(even, np.log(10), rtol=1e-12)


def test_none_is_held_out_and_all_are_joined_to_the_digits():
    images, labels = result_of(write_digits(48, 0))
    mixed = Examples(
        np.concatenate([images, result_of(paint_non_digits(30, 0))]),
        np.concatenate([labels, np.full(30, NOT_A_DIGIT, np.uint8)]),
    )
    training, validation = split_validation(mixed)
    assert len(validation) == 4
    assert (validation.labels != NOT_A_DIGIT).all()
    assert (training.labels == NOT_A_DIGIT).sum() == 30
    assert len(training) == 48 - 4 + 30


def test_a_trained_network_is_less_certain_of_them_than_of_digits():
    images, labels = result_of(write_digits(600, 0))
    strange = result_of(paint_non_digits(300, 0))
    mixed = Examples(
        np.concatenate([images, strange]),
        np.concatenate([labels, np.full(len(strange), NOT_A_DIGIT, np.uint8)]),
    )
    plan = Plan(preset="quick", epochs=8, batch_size=20, learning_rate=0.05, schedule="cosine")
    events = list(train(plan, Dataset("mixed", mixed, Examples(images, labels)), cpu()))
    accuracies = [event.accuracy for event in events if isinstance(event, BatchesDone)]
    assert max(accuracies) <= 1
    recognizer = Recognizer(events[-1].weights)
    sure = recognizer.probabilities(images).max(axis=1)
    doubted = recognizer.probabilities(result_of(paint_non_digits(200, 1))).max(axis=1)
    assert np.median(doubted) < 0.6 < np.median(sure)


def test_they_are_a_source_to_train_on_with_digits(monkeypatch):
    monkeypatch.setattr("core.data.sources._NON_DIGITS", 30)
    monkeypatch.setattr(SOURCES["synthetic"], "n_train", 50)
    monkeypatch.setattr(SOURCES["synthetic"], "n_test", 20)
    alone, both = result_of(load("non-digits")), result_of(load_all(["synthetic", "non-digits"]))
    assert set(alone.train.labels) == {NOT_A_DIGIT}
    assert len(alone.test) == 0
    assert (len(both.train), len(both.test)) == (80, 20)
    assert both.name == "synthetic + non-digits"
