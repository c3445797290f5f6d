"""Every dialog: translated, and with room for its texts, large ones too."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction, QFontDatabase, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QDialog,
    QFileDialog,
    QLabel,
    QMessageBox,
)

from lenet_desktop.draw.picture_dialog import PictureDialog
from lenet_desktop.state.pad_content import Picture
from lenet_desktop.text.glossary import glossary
from lenet_desktop.widgets import dialogs, screen
from lenet_desktop.widgets.controls.buttons import FlatButton
from lenet_desktop.window import closing, main_window
from tests.support.window.cut_off import is_cut_off
from tests.support.window.pages import each_page
from tests.support.window.shown_texts import painted_texts, told_texts

ROOM = QSize(1916, 1040)
ACTIONS = "model_card", "my_network", "glossary", "shortcuts", "about"
MODES = QFileDialog.AcceptMode.AcceptOpen, QFileDialog.AcceptMode.AcceptSave


@pytest.fixture(autouse=True)
def _screen(monkeypatch):
    for module in (screen, main_window):
        monkeypatch.setattr(module, "available_size", lambda _: ROOM)


@pytest.fixture
def asked(monkeypatch):
    """The message boxes that would wait for an answer; the answer is no."""
    boxes = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: boxes.append(box) or 0)
    monkeypatch.setattr(QMessageBox, "deleteLater", lambda _: None)
    return boxes


def open_all(window, asked):
    """Yield every dialog of the program, shown, one after the other."""
    for name in ACTIONS:
        before = set(window.findChildren(QDialog))
        window.findChild(QAction, f"action_{name}").trigger()
        (dialog,) = set(window.findChildren(QDialog)) - before
        yield dialog
        dialog.close()
    image = QImage(60, 90, QImage.Format.Format_Grayscale8)
    image.fill(255)
    picture, page = Picture(image, np.zeros((28, 28), np.float32)), window.draw_page
    dialog = PictureDialog(picture, page._adjusting, page._reader, page)
    dialog.show()
    yield dialog
    dialog.close()
    ended = window.workspace.training.ended
    idle, busy = (SimpleNamespace(is_busy=is_busy, ended=ended) for is_busy in (False, True))
    learning = SimpleNamespace(is_running=True, ended=ended)
    undecided = SimpleNamespace(is_running=False, result=object())
    for training, fine_tuning in ((busy, learning), (idle, learning), (idle, undecided)):
        workspace = SimpleNamespace(training=training, fine_tuning=fine_tuning)
        assert not closing.may_close(workspace, window)
    dialogs._may_replace(window, "", window.workspace.network.path)
    assert len(asked) == 4
    for box in asked:
        box.show()
        yield box
        box.close()
        shiboken6.delete(box)
    for mode in MODES:
        dialog = QFileDialog(window)
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.setAcceptMode(mode)
        dialog.show()
        yield dialog
        dialog.close()
        shiboken6.delete(dialog)


def cut_off_in(dialog):
    """The texts of a dialog that have too little room, and what lies outside it."""
    if dialog.size().boundedTo(ROOM) != dialog.size():
        yield "larger than the screen"
    for kind in (QLabel, QAbstractButton):
        for part in dialog.findChildren(kind):
            if part.isVisible() and part.text():
                right = part.mapTo(dialog, part.rect().topRight()).x()
                if is_cut_off(part) or right > dialog.width():
                    yield part.text()
    if isinstance(dialog, QFileDialog):
        return  # Qt's list of files may scroll.
    for area in dialog.findChildren(QAbstractScrollArea):
        if area.isVisible() and area.horizontalScrollBar().maximum() > 0:
            yield area.objectName()


@pytest.mark.parametrize("language", ["en", "zh_CN"])
@pytest.mark.parametrize("size", [100, 200])
def test_nothing_is_cut_off(qtbot, window, asked, language, size):
    if language != "en":
        if not QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese):
            pytest.skip("no Chinese font is installed")
        with qtbot.waitSignal(window.filled):
            window.set_language(language)
    if size != 100:
        with qtbot.waitSignal(window.filled):
            window.set_size(size)
        assert window.workspace.settings.scale == size
    cut_off = {}
    for dialog in open_all(window, asked):
        QTest.qWait(0)
        cut_off[dialog.objectName() or dialog.windowTitle()] = list(cut_off_in(dialog))
    assert len(cut_off) >= 11
    # Qt shortens the text of such a button without a word.
    for page in each_page(window):
        for button in page.findChildren(FlatButton):
            if button.isVisible():
                n_dots = "".join(painted_texts(button)).count("…")
                cut_off[button.objectName()] = [button.text()] * (n_dots - button.text().count("…"))
    assert {name: texts for name, texts in cut_off.items() if texts} == {}


def test_every_text_is_translated(window, asked, in_capitals):
    in_capitals()
    # Paths and files, also those in the dialogs of files, addresses of links, and HTML.
    folders = {name for path in (Path.home(), Path.cwd()) for name in path.parts[1:]}
    names = "|".join(map(re.escape, folders | {"quick"}))
    kept = re.compile(rf"\S*[/\\]\S*|small\b\S*|<[^>]*>|\b(?:{names})\b")
    # Terms are read from a file of each language.
    terms = {term.title for section in glossary("en") for term in section.terms}
    terms |= {section.title for section in glossary("en")}
    former = {}
    for dialog in open_all(window, asked):
        texts = {kept.sub("", text) for text in set(told_texts(dialog)) - terms}
        former[dialog.objectName()] = {text for text in texts if re.search("[a-z]", text)}
    assert {name: texts for name, texts in former.items() if texts} == {}
