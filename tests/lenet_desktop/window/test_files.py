"""Opening, saving and dropping; invalid files change nothing."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings, save_drawings
from core.network.weight_files import load_weights, save_weights
from lenet_desktop.window import files as files_module

STROKE = np.array([[100.0, 300.0], [200.0, 100.0], [260.0, 320.0]])


@pytest.fixture
def ink_path(tmp_path):
    path = tmp_path / "three.jsonl"
    save_drawings(path, [Drawing((STROKE + 10 * n,), str(n)) for n in range(3)])
    return path


def drop(widget, data):
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    left = Qt.MouseButton.LeftButton
    with warnings.catch_warnings():
        # From 6.12 on the place is a QPointF, which 6.11 does not take.
        warnings.simplefilter("ignore", DeprecationWarning)
        entering = QDragEnterEvent(QPoint(50, 50), copy, data, left, none)
    QApplication.sendEvent(widget, entering)
    event = QDropEvent(QPointF(50, 50), copy, data, left, none, QEvent.Type.Drop)
    QApplication.sendEvent(widget, event)


def mime_of(path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def choose(monkeypatch, name, path, kind=""):
    monkeypatch.setattr(QFileDialog, name, lambda *_: (str(path), kind))


def trigger(window, name):
    window.findChild(files_module.QObject, name).trigger()


def test_dropping_a_weight_file_opens_it(window, tmp_path, random_weights):
    other = type(random_weights)(
        {name: -array for name, array in random_weights.arrays.items()}, random_weights.card
    )
    path = tmp_path / "other.npz"
    save_weights(path, other)
    drop(window.draw_page.pad, mime_of(path))
    assert window.workspace.network.weights == other
    assert window.workspace.network.path == path
    assert window.notice.text == "other.npz is now in use."


def test_the_weights_of_a_run_are_named_as_their_run(window, tmp_path, random_weights):
    path = tmp_path / "my run" / "weights.safetensors"
    path.parent.mkdir()
    save_weights(path, random_weights)
    window.files.open(path)
    assert window.notice.text == f"{window.workspace.network.name} is now in use."
    assert window.workspace.network.name == "my run"


@pytest.mark.parametrize("where", ["pad", "window"])
def test_dropping_works_on_the_pad_and_outside_it(window, pad_history, ink_path, where):
    drop(window if where == "window" else window.draw_page.pad, mime_of(ink_path))
    window.workspace.opening.finish()
    assert len(pad_history.value.strokes) == 1


@pytest.mark.parametrize("content", [b"", b"not weights", b"\x08" + bytes(7) + b"{}      "])
def test_a_bad_weight_file_is_explained_and_changes_nothing(window, hand, tmp_path, content):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    QTest.qWait(0)
    before = (
        window.workspace.network.weights,
        window.workspace.network.path,
        window.workspace.reader.reading.text,
    )
    path = tmp_path / "bad.safetensors"
    path.write_bytes(content)
    drop(window.draw_page.pad, mime_of(path))
    assert before == (
        window.workspace.network.weights,
        window.workspace.network.path,
        window.workspace.reader.reading.text,
    )
    assert window.notice.isVisible()
    assert "bad.safetensors" in window.notice.text


def test_weights_are_opened_through_the_dialog(window, monkeypatch, tmp_path, random_weights):
    path = tmp_path / "chosen.safetensors"
    save_weights(path, random_weights)
    choose(monkeypatch, "getOpenFileName", path)
    trigger(window, "action_open_weights")
    assert window.workspace.network.path == path


def test_weights_are_saved_through_the_dialog(window, monkeypatch, tmp_path, random_weights):
    path = tmp_path / "saved"
    choose(monkeypatch, "getSaveFileName", path, "NumPy weights (*.npz)")
    trigger(window, "action_save_weights")
    assert load_weights(tmp_path / "saved.npz") == random_weights


def test_closing_a_dialog_changes_nothing(window, monkeypatch):
    before = window.workspace.network.path
    for name in ("getOpenFileName", "getSaveFileName"):
        choose(monkeypatch, name, "")
    for action in ("open_weights", "save_weights", "open_drawing", "save_drawing"):
        trigger(window, f"action_{action}")
    assert window.workspace.network.path == before
    assert not window.notice.isVisible()


def test_ink_is_scaled_into_the_middle_of_the_pad(window, pad_history, ink_path):
    window.files.open(ink_path)
    window.workspace.opening.finish()
    (stroke,) = pad_history.value.strokes
    assert stroke.points.min() > 0.1
    assert stroke.points.max() < 0.9
    middle = (stroke.points.min(axis=0) + stroke.points.max(axis=0)) / 2
    assert middle == pytest.approx([0.5, 0.5])


def test_one_steps_through_the_drawings_of_a_file(window, pad_history, ink_path):
    window.files.open(ink_path)
    window.workspace.opening.finish()
    bar = window.draw_page.bar
    pages = []
    for keys in (None, "PgDown", "PgDown", "PgDown", "PgUp", "Ctrl+Z"):
        if keys:
            QTest.keySequence(window, keys)
        pages.append(
            (pad_history.value.position.index, bar.previous.isEnabled(), bar.next.isEnabled())
        )
    assert pages == [
        (0, False, True),
        (1, True, True),
        (2, True, False),
        (2, True, False),
        (1, True, True),
        (2, True, False),
    ]


def test_a_file_of_one_drawing_shows_no_pages(window, tmp_path):
    path = tmp_path / "one.jsonl"
    save_drawings(path, [Drawing((STROKE,))])
    window.files.open(path)
    window.workspace.opening.finish()
    assert not window.findChild(files_module.QWidget, "next_button").isVisible()


def test_a_saved_drawing_opens_in_its_place(window, pad_history, hand, tmp_path, monkeypatch):
    hand.draw((0.1, 0.2), (0.3, 0.5))
    hand.draw((0.6, 0.2), (0.4, 0.9))
    before = [stroke.points for stroke in pad_history.value.strokes]
    choose(monkeypatch, "getSaveFileName", tmp_path / "mine", "Ink (*.jsonl)")
    trigger(window, "action_save_drawing")
    window.files.finish()
    QTest.keyClick(window, Qt.Key.Key_Delete)
    window.files.open(tmp_path / "mine.jsonl")
    window.workspace.opening.finish()
    after = [stroke.points for stroke in pad_history.value.strokes]
    assert all((a == b).all() for a, b in zip(before, after, strict=True))


def test_a_labelled_drawing_keeps_its_label_when_saved(window, ink_path, hand, tmp_path):
    window.files.open(ink_path)
    window.workspace.opening.finish()
    QTest.keySequence(window, "PgDown")
    hand.draw((0.1, 0.1))
    window.files.save_drawing(tmp_path / "again.jsonl")
    window.files.finish()
    (drawing,) = load_drawings(tmp_path / "again.jsonl")
    assert (drawing.label, len(drawing.strokes)) == ("1", 2)


def test_a_drawing_is_saved_as_a_picture(window, hand, tmp_path):
    hand.draw((0.5, 0.5))
    window.files.save_drawing(tmp_path / "dot.png")
    window.files.finish()
    image = QImage(str(tmp_path / "dot.png"))
    assert image.pixelColor(512, 512).lightness() < 20
    assert image.pixelColor(100, 100).lightness() == 255


def test_a_drawing_cannot_be_saved_in_an_unknown_format(window, hand, tmp_path, monkeypatch):
    hand.draw((0.5, 0.5))
    choose(monkeypatch, "getSaveFileName", tmp_path / "drawing.xyz", "")
    trigger(window, "action_save_drawing")
    window.files.finish()
    assert "drawing.xyz" in window.notice.text
    assert list(tmp_path.glob("*drawing*")) == []


def test_a_picture_is_shown_and_read(window, pad_history, picture_path):
    window.files.open(picture_path)
    window.workspace.opening.finish()
    QTest.qWait(0)
    assert pad_history.value.picture is not None
    image = window.workspace.reader.image
    assert image[:, 12:16].sum() > 0.9 * image.sum() > 0
    QTest.keySequence(window, "Ctrl+Z")
    assert pad_history.value.is_blank


def test_drawing_replaces_a_picture_and_undo_restores_it(window, pad_history, picture_path, hand):
    window.files.open(picture_path)
    window.workspace.opening.finish()
    picture = pad_history.value.picture
    hand.draw((0.2, 0.2), (0.5, 0.5))
    assert pad_history.value.picture is None
    assert len(pad_history.value.strokes) == 1
    QTest.keySequence(window, "Ctrl+Z")
    assert pad_history.value.picture is picture


def test_erasing_removes_a_picture(window, pad_history, picture_path, hand):
    window.files.open(picture_path)
    window.workspace.opening.finish()
    hand.draw((0.5, 0.5), button=Qt.MouseButton.RightButton)
    assert pad_history.value.is_blank


def test_a_picture_cannot_be_saved_as_ink(window, picture_path, tmp_path, monkeypatch):
    window.files.open(picture_path)
    window.workspace.opening.finish()
    choose(monkeypatch, "getSaveFileName", tmp_path / "ink.jsonl")
    trigger(window, "action_save_drawing")
    window.files.finish()
    assert window.notice.isVisible()
    assert not (tmp_path / "ink.jsonl").exists()


@pytest.mark.parametrize("name", ["broken.png", "broken.jsonl", "none.txt"])
def test_an_invalid_file_is_reported_and_changes_nothing(window, pad_history, hand, tmp_path, name):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    content = pad_history.value
    (tmp_path / name).write_bytes(b"neither one nor the other")
    window.files.open(tmp_path / name)
    window.workspace.opening.finish()
    assert pad_history.value is content
    assert window.notice.isVisible()
    assert name in window.notice.text


def test_opened_files_are_listed_the_newest_first_and_open_again(
    window, ink_path, picture_path, pad_history
):
    window.files.open(ink_path)
    window.workspace.opening.finish()
    window.files.open(picture_path)
    window.workspace.opening.finish()
    menu = window.menus.recent
    names = [action.data() for action in menu.actions() if action.data()]
    assert names == [str(picture_path), str(ink_path)]
    menu.actions()[1].trigger()
    window.workspace.opening.finish()
    assert len(pad_history.value.strokes) == 1


def test_a_file_that_fails_leaves_the_list(window, ink_path):
    window.files.open(ink_path)
    window.workspace.opening.finish()
    ink_path.unlink()
    window.menus.recent.actions()[0].trigger()
    window.workspace.opening.finish()
    assert window.notice.isVisible()
    assert not window.menus.recent.isEnabled()


def test_the_list_of_files_can_be_emptied(window, ink_path):
    window.files.open(ink_path)
    window.workspace.opening.finish()
    window.menus.recent.actions()[-1].trigger()
    assert not window.menus.recent.isEnabled()
