"""The panel of lessons: opened, left, taken up again; what it points at, hides and fills in."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QListWidget,
    QSpinBox,
    QSplitter,
    QWidget,
)

from core.handwriting.writing import write_drawings
from lenet_desktop.app import build_window
from tests.support.window.clicks import button, click
from tests.support.window.lessons import lesson_file

LESSON = """---
title: Mine
hides: evaluate_page undo_button
---
## First
```stop
page: draw
point: clear_button
until: ink
```
Text with {{train_button}}, [a page](https://example.org/x), [another](page:train),
[a control](control:preset_box) and [nothing](file:///etc/passwd).
## Second
```stop
page: train
point: epochs_box
preset: report, epochs = 7, data = synthetic
until: choice train epochs_box = 7
```
## Third
Only read.
"""


@pytest.fixture
def own(tmp_path):
    file = tmp_path / "own" / "mine.md"
    file.parent.mkdir()
    file.write_text(LESSON, "utf-8")
    return file


@pytest.fixture
def panel(window):
    return window.findChild(QWidget, "lessons_panel")


def trigger(window):
    window.findChild(QAction, "action_lessons").trigger()
    QTest.qWait(0)


def begin(window, file):
    window.open_lesson(file)
    QTest.qWait(0)


def frame_of(window):
    """The frame around a control, in the window."""
    frame = window.findChild(QWidget, "lesson_highlight")
    return QRect(frame.mapTo(window, QPoint()), frame.size()) if frame.isVisible() else None


def rect_in(window, widget):
    return QRect(widget.mapTo(window, QPoint()), widget.size())


def text_of(panel):
    return panel.findChild(QWidget, "lesson_text").toPlainText()


def test_the_menu_shows_and_hides_the_panel(window, panel):
    assert not panel.isVisible()
    trigger(window)
    assert panel.isVisible()
    assert window.findChild(QAction, "action_lessons").isChecked()
    click(button(panel, "lessons_close_button"))
    assert not panel.isVisible()
    assert not window.findChild(QAction, "action_lessons").isChecked()
    QTest.keyClick(window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert panel.isVisible()


def test_a_lesson_is_opened_by_a_click_and_by_enter(window, panel):
    trigger(window)
    lessons = panel.findChild(QListWidget, "lessons_list")
    titles = [lessons.item(row).text() for row in range(lessons.count())]
    (row,) = (row for row, title in enumerate(titles) if "One convolution by hand" in title)
    rect = lessons.visualItemRect(lessons.item(row))
    QTest.mouseClick(lessons.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert window.lessons.lesson.title == "One convolution by hand"
    click(button(panel, "lessons_list_button"))
    assert window.lessons.lesson is None
    lessons.setCurrentRow(row)
    QTest.keyClick(lessons, Qt.Key.Key_Return)
    assert window.lessons.lesson.title == "One convolution by hand"


def test_a_step_is_done_when_it_is_and_can_be_skipped(qtbot, student, own):
    begin(student.window, own)
    panel = student.window.side.panel
    forward = button(panel, "lesson_next_button")
    assert forward.text() == "&Skip"
    assert not student.is_noticed()
    student.draw(1, pad="pad")
    qtbot.waitUntil(lambda: forward.text() == "&Next")
    student.done()
    click(forward)  # skipped
    assert student.title == "Third"
    assert forward.text() == "&Finish"
    click(forward)
    assert student.lessons.lesson is None
    begin(student.window, own)
    assert student.lessons.place.done == {0, 2}


def test_a_lesson_is_taken_up_where_it_was_left(qtbot, student, own, weight_file):
    begin(student.window, own)
    student.draw(1, pad="pad")
    student.done()
    click(button(student.window.side.panel, "lessons_close_button"))
    again = build_window(weight_file)
    again.asks_before_closing = False
    qtbot.addWidget(again)
    again.open_lesson(own)
    assert again.lessons.place.step == 1
    assert again.lessons.place.done == {0}
    click(button(again.side.panel, "lesson_back_button"))
    assert again.lessons.is_done


def test_the_control_is_framed_wherever_it_is(window, panel, own):
    begin(window, own)
    control = window.findChild(QWidget, "clear_button")
    assert frame_of(window).contains(rect_in(window, control))
    assert frame_of(window).width() < control.width() + 20
    window.resize(1300, 800)
    QTest.qWait(0)
    assert frame_of(window).contains(rect_in(window, control))
    window.tabs.setCurrentWidget(window.my_digits_page)
    assert frame_of(window) is None
    click(button(panel, "lesson_point_button"))
    assert window.tabs.currentWidget() is window.draw_page
    assert frame_of(window).contains(rect_in(window, control))
    click(control)  # the frame is no obstacle
    click(button(panel, "lessons_close_button"))
    assert frame_of(window) is None


def test_what_a_lesson_does_not_need_is_hidden_until_it_is_left(window, panel, own):
    undo = window.findChild(QWidget, "undo_button")
    window.tabs.setCurrentWidget(window.evaluate_page)
    begin(window, own)
    place = window.tabs.indexOf(window.evaluate_page)
    assert not window.tabs.isTabVisible(place)
    assert not undo.isVisible()
    click(button(panel, "lessons_list_button"))
    assert window.tabs.isTabVisible(place)
    assert undo.isVisible()
    begin(window, own)
    assert not window.tabs.isTabVisible(place)
    click(button(panel, "lessons_close_button"))
    assert window.tabs.isTabVisible(place)


def test_settings_are_filled_in_by_a_click_only(qtbot, student, own):
    begin(student.window, own)
    student.lessons.go(1)
    QTest.qWait(0)
    epochs = student.find("epochs_box", QSpinBox)
    before = epochs.value()
    assert not student.is_noticed()
    assert before == epochs.value() != 7
    student.click("lesson_setup_button")
    assert epochs.value() == 7
    assert student.window.train_page.setup.plan.batch_size == 1500
    assert student.window.train_page.setup.data.sources == ("synthetic",)
    student.done()


def test_links_and_names_in_a_text(window, panel, own, clipboard):
    begin(window, own)
    assert "Text with Train, a page" in text_of(panel)
    text = panel.findChild(QWidget, "lesson_text")
    text.anchorClicked.emit("https://example.org/x")
    assert QGuiApplication.clipboard().text() == "https://example.org/x"
    assert "https://example.org/x" in window.notice.text
    text.anchorClicked.emit("page:train")
    assert window.tabs.currentWidget() is window.train_page
    text.anchorClicked.emit("control:preset_box")
    preset = window.findChild(QWidget, "preset_box")
    assert frame_of(window).intersects(rect_in(window, preset))
    text.anchorClicked.emit("file:///etc/passwd")
    assert window.notice.text == "This link leads to nothing in the program."


def test_a_folder_of_lessons_is_listed_and_remembered(window, panel, own, monkeypatch):
    trigger(window)
    (own.parent / "bad.md").write_text("no lesson", "utf-8")
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(own.parent))
    lessons = panel.findChild(QListWidget, "lessons_list")
    before = lessons.count()
    click(button(panel, "lessons_folder_button"))
    assert window.notice.text == "bad.md, line 1: A lesson begins with a line ---."
    assert lessons.count() == before + 1
    assert lessons.item(before).text().startswith("Mine")
    assert window.workspace.settings.lessons_folder == own.parent
    click(button(panel, "lessons_close_button"))
    trigger(window)
    assert lessons.count() == before + 1


def test_a_bad_file_changes_nothing(window, panel, own):
    begin(window, own)
    lesson = window.lessons.lesson
    own.with_name("bad.md").write_text("no lesson", "utf-8")
    panel.open(own.with_name("bad.md"))
    assert window.lessons.lesson is lesson
    assert window.notice.text.startswith("bad.md, line 1:")
    panel.open(own.with_name("none.md"))
    assert "none.md cannot be read" in window.notice.text
    assert window.lessons.lesson is lesson


def test_the_panel_is_beside_the_pages_in_a_small_window(window, panel):
    begin(window, lesson_file(2))
    window.resize(900, 600)
    QTest.qWait(0)
    assert (window.width(), window.height()) == (900, 600)
    assert rect_in(window, panel).right() <= 900
    text = panel.findChild(QWidget, "lesson_text")
    assert text.width() > 200
    assert text.height() > 150
    for name in ("lesson_next_button", "lesson_back_button", "lesson_point_button"):
        shown = button(panel, name)
        assert rect_in(window, panel).contains(rect_in(window, shown))
        assert shown.width() >= shown.minimumSizeHint().width()
    window.lessons.go(8)
    framed = window.findChild(QWidget, "answers_3")
    assert frame_of(window).contains(rect_in(window, framed))


def test_the_keyboard_reaches_everything_in_the_panel(window, panel):
    begin(window, lesson_file(2))
    window.activateWindow()
    button(panel, "lessons_list_button").setFocus()
    reached = set()
    for _ in range(8):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget().objectName())
    assert {
        "lessons_close_button", "lesson_text", "lesson_point_button", "lesson_next_button",
    } <= reached  # fmt: skip


def test_nothing_is_checked_without_an_open_step(window, panel, own):
    trigger(window)
    assert not panel._checks.isActive()
    begin(window, own)
    assert panel._checks.isActive()
    window.lessons.go(2)
    assert not panel._checks.isActive()
    window.lessons.go(0)
    click(button(panel, "lessons_close_button"))
    assert not panel._checks.isActive()


@pytest.mark.parametrize("code", ["en", "zh_CN"])
def test_beside_the_panel_every_page_fits(qtbot, window, own, code):
    window.workspace.my_digits.keep_all(write_drawings(12, seed=0))
    with qtbot.waitSignal(window.filled):
        window.set_language(code)
    begin(window, own)
    window.resize(1100, 740)
    bar = window.findChild(QSplitter, "lessons_splitter").widget(0).horizontalScrollBar()
    for page in window.pages:
        window.tabs.setCurrentWidget(page)
        QTest.qWait(0)
        if page is window.my_digits_page:
            what = page.findChild(QLabel, "my_digits_what")
            qtbot.waitUntil(lambda label=what: label.text() != "")
            QTest.qWait(0)
        assert bar.maximum() == 0, page.objectName()
        assert page.width() >= page.layout().minimumSize().width(), page.objectName()
        for label in page.findChildren(QLabel):
            if label.isVisible() and not label.wordWrap() and " " in label.text().strip():
                assert label.width() >= label.sizeHint().width(), (page.objectName(), label.text())
