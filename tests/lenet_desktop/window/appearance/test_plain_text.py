"""Names and entries of files are shown as they are, wherever they appear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html import escape

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QTableView,
    QTextBrowser,
    QWidget,
)

from core.errors import UserError
from core.network.model_card import ModelCard
from core.network.weight_files import save_weights
from core.runs.experiments import Experiment, PlannedRun
from core.runs.notes import RunNotes, save_notes
from core.training.presets import PRESETS
from lenet_desktop.draw.network_card import NetworkDetailsDialog
from lenet_desktop.state.training.experiment_run import FinishedRun
from lenet_desktop.text.plain import LONGEST
from lenet_desktop.widgets.dialogs import ask
from tests.support.inputs.networks import random_weights
from tests.support.inputs.runs import checkpoint, store_run
from tests.support.window.training import WAIT_MS

MARKUP = "<img src=x><b>y"
ENTRY = f"{MARKUP}</b><a href='http://z'>z</a>"
TIP = Qt.ItemDataRole.ToolTipRole


@pytest.fixture
def marked_window(qtbot, window, small_mnist, tmp_path, runs_folder):
    """A window in which every name that comes from a file contains markup."""
    workspace, bar = window.workspace, window.evaluate_page.bar
    card = ModelCard(preset=ENTRY, dataset=ENTRY, program_version=ENTRY, test_accuracy=0.9)
    files = [tmp_path / f"{MARKUP}{number}.safetensors" for number in range(2)]
    for seed, path in enumerate(files):
        save_weights(path, random_weights(seed, card))
    window.files.open(files[0])
    data = small_mnist.rename(tmp_path / f"data {MARKUP}")
    window.train_page.setup.data.show_sources((str(data), f"{tmp_path}/more {MARKUP}.jsonl"))
    bar.add_weights(files[1])
    bar.reference.choose(str(files[1]))
    bar.add_data(data)
    with qtbot.waitSignal(workspace.evaluation.ended, timeout=WAIT_MS):
        window.evaluate_page.evaluate()
    plan = replace(PRESETS["quick"], preset=ENTRY)
    run = replace(checkpoint(1, plan=plan), dataset=ENTRY)
    folder = runs_folder / f"2026-01-02 10.00.00 {MARKUP}"
    store_run(folder, run)
    save_notes(folder, RunNotes(ENTRY, ENTRY))
    with qtbot.waitSignal(workspace.earlier_runs.changed):
        workspace.earlier_runs.refresh()
    window.train_page.runs.table.selectRow(0)
    window.draw_page.panel.model_card.show_card()
    workspace.experiment_run.experiment = Experiment(ENTRY, ("mnist",), ())
    workspace.experiment_run.finished = [FinishedRun(PlannedRun(ENTRY, plan), None, None)]
    workspace.experiment_run.changed.emit()
    lesson = tmp_path / "lessons" / "mine.md"
    lesson.parent.mkdir()
    lesson.write_text(f"---\ntitle: {ENTRY}\nsummary: {ENTRY}\n---\n## {ENTRY}\n{ENTRY}\n", "utf-8")
    window.side.set_open(True)
    window.side.panel.list.open_folder(lesson.parent)
    window.open_lesson(lesson)
    workspace.notices.error(UserError("{file} is damaged.", file=ENTRY))
    return window


def tips(window: QWidget) -> Iterator[str]:
    """The tooltips of all widgets, actions, items and headers."""
    for thing in (window, *window.findChildren(QWidget), *window.findChildren(QAction)):
        yield thing.toolTip()
        match thing:
            case QComboBox():
                yield from (str(thing.itemData(row, TIP) or "") for row in range(thing.count()))
            case QTableView():
                model = thing.model()
                for column in range(model.columnCount()):
                    yield str(model.headerData(column, Qt.Orientation.Horizontal, TIP) or "")
            case QAbstractItemView() if model := thing.model():
                for row in range(model.rowCount()):
                    yield str(model.index(row, 0).data(TIP) or "")


def test_no_label_of_any_page_interprets_markup(marked_window):
    shown = {
        label.window().objectName() if label.window() is not marked_window else page.objectName()
        for page in (*marked_window.pages, marked_window.notice, *dialogs(marked_window))
        for label in page.findChildren(QLabel)
        if "<img" in label.text()
    }
    assert [label.text() for label in marked_window.side.findChildren(QLabel)].count(ENTRY) == 3
    assert ENTRY in marked_window.findChild(QTextBrowser, "lesson_text").toPlainText()
    assert shown >= {"draw_page", "evaluate_page", "model_card", "notice", "train_page"}
    interpreting = [
        label.objectName()
        for label in marked_window.findChildren(QLabel)
        if label.textFormat() != Qt.TextFormat.PlainText
    ]
    assert interpreting == []


def dialogs(window):
    return window.findChildren(QDialog)


def test_no_tooltip_interprets_markup(marked_window):
    found = list(tips(marked_window))
    assert [tip for tip in found if MARKUP in tip] == []
    assert sum(escape(MARKUP) in tip for tip in found) > 7


@pytest.mark.qt_log_ignore("propagateSizeHints")
def test_a_question_does_not_interpret_markup(marked_window):
    asked = []

    def answer():
        box = QApplication.activeModalWidget()
        asked.append((box.text(), box.textFormat()))
        QTest.keyClick(box, Qt.Key.Key_Escape)

    QTimer.singleShot(0, answer)
    assert not ask(marked_window, "Question", f"{MARKUP}?", "&Yes", "&No")
    ((text, text_format),) = asked
    assert MARKUP in text
    assert text_format == Qt.TextFormat.PlainText


def test_a_card_is_shown_as_it_is(qtbot):
    card = ModelCard(dataset=ENTRY)
    dialog = NetworkDetailsDialog(random_weights(1, card), "x.safetensors")
    qtbot.addWidget(dialog)
    [label] = [label for label in dialog.findChildren(QLabel) if label.text() == ENTRY]
    assert label.textFormat() == Qt.TextFormat.PlainText


@pytest.mark.parametrize("text", ["x" * 1_000_000, "x y " * 250_000, "<b>x" * 250_000])
def test_a_message_of_a_megabyte_is_shortened(window, text):
    window.workspace.notices.error(UserError("{text}", text=text))
    window.workspace.notices.info(text)
    assert len(window.notice.text) <= LONGEST
    assert len(window.notice.accessibleName()) <= LONGEST
    window.workspace.notices.error(RuntimeError(text), "It failed: {reason}")
    assert len(window.notice.text) < 2 * LONGEST
