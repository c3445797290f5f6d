"""The window as a whole: names, keyboard, what it remembers, how it starts and ends."""

from __future__ import annotations

import subprocess
import sys
import threading

import pytest
from PySide6.QtCore import QLocale, QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QMenu,
    QProgressBar,
    QSlider,
    QWidget,
)

from core.device import Device
from core.errors import UserError
from lenet_desktop.app import build_window
from lenet_desktop.state import workspace as workspace_module
from tests.support.window.pages import each_page


def test_others_find_widgets_by_their_names(window):
    assert window.objectName() == "main_window"
    for kind, names in (
        (QWidget, ["tabs", "draw_page", "pad", "probabilities", "network_input"]),
        (QWidget, ["train_page", "loss_plot", "accuracy_plot"]),
        (QWidget, ["evaluate_page", "confusion_view", "per_digit_table"]),
        (QLabel, ["prediction", "device_label"]),
        (QAbstractButton, ["clear_button", "undo_button", "redo_button"]),
        (QAbstractButton, ["train_button", "pause_button", "stop_button", "evaluate_button"]),
        (QComboBox, ["preset_box", "dataset_box"]),
        (QProgressBar, ["train_progress"]),
        (QAction, ["action_open_weights", "action_save_weights"]),
    ):
        for name in names:
            assert window.findChild(kind, name) is not None, name


def test_the_pages_stand_in_the_order_of_their_use(window):
    tabs = window.tabs
    names = [tabs.widget(place).objectName() for place in range(tabs.count())]
    assert names == ["draw_page", "inside_page", "train_page", "evaluate_page", "my_digits_page"]
    assert tabs.currentWidget().objectName() == "draw_page"


def test_the_keyboard_reaches_every_control(window, hand):
    hand.draw((0.2, 0.2), (0.4, 0.2))
    hand.draw((0.2, 0.4), (0.4, 0.4))
    QTest.keySequence(window, "Ctrl+Z")
    QTest.qWait(0)
    window.activateWindow()
    reached = set()
    for _ in range(40):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    controls = {
        widget
        for kind in (QAbstractButton, QSlider)
        for widget in window.draw_page.findChildren(kind)
        if widget.isVisible()
    }
    assert {control.objectName() for control in controls - reached} == set()
    assert window.draw_page.pad in reached


def test_every_control_has_a_name_to_be_read_out(window):
    controls = [window.draw_page.pad, *window.findChildren(QSlider)]
    controls += window.draw_page.findChildren(QAbstractButton)
    named = [window.findChild(QWidget, name) for name in ("prediction", "probabilities")]
    assert [w.objectName() for w in [*controls, *named] if not w.accessibleName()] == []


def test_buttons_show_their_shortcuts(window):
    tips = {
        name: window.findChild(QAbstractButton, f"{name}_button").toolTip()
        for name in ("pen", "undo", "redo", "clear")
    }
    assert tips == {
        "pen": "Pen (P)",
        "undo": "Undo (Ctrl+Z)",
        "redo": "Redo (Ctrl+Shift+Z)",
        "clear": "Clear (Del)",
    }


def test_no_two_actions_share_keys(window):
    for page in each_page(window):
        keys = [
            shortcut.toString(QKeySequence.SequenceFormat.PortableText)
            for menu in window.menuBar().findChildren(QMenu)
            for action in menu.actions()
            for shortcut in action.shortcuts()
        ]
        assert "Ctrl+O" in keys
        assert len(keys) == len(set(keys)), page.objectName()


def test_undo_and_redo_are_offered_when_there_is_something(window, hand):
    buttons = [
        window.findChild(QAbstractButton, f"{name}_button") for name in ("undo", "redo", "clear")
    ]
    offered = [[button.isEnabled() for button in buttons]]
    hand.draw((0.5, 0.5))
    offered.append([button.isEnabled() for button in buttons])
    QTest.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    offered.append([button.isEnabled() for button in buttons])
    assert offered == [[False, False, False], [True, False, True], [False, True, False]]


def test_the_device_is_shown_with_its_reason(window):
    label = window.findChild(QLabel, "device_label")
    assert label.text() == "CPU, 2 cores · No NVIDIA GPU was found."


def test_settings_are_remembered(qtbot, weight_file, window, hand):
    width = window.minimumWidth()
    window.resize(width, 666)
    window.draw_page.bar.wider.trigger()
    window.draw_page.bar.whole_strokes.trigger()
    window.files.open(weight_file)
    window.findChild(QAction, "action_dark").trigger()
    pen_width = window.draw_page.pad.pen_width
    window.close()

    again = build_window(weight_file)
    qtbot.addWidget(again)
    assert (again.width(), again.height()) == (width, 666)
    assert again.draw_page.pad.pen_width == pen_width
    assert again.draw_page.pad.eraser_removes_strokes
    assert again.theme.appearance == "dark"
    assert again.menus.recent.actions()[0].data() == str(weight_file)


def test_closing_waits_for_what_runs_in_the_background(qtbot, weight_file, monkeypatch):
    begun, may_end = threading.Event(), threading.Event()

    def find_device():
        begun.set()
        may_end.wait()
        return Device("cpu", "CPU")

    monkeypatch.setattr(workspace_module, "find_device", find_device)
    window = build_window(weight_file)
    window.show()
    qtbot.waitUntil(begun.is_set)
    threading.Timer(0.05, may_end.set).start()
    window.close()
    assert may_end.is_set()
    assert not window.workspace._device_probe.is_running


@pytest.mark.parametrize("end", ["del window", "del application", "sys.exit()"])
def test_a_window_that_is_not_closed_ends_in_order(weight_file, end):
    script = (
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtWidgets import QApplication\n"
        "from lenet_desktop.app import build_window\n"
        "application = QApplication([])\nwindow = build_window(Path(sys.argv[1]))\nwindow.show()\n"
        "application.processEvents()\napplication.processEvents()\n" + end
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(weight_file)], capture_output=True, timeout=60
    )
    assert result.returncode == 0, result.stderr.decode()


LATE = {
    *("cupy", "importlib.metadata", "matplotlib", "pyqtgraph", "requests", "scipy"),
    *("lenet_desktop.inside.stages", "lenet_desktop.train.form", "lenet_desktop.train.runs"),
    *("lenet_desktop.evaluate.images", "lenet_desktop.my_digits.gallery"),
    *("core.handwriting", "core.training.fine_tuning", "lenet_desktop.window.help.about"),
    "lenet_desktop.draw.picture_dialog",
}
"""What the window imports after its first paint, if at all."""


def test_starting_imports_only_what_the_first_paint_needs(weight_file):
    script = (
        "import sys\nfrom pathlib import Path\nfrom PySide6.QtWidgets import QApplication\n"
        "from lenet_desktop.app import build_window\n"
        "application = QApplication([])\nwindow = build_window(Path(sys.argv[1]))\n"
        f"late = {LATE!r} & set(sys.modules)\n"
        "sys.exit(f'imported: {late}' if late else 0)\n"
    )
    result = subprocess.run(
        [sys.executable, "-c", script, str(weight_file)], capture_output=True, timeout=60
    )
    assert result.returncode == 0, result.stderr.decode()


def test_bad_weights_at_the_start_are_the_users_to_know(qapp, tmp_path):
    with pytest.raises(UserError, match=r"none\.safetensors"):
        build_window(tmp_path / "none.safetensors")


def test_a_second_window_does_no_harm_to_the_first(qtbot, weight_file, window):
    second = build_window(weight_file)
    qtbot.addWidget(second)
    assert window.findChild(QLabel, "prediction").text() == ""
    assert window.isVisible()


def test_the_window_fits_a_small_screen(window):
    window.resize(900, 600)
    QTest.qWait(0)
    assert (window.width(), window.height()) == (900, 600)
    page = window.draw_page
    assert page.rect().contains(page.panel.geometry())
    assert page.rect().contains(page.pad.geometry())
    assert not page.pad.geometry().intersects(page.panel.geometry())


def test_the_model_card_is_shown_in_a_modeless_dialog(window, hand):
    details = window.findChild(QAbstractButton, "details_button")
    QTest.mouseClick(details, Qt.MouseButton.LeftButton)
    card = window.findChild(QWidget, "model_card")
    shown = [label.text() for label in card.findChildren(QLabel)]
    assert {"93.21 %", "Synthetic digits", "quick", QLocale().toString(61706)} <= set(shown)
    hand.draw((0.5, 0.5))
    assert len(window.workspace.pad_history.value.strokes) == 1
    card.close()


def test_the_about_dialog_shows_name_and_version(window):
    window.findChild(QAction, "action_about").trigger()
    about = window.findChild(QWidget, "about")
    assert "LeNet Desktop" in about.findChild(QLabel, "about_text").text()
    about.close()


def test_a_message_can_be_put_away(window, tmp_path):
    window.files.open(tmp_path / "missing.npz")
    assert window.notice.isVisible()
    QTest.mouseClick(
        window.findChild(QAbstractButton, "notice_close_button"), Qt.MouseButton.LeftButton
    )
    assert not window.notice.isVisible()


def test_everything_shown_belongs_to_the_window(window):
    orphans = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w is not window]
    assert orphans == []
    assert isinstance(window.workspace.parent(), QObject)
