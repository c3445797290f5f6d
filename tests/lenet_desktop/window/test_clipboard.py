"""Copying and pasting; a picture is the same whether opened, pasted or read by a command."""

from __future__ import annotations

import threading

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QClipboard, QImage
from PySide6.QtTest import QTest

from core.ink.picture_files import PICTURE_FORMATS, load_picture, picture_suffixes
from core.network.weight_files import load_weights
from core.progress import result_of
from core.recognition.recognizer import Recognizer
from lenet_desktop.window import clipboard as copying
from lenet_desktop.window.clipboard import SHOWN_SIDE, source_in
from tests.support.inputs.networks import bundled_weights
from tests.support.window.training import WAIT_MS


def one(ink="black", paper="white", size=(90, 120)):
    picture = Image.new("RGBA", size, paper)
    width, height = size
    line = [(width / 2, height / 5), (width / 2, height * 4 / 5)]
    ImageDraw.Draw(picture).line(line, ink, width // 9)
    return picture


def pasted(image):
    """What the pad shows of an image on the clipboard."""
    data = QMimeData()
    data.setImageData(image)
    recognizer = Recognizer(load_weights(bundled_weights()))
    content = result_of(source_in(data, recognizer).read())
    assert content.picture is not None
    return content.picture


@pytest.mark.parametrize("kind", PICTURE_FORMATS)
def test_every_format_is_shown_and_read_as_by_the_command(window, tmp_path, kind):
    suffix = next(s for s in picture_suffixes() if Image.registered_extensions()[s] == kind)
    path = tmp_path / f"one{suffix}"
    one().convert("RGB").save(path, kind)
    window.files.open(path)
    window.workspace.opening.finish()
    picture = window.workspace.pad_history.value.picture
    np.testing.assert_array_equal(picture.pixels, load_picture(path))
    assert picture.pixels.any()
    assert picture.image.pixelColor(3, 3).lightness() > 200
    assert picture.image.pixelColor(picture.image.rect().center()).lightness() < 100


@pytest.mark.parametrize(("ink", "paper"), [("black", "white"), ("white", "#00000000")])
def test_a_pasted_picture_is_read_as_if_opened(qapp, tmp_path, ink, paper):
    path = tmp_path / "one.png"
    one(ink, paper).save(path)
    picture = pasted(QImage(str(path)))
    np.testing.assert_allclose(picture.pixels, load_picture(path), atol=0.02)
    assert picture.pixels.any()
    shades = [picture.image.pixelColor(at, 60).lightness() for at in (5, 45)]
    assert abs(shades[0] - shades[1]) > 150


def test_a_photograph_is_kept_no_larger_than_the_pad_shows_it(qapp):
    image = QImage(3000, 2000, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    picture = pasted(image)
    assert (picture.image.width(), picture.image.height()) == (SHOWN_SIDE, SHOWN_SIDE * 2 / 3)
    assert not picture.pixels.any()


def test_copied_ink_pastes_as_strokes(window, pad_history, hand, clipboard):
    hand.draw((0.1, 0.2), (0.3, 0.5))
    points = pad_history.value.strokes[0].points
    QTest.keySequence(window, "Ctrl+C")
    window.files.finish()
    QTest.keyClick(window, Qt.Key.Key_Delete)
    QTest.keySequence(window, "Ctrl+V")
    window.workspace.opening.finish()
    (stroke,) = pad_history.value.strokes
    assert (stroke.points == points).all()


def test_nothing_waits_while_a_drawing_is_copied(qtbot, window, pad_history, hand, monkeypatch):
    may_end, copy_of, copied = threading.Event(), copying.copy_of, []

    def wait_and_copy(content):
        may_end.wait(WAIT_MS / 1000)
        copied.append(len(content.strokes))
        return copy_of(content)

    monkeypatch.setattr(copying, "copy_of", wait_and_copy)
    for number in range(1, 5):
        hand.draw((number / 5, 0.2), (number / 5, 0.5))
        QTest.keySequence(window, "Ctrl+C")
    QTest.keyClick(window, Qt.Key.Key_Delete)
    QTest.keySequence(window, "Ctrl+V")
    assert not copied
    assert not pad_history.value.strokes
    may_end.set()
    qtbot.waitUntil(lambda: len(pad_history.value.strokes) == 4)
    assert copied == [1, 4]


def test_other_programs_get_copied_ink_as_a_picture(window, hand, clipboard):
    hand.draw((0.5, 0.5))
    QTest.keySequence(window, "Ctrl+C")
    window.files.finish()
    image = clipboard.image()
    assert image.pixelColor(image.rect().center()).lightness() < 20


def test_a_picture_is_pasted(window, pad_history, picture_path, clipboard):
    clipboard.setImage(QImage(str(picture_path)))
    QTest.keySequence(window, "Ctrl+V")
    window.workspace.opening.finish()
    assert pad_history.value.picture is not None


def test_pasting_other_data_is_reported(window, pad_history, clipboard):
    clipboard.setText("seven")
    QTest.keySequence(window, "Ctrl+V")
    window.workspace.opening.finish()
    assert pad_history.value.is_blank
    assert window.notice.isVisible()


def test_pasting_before_anything_was_copied_is_reported(window, pad_history, monkeypatch):
    monkeypatch.setattr(QClipboard, "mimeData", lambda *_: None)
    before = pad_history.value
    window.show()
    window.files.paste()
    assert pad_history.value is before
    assert window.notice.isVisible()


def test_ink_of_another_making_on_the_clipboard_is_checked(window, pad_history):
    data = QMimeData()
    data.setData("application/x-lenet-desktop-ink", b'{"strokes": "none"}')
    window.files.receive(data)
    window.workspace.opening.finish()
    assert pad_history.value.is_blank
    assert window.notice.isVisible()
