"""Files open in the background: the window draws on meanwhile, and nothing drawn is lost."""

from __future__ import annotations

import tempfile
import threading

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest

from core.ink.drawing import Drawing
from core.ink.ink_files import save_drawings
from core.ink.picture_files import load_picture
from lenet_desktop.state.opening import Source
from lenet_desktop.state.pad_content import PadContent, Picture, content_of
from lenet_desktop.state.undo import MOST_BYTES
from lenet_desktop.text import steps
from lenet_desktop.window import clipboard, files

DECODERS = [
    (Image, "open"),
    (Image.Image, "resize"),
    (Image.Image, "convert"),
    (clipboard, "find_in_picture"),
    (clipboard, "load_drawings"),
    (clipboard, "content_of"),
    (files, "load_drawings"),
    (files, "content_of"),
    (files, "save_drawings"),
    (files, "render_content"),
    (clipboard, "encode_drawings"),
    (clipboard, "render_content"),
]


@pytest.fixture
def decoding_threads(monkeypatch):
    """The threads on which anything was decoded."""
    threads = set()

    def note(function, *args, **kwargs):
        threads.add(threading.current_thread())
        return function(*args, **kwargs)

    for owner, name in DECODERS:
        monkeypatch.setattr(owner, name, partial_method(note, getattr(owner, name)))
    return threads


def partial_method(note, function):
    return lambda *args, **kwargs: note(function, *args, **kwargs)


class Gate:
    """A source that is read once it may be."""

    def __init__(self, x, path=None):
        self.may_end = threading.Event()
        self.content = content_of([np.array([[x, 0.1], [x, 0.9]])])
        self.source = Source(self.read, steps.opening, path)

    def read(self):
        yield
        self.may_end.wait()
        return self.content


@pytest.fixture
def gates():
    gates = [Gate(x) for x in (0.2, 0.5, 0.8)]
    yield gates
    for gate in gates:
        gate.may_end.set()


def mime_of(kind, picture_path):
    data = QMimeData()
    if kind == "file":
        data.setUrls([QUrl.fromLocalFile(str(picture_path))])
    elif kind == "image":
        data.setImageData(QImage(str(picture_path)))
    elif kind == "png":
        data.setData("image/png", picture_path.read_bytes())
    else:
        data.setData(clipboard.INK_TYPE, b'{"strokes": [[[0.1, 0.2], [0.3, 0.9]]]}')
    return data


@pytest.mark.parametrize("kind", ["file", "image", "png", "ink"])
def test_nothing_is_decoded_on_the_gui_thread(
    window, pad_history, picture_path, decoding_threads, kind
):
    window.files.receive(mime_of(kind, picture_path))
    window.workspace.opening.finish()
    assert not pad_history.value.is_blank
    assert decoding_threads
    assert threading.main_thread() not in decoding_threads


def test_ink_files_are_read_on_a_thread(window, pad_history, tmp_path, decoding_threads):
    save_drawings(tmp_path / "one.jsonl", [Drawing((np.array([[1.0, 2], [3, 9]]),), "1")])
    window.files.open(tmp_path / "one.jsonl")
    window.workspace.opening.finish()
    assert len(pad_history.value.strokes) == 1
    assert threading.main_thread() not in decoding_threads


def test_drawings_are_copied_and_saved_on_threads(window, hand, tmp_path, decoding_threads):
    hand.draw((0.1, 0.2), (0.3, 0.5))
    window.files.copy()
    for name in ("one.jsonl", "one.png"):
        window.files.save_drawing(tmp_path / name)
    window.files.finish()
    assert (tmp_path / "one.jsonl").exists()
    assert (tmp_path / "one.png").exists()
    assert decoding_threads
    assert threading.main_thread() not in decoding_threads


def test_a_window_closes_only_once_everything_is_saved(window, hand, tmp_path):
    hand.draw((0.1, 0.2), (0.3, 0.5))
    window.files.save_drawing(tmp_path / "one.jsonl")
    window.close()
    assert (tmp_path / "one.jsonl").exists()


def test_a_picture_encoded_by_another_program_is_read_as_the_file(
    window, pad_history, picture_path, monkeypatch
):
    monkeypatch.setattr(tempfile, "mkdtemp", pytest.fail)  # What is pasted stays in memory.
    monkeypatch.setattr(tempfile, "mkstemp", pytest.fail)
    window.files.receive(mime_of("png", picture_path))
    window.workspace.opening.finish()
    np.testing.assert_array_equal(pad_history.value.picture.pixels, load_picture(picture_path))


@pytest.mark.parametrize("kind", ["RGB32", "ARGB32", "RGBA8888", "RGB888", "Grayscale8", "RGB16"])
def test_colours_of_pasted_images_are_kept(window, pad_history, kind):
    image = QImage(5000, 70, QImage.Format.Format_RGB32)
    image.fill(0xFFE0A040)
    data = QMimeData()
    data.setImageData(image.convertToFormat(getattr(QImage.Format, f"Format_{kind}")))
    window.files.receive(data)
    window.workspace.opening.finish()
    colour = pad_history.value.picture.image.pixelColor(100, 5)
    expected = (158,) * 3 if kind == "Grayscale8" else (0xE0, 0xA0, 0x40)
    np.testing.assert_allclose(colour.getRgb()[:3], expected, atol=15)


def test_the_newest_of_several_is_shown(qtbot, window, pad_history, gates):
    opening = window.workspace.opening
    for gate in gates:
        opening.start(gate.source)
    for gate in reversed(gates):
        gate.may_end.set()
    opening.finish()
    assert pad_history.value is gates[-1].content
    assert len(pad_history.undo_stack) == 1


def test_strokes_drawn_meanwhile_are_not_lost(window, pad_history, hand, gates):
    window.workspace.opening.start(gates[0].source)
    hand.draw((0.1, 0.2), (0.3, 0.5))
    hand.press(0.5, 0.2)
    hand.move(0.6, 0.8)
    drawn = [stroke.points for stroke in pad_history.value.strokes]
    gates[0].may_end.set()
    window.workspace.opening.finish()
    hand.release(0.6, 0.8)
    assert pad_history.value is gates[0].content
    QTest.keySequence(window, "Ctrl+Z")
    left = [stroke.points for stroke in pad_history.value.strokes]
    assert len(left) == 2
    assert all((a == b).all() for a, b in zip(drawn, left, strict=True))


def test_what_takes_long_is_named_until_it_is_open(qtbot, window, gates, tmp_path, monkeypatch):
    note, opening = window.opening_note, window.workspace.opening
    gate = Gate(0.5, tmp_path / "photograph.jpg")
    opening.start(gate.source)
    assert not note.isVisible()
    qtbot.waitUntil(note.isVisible)
    assert "photograph.jpg" in note.text()
    opening.start(gates[0].source)
    assert "photograph.jpg" not in note.text()
    for each in (gate, gates[0]):
        each.may_end.set()
    opening.finish()
    assert not note.isVisible()


def test_a_closed_window_shows_nothing_more(window, pad_history, gates):
    window.workspace.opening.start(gates[0].source)
    gates[0].may_end.set()
    window.close()
    assert pad_history.value.is_blank


def test_fifty_pasted_photographs_fit_the_memory(window, pad_history):
    """Undo keeps pictures as large as the pad shows them, and not too many of them."""
    image = QImage(4000, 3000, QImage.Format.Format_RGB32)
    image.fill(0xFF888888)
    data = QMimeData()
    data.setImageData(image)
    window.files.receive(data)
    window.workspace.opening.finish()
    shown = pad_history.value.picture
    assert bytes_of(shown) == shown.n_bytes < 4e6
    for _ in range(49):
        pad_history.replace(PadContent(picture=Picture(shown.image.copy(), shown.pixels.copy())))
    kept = {pad_history.value.picture}
    while pad_history.undo_stack.undo_step is not None:
        pad_history.undo_stack.undo()
        kept.add(pad_history.value.picture)
    assert 10 < len(kept) < 50
    # The oldest step also keeps what it replaced.
    assert sum(map(bytes_of, kept)) <= MOST_BYTES + shown.n_bytes


def bytes_of(picture: Picture) -> int:
    """The bytes that a picture keeps, with everything that its array is a view of."""
    array = picture.pixels
    while array.base is not None:
        array = array.base
    return array.nbytes + picture.image.sizeInBytes()
