"""No background job fails in silence: whatever its work raises, the window shows the reason.

A text such as "Loading…" does not remain.
"""

from __future__ import annotations

import ast

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLabel

from core.device import cpu
from core.ink.drawing import Drawing
from core.ink.ink_files import save_drawings
from core.runs.library import list_runs as runs_in
from core.training.presets import PRESETS
from lenet_desktop.charts import loading
from lenet_desktop.draw.picture_dialog import PictureDialog
from lenet_desktop.state import job
from lenet_desktop.state.pad_content import PadContent, PenStroke, Picture, content_of
from lenet_desktop.text import steps
from tests.support.inputs.runs import checkpoint, store_run
from tests.support.texts import sources
from tests.support.window.clicks import button, click

REASON = "an odd failure"


@pytest.fixture
def ink(tmp_path):
    path = tmp_path / "ink.jsonl"
    save_drawings(path, [Drawing((np.array([[0.3, 0.1], [0.4, 0.9]]),), "1")])
    return path


def evaluate(window, ink):
    window.tabs.setCurrentWidget(window.evaluate_page)
    click(button(window.evaluate_page, "evaluate_button"))


def train(window, ink):
    window.tabs.setCurrentWidget(window.train_page)
    click(button(window.train_page, "train_button"))


def learn(window, ink):
    window.tabs.setCurrentWidget(window.my_digits_page)
    window.workspace.fine_tuning.start()


def list_runs(window, ink):
    window.workspace.earlier_runs.refresh()


def tidy_runs(window, ink):
    window.workspace.run_folders.tidy()


def copy_runs(window, ink):
    window.workspace.run_folders.export([], ink.parent)


def list_networks(window, ink):
    window.workspace.networks.refresh()


def find_device(window, ink):
    window.workspace.find_device()


def load_curves(window, ink):
    window.tabs.setCurrentWidget(window.train_page)


def open_drawing(window, ink):
    window.files.open(ink)


def keep_digit(window, ink):
    window.workspace.my_digits.keep((np.array([[0.5, 0.1], [0.5, 0.9]]),), 1)


def load_my_digits(window, ink):
    window.workspace.settings.my_digits_file.parent.mkdir(parents=True, exist_ok=True)
    window.workspace.settings.my_digits_file.write_bytes(ink.read_bytes())
    window.workspace.my_digits.load()


def keep_recent_drawing(window, ink):
    pen = PenStroke(np.array([[0.5, 0.1], [0.5, 0.9]]), 0.05)
    window.workspace.pad_history.replace(PadContent((pen,)), steps.stroke)
    window.workspace.pad_history.replace(PadContent(), steps.clear)


def read_my_digits(window, ink):
    store = window.workspace.my_digits._store
    store.drawings = (Drawing((np.array([[0.3, 0.1], [0.4, 0.9]]),), "1"),)
    window.workspace.my_digits_reading.refresh()


def import_digits(window, ink):
    window.workspace.my_digits.import_from(ink)


def export_digits(window, ink):
    window.workspace.my_digits.export_to(ink)


def attribute(window, ink):
    window.workspace.pad_history.replace(content_of([np.array([[0.3, 0.1], [0.4, 0.9]])]))
    window.tabs.setCurrentWidget(window.inside_page)
    window.workspace.reasons.ask("occlusion", None)


def measure_experiment(window, ink):
    window.tabs.setCurrentWidget(window.inside_page)
    click(button(window.inside_page, "answers_4"))
    window.workspace.experiment.set_parameter("c1.bias", (0,), 1.0)


def find_neighbours(window, ink):
    window.workspace.pad_history.replace(content_of([np.array([[0.3, 0.1], [0.4, 0.9]])]))
    window.workspace.reader.read_now()
    window.tabs.setCurrentWidget(window.inside_page)
    click(button(window.inside_page, "answers_5"))


def measure_speed(window, ink):
    window.workspace.training_speed.images_per_second(PRESETS["quick"], cpu(), 1)


def load_epochs(window, ink):
    folder = window.workspace.settings.runs_folder
    store_run(folder / "run", checkpoint(2))
    window.workspace.shown_weights.series.load(*runs_in(folder))


def add_all_of_a_picture(window, ink):
    image = QImage(28, 28, QImage.Format.Format_RGB32)
    content = PadContent(picture=Picture(image, np.eye(28, dtype=np.float32)))
    window.workspace.pad_history.replace(content)
    window.workspace.picture_digits.add_all()


def adjust_a_picture(window, ink):
    image = QImage(28, 28, QImage.Format.Format_RGB32)
    picture = Picture(image, np.eye(28, dtype=np.float32))
    workspace = window.workspace
    dialog = PictureDialog(picture, workspace.picture_adjusting, workspace.reader, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.automatic.click()


JOBS = {
    evaluate: "evaluation", train: "run", learn: "fine_tuning", list_runs: "earlier_runs",
    find_device: "workspace", load_curves: "loading", open_drawing: "opening",
    keep_digit: "drawing_store", load_my_digits: "drawing_store",
    keep_recent_drawing: "drawing_store", read_my_digits: "reading", import_digits: "files",
    export_digits: "files", attribute: "reasons", list_networks: "known_networks",
    load_epochs: "epoch_series", measure_experiment: "accuracy",
    find_neighbours: "neighbours", add_all_of_a_picture: "picture_digits",
    tidy_runs: "run_folders", copy_runs: "run_folders",
    adjust_a_picture: "adjusting",
    measure_speed: "speed",
}  # fmt: skip


@pytest.mark.parametrize("start", JOBS, ids=lambda start: start.__name__)
def test_a_failing_job_is_reported(qtbot, window, ink, monkeypatch, start):
    def fail(thread):
        raise ValueError(REASON)

    monkeypatch.setattr(job._Thread, "_consume", fail)
    monkeypatch.setattr(loading, "are_plots_loaded", lambda: False)
    start(window, ink)

    def is_settled():
        shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
        return any(REASON in text for text in shown) and not any("…" in text for text in shown)

    qtbot.waitUntil(is_settled, timeout=10_000)


def test_every_job_of_the_program_is_among_them():
    modules = {
        path.stem
        for path, tree in sources("lenet_desktop")
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Job"
    }
    assert modules == set(JOBS.values())
