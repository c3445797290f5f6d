"""F1 and ? explain every control; the dialogs of the Help menu."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QTextBrowser,
    QTreeWidget,
    QWidget,
)

from lenet_desktop.text.glossary import glossary, term_of
from lenet_desktop.window.help.finder import names_around
from lenet_desktop.window.help.glossary_dialog import GlossaryDialog
from tests.support.window.pages import each_page


def dialog_of(window):
    return window.findChild(GlossaryDialog)


def press(window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_f1_explains_the_control_with_the_focus(qtbot, window):
    for page, control, term in (
        ("draw_page", "pad", "drawing-pad"),
        ("draw_page", "eraser_button", "eraser"),
        ("train_page", "learning_rate_box", "learning-rate"),
        ("train_page", "preset_box", "preset"),
        ("inside_page", "stage_c3", "convolution"),
        ("evaluate_page", "evaluate_button", "evaluation"),
        ("my_digits_page", "draw_first_digit_button", "first-digit"),
    ):
        window.activateWindow()
        qtbot.waitUntil(window.isActiveWindow)
        window.tabs.setCurrentWidget(getattr(window, page))
        window.findChild(QWidget, control).setFocus()
        press(window, Qt.Key.Key_F1)
        assert dialog_of(window).term == term
        assert dialog_of(window).isVisible()
        dialog_of(window).close()
        qtbot.waitUntil(lambda: dialog_of(window) is None)


def test_a_click_after_the_question_mark_explains_what_is_clicked(window):
    clear = window.findChild(QWidget, "clear_button")
    QTest.mouseClick(window.findChild(QWidget, "help_button"), Qt.MouseButton.LeftButton)
    assert QApplication.overrideCursor().shape() is Qt.CursorShape.WhatsThisCursor
    assert not clear.isEnabled()  # a control that does nothing now is explained, too
    QTest.mouseClick(clear, Qt.MouseButton.LeftButton)
    assert dialog_of(window).term == "undo"
    assert QApplication.overrideCursor() is None


def test_a_click_that_explains_does_nothing_else(window, hand):
    hand.draw((0.2, 0.2), (0.2, 0.8))
    undo = window.findChild(QWidget, "undo_button")
    window.menus.help.find_control.trigger()
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert len(window.workspace.pad_history.value.strokes) == 1
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert len(window.workspace.pad_history.value.strokes) == 0


def test_escape_ends_the_question(window):
    window.menus.help.find_control.trigger()
    press(window, Qt.Key.Key_Escape)
    assert QApplication.overrideCursor() is None
    QTest.mouseClick(window.findChild(QWidget, "eraser_button"), Qt.MouseButton.LeftButton)
    assert dialog_of(window) is None


def test_every_control_of_every_page_has_a_term_of_its_own(full_window):
    pages = {page.objectName() for page in full_window.pages}
    unexplained = set()
    for page in each_page(full_window):
        for control in page.findChildren(QWidget):
            if control.focusPolicy() == Qt.FocusPolicy.NoFocus:
                continue
            names = [name for name in names_around(control) if name not in pages]
            if term_of(names) is None:
                unexplained.add(control.objectName() or type(control).__name__)
    # Bars between parts, and the tabs and pages themselves.
    assert unexplained <= {"qt_tabwidget_tabbar", "ScrollLeftButton", "ScrollRightButton"}


def test_the_glossary_is_searched(window):
    window.menus.help.explain("mcnemar")
    dialog = dialog_of(window)
    search, terms = dialog.findChild(QLineEdit), dialog.findChild(QListWidget)
    QTest.keyClicks(search, "kernel")
    shown = [terms.item(row) for row in range(terms.count()) if not terms.item(row).isHidden()]
    assert "Kernel" in [item.text() for item in shown]
    assert len(shown) < 10
    search.clear()
    assert not any(terms.item(row).isHidden() for row in range(terms.count()))


def test_the_arrow_keys_show_the_next_term(window):
    window.menus.help.explain("kernel")
    dialog = dialog_of(window)
    QTest.keyClick(dialog.findChild(QListWidget), Qt.Key.Key_Down)
    assert dialog.term == "bias"
    assert "Bias" in dialog.findChild(QTextBrowser).toPlainText()


def picture_in(text):
    """The image in a document; None if there is none."""
    block = text.document().begin()
    while block.isValid():
        for part in block:
            if part.fragment().charFormat().isImageFormat():
                name = part.fragment().charFormat().toImageFormat().name()
                return text.document().resource(
                    QTextDocument.ResourceType.ImageResource.value, name
                )
        block = block.next()
    return None


def test_a_term_has_its_picture_in_the_colours_of_the_window(window):
    window.menus.help.explain("pen")
    dialog = dialog_of(window)
    text = dialog.findChild(QTextBrowser)
    assert picture_in(text) is None
    dialog.show_term("kernel")
    before = picture_in(text)
    assert not before.isNull()
    appearance = window.theme.appearance
    window.theme.appearance = "dark"
    assert picture_in(text) != before
    window.theme.appearance = appearance


def test_the_dialog_is_used_again_and_closed_with_the_language(qtbot, window, rebuild):
    window.menus.help.explain("kernel")
    window.menus.help.explain("bias")
    [dialog] = window.findChildren(GlossaryDialog)
    assert dialog.term == "bias"
    rebuild()
    qtbot.waitUntil(lambda: not shiboken6.isValid(dialog))


def test_an_unknown_term_opens_the_glossary_at_its_first(window):
    window.menus.help.explain("")
    assert dialog_of(window).term == glossary("en")[0].terms[0].name


def test_the_shortcuts_are_listed_by_page(window):
    window.findChild(QAction, "action_shortcuts").trigger()
    tree = window.findChild(QDialog, "shortcuts").findChild(QTreeWidget)
    groups = [tree.topLevelItem(row) for row in range(tree.topLevelItemCount())]
    rows = {
        group.text(0): {
            group.child(row).text(0): group.child(row).text(1) for row in range(group.childCount())
        }
        for group in groups
    }
    assert list(rows) == ["Window", "Draw", "Inside", "Train", "Evaluate", "My Digits"]
    assert rows["Window"]["Open Drawing"] == "Ctrl+O"
    assert rows["Window"]["Larger Text and Controls"] == "Ctrl++, Ctrl+="
    assert rows["Window"]["Help on This Control"] == "F1"
    assert rows["Draw"]["Eraser"] == "E"
    assert rows["Draw"]["Label the digit and keep it"] == "0 – 9"
    assert rows["My Digits"]["Delete"] == "Del"


def test_about_names_the_version_the_licence_and_the_credits(window):
    window.findChild(QAction, "action_about").trigger()
    label = window.findChild(QLabel, "about_text")
    text = label.text()
    for part in ("0.1.0", "MIT licence", "CC BY 4.0", "E. Alpaydin and F. Alimoglu", "LeCun"):
        assert part in text
    assert all(
        link in text
        for link in ("https://doi.org/10.1109/5.726791", "https://archive.ics.uci.edu/dataset/81")
    )
    assert label.openExternalLinks()
    assert label.textInteractionFlags() & Qt.TextInteractionFlag.LinksAccessibleByKeyboard
