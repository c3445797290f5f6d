"""The content of the pad and its network input."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QImage

from core.ink.drawing import Drawing
from core.ink.render import to_image
from lenet_desktop.state.pad_content import (
    FilePosition,
    PadContent,
    PenStroke,
    Picture,
    content_of,
    paths_of,
)
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.state.undo import MOST_BYTES

WIDTH = 0.05


def image_of(*points):
    return PadContent((PenStroke(np.array(points, float), WIDTH),)).to_image()


def test_a_click_is_a_dot_even_when_the_hand_shakes():
    steady = image_of((0.5, 0.5))
    np.testing.assert_array_equal(image_of((0.5, 0.5), (0.51, 0.505), (0.5, 0.49)), steady)
    assert (image_of((0.5, 0.5), (0.58, 0.5)) != steady).any()


def test_ink_is_read_as_it_was_drawn():
    stroke = np.array([(0.2, 0.2), (0.7, 0.2), (0.4, 0.8)])
    np.testing.assert_array_equal(
        PadContent((PenStroke(stroke, WIDTH),)).to_image(), to_image([stroke])
    )


def test_nothing_on_the_pad_is_black():
    assert not PadContent().to_image().any()


@pytest.mark.parametrize("scale", [1.0, 1000.0])
def test_ink_in_other_units_is_scaled_to_the_middle_of_the_pad(scale):
    strokes = [np.array([(-1.0, -2.0), (1.0, 2.0)]) * scale]
    points = content_of(strokes, WIDTH).strokes[0].points
    assert points.min() >= 0
    assert points.max() <= 1
    np.testing.assert_allclose(points.mean(axis=0), 0.5)


def test_ink_saved_from_a_pad_keeps_its_place():
    strokes = [np.array([(0.1, 0.1), (0.2, 0.3)])]
    np.testing.assert_array_equal(content_of(strokes, WIDTH).strokes[0].points, strokes[0])


@pytest.fixture
def history(qapp):
    return SnapshotHistory(PadContent(), bytes_of=PadContent.bytes_beyond)


def kept_bytes(history):
    return sum(step.n_bytes for step in history.undo_stack._done)


def test_a_drawing_of_many_strokes_takes_linear_memory(history):
    """Each step of its history counts its own stroke, and little more is allocated."""
    n_strokes, n_points = 200, 300
    points = np.random.default_rng(0).uniform(0, 1, (n_points, 2))
    tracemalloc.start()
    try:
        for _ in range(n_strokes):
            history.revert()
            below, stroke = history.value, PenStroke(points[:1].copy(), WIDTH)
            for x, y in points[1:]:
                stroke = stroke.extended(x, y)
                history.show(below.with_stroke(stroke))
            history.commit()
        allocated = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    least = n_strokes * n_points * 16
    assert len(history.undo_stack) == n_strokes
    assert least < kept_bytes(history) < 1.2 * least
    # A step also refers to each stroke before it, by 8 bytes.
    assert least < allocated < 1.2 * least + 8 * n_strokes**2


def test_what_two_contents_share_is_counted_once():
    stroke = PenStroke(np.zeros((100, 2)), WIDTH)
    drawings = (Drawing((np.zeros((5, 2)),)),) * 3
    first = PadContent((stroke,), position=FilePosition(Path("a.jsonl"), drawings, 0, 7_000))
    picture = Picture(QImage(100, 100, QImage.Format.Format_RGB32), np.zeros((28, 28), np.float32))
    for content, n_bytes in (
        (first, 1600 + 500 + 7_000),
        (PadContent(picture=picture), 40_000 + 4 * 28 * 28),
    ):
        assert content.bytes_beyond(PadContent()) == n_bytes
        assert content.bytes_beyond(content) == PadContent().bytes_beyond(content) == 0
    assert first.position is not None
    moved = PadContent((stroke, stroke), position=first.position.moved(1))
    assert moved.bytes_beyond(first) == 0


def test_large_files_that_are_opened_again_and_again_do_not_fill_the_memory(history):
    for _ in range(30):
        drawings = (Drawing(()),)
        position = FilePosition(Path("a.jsonl"), drawings, 0, MOST_BYTES // 10)
        history.replace(PadContent(position=position))
    assert len(history.undo_stack) == 10
    assert kept_bytes(history) <= MOST_BYTES


def test_the_paths_of_many_strokes_take_a_fixed_number_of_steps(monkeypatch):
    """Each is the stroke, or one point if it is a dot, as for a single stroke."""
    rng = np.random.default_rng(0)
    lengths, widths = rng.integers(1, 9, 500), rng.uniform(0.02, 0.1, 500)
    drawn = [
        PenStroke(0.5 + rng.normal(0, 0.02, (n, 2)), width)
        for n, width in zip(lengths, widths, strict=True)
    ]
    expected = [PenStroke(stroke.points, stroke.width).path for stroke in drawn]
    measured = []
    monkeypatch.setattr(np, "ptp", lambda *_, **__: measured.append(1))
    paths = paths_of(drawn)
    assert not measured
    assert 50 < sum(len(path) == 1 for path in paths) < 450
    for path, other, stroke in zip(paths, expected, drawn, strict=True):
        np.testing.assert_array_equal(path, other)
        assert path is stroke.path
    assert paths_of(()) == []
