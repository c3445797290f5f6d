"""What the program keeps from one start to the next, with one of its files foreign."""

from __future__ import annotations

import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import numpy as np
from PySide6.QtCore import QByteArray, QCoreApplication

from core.errors import UserError
from core.ink.drawing import Drawing
from core.ink.ink_files import encode_drawings, load_digits
from core.ink.shared_drawings import read_shared, write_shared
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.progress import result_of
from core.runs.library import (
    DamagedRun,
    best_weights_file,
    interrupted_runs,
    list_runs,
    load_epochs,
)
from core.runs.notes import RunNotes, load_notes, save_notes
from core.training.plan import Plan
from lenet_desktop.state.networks.known_networks import KnownNetwork, Origin, survey
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.state.recent.drawings import MOST, RecentDrawings
from lenet_desktop.state.recent.file import drawing_of, load_recent
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps
from lenet_desktop.widgets.images.ink_painter import render_content
from tests.support.inputs.foreign.formats import ink, run_state
from tests.support.inputs.networks import random_weights
from tests.support.inputs.runs import checkpoint, store_run

LESSON = "01-pad"


class RefusedError(Exception):
    """A reader that does not raise has reported a fault."""


def ensure_application():
    """Create an application unless there is one; it lives until the end."""
    if QCoreApplication.instance() is None:
        ensure_application.app = QCoreApplication([])


def make_settings(folder):
    """Return settings in which every one is saved."""
    path = folder / "good.ini"
    ensure_application()
    settings = Settings(path)
    settings.geometry = QByteArray(bytes(range(60)))
    settings.appearance, settings.scale, settings.language = "dark", 150, "zh"
    settings.eraser_removes_strokes = settings.collects_automatically = True
    settings.compared_runs, settings.train_threads = ["a", "b"], 1
    settings.set_width("pen", 60)
    settings.set_lesson_place(LESSON, 2, [0, 1])
    settings.lessons_folder = settings.last_folder = folder
    settings.weights_file = folder / "w.npz"
    settings.remember_file(folder / "a.npz")
    del settings
    return path.read_bytes()


def read_settings(content, folder, number):
    """Use every setting, and change those that windows merge."""
    path = folder / f"{number}.ini"  # QSettings keeps a file that it has read.
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.appearance in ("system", "light", "dark")
    assert settings.language in ("en", "zh")
    assert 0 < settings.scale <= 300
    assert 0 <= settings.width("pen", 45) <= 1000
    assert settings.last_folder.is_dir()
    assert {type(settings.eraser_removes_strokes), type(settings.collects_automatically)} == {bool}
    step, done = settings.lesson_place(LESSON)
    assert all(0 <= number < 1000 for number in (step, *done))
    for file in (settings.weights_file, settings.lessons_folder):
        if file is not None:
            list(file.glob("*.md"))
    _ = settings.geometry, settings.train_threads, settings.compared_runs
    settings.compared_runs = ["c"]
    settings.set_lesson_place(LESSON, 3, [7])
    settings.remember_file(folder / "weights.npz")
    assert settings.recent_files[0] == folder / "weights.npz"
    assert "c" in settings.compared_runs
    assert settings.lesson_place(LESSON)[0] == 3
    assert 7 in settings.lesson_place(LESSON)[1]
    path.unlink()


def make_weights(folder):
    path = folder / "epoch.safetensors"
    save_weights(path, Weights(random_weights(0).arrays, ModelCard(epoch=1)))
    return path.read_bytes()


def make_notes(folder):
    save_notes(folder, RunNotes("First", "too short\n再试一次"))
    return (folder / "notes.json").read_bytes()


def in_run(name, use):
    """Return a reader of a library of one run, of which one file is foreign."""

    def read(content, folder, number):
        run = folder / "library" / "run"
        if number < 0:
            store_run(run, checkpoint(2))
        file = run / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(content)
        use(run)

    return read


def use_run(folder):
    """List the run, as one that was killed too."""
    (folder / ".in-use.lock").touch()
    (listed,) = list_runs(folder.parent)
    for run in interrupted_runs(folder.parent):
        assert len(run.history) == 2
    if isinstance(listed, DamagedRun):
        raise RefusedError(str(listed.error))
    assert Plan.from_dict(listed.plan.to_dict()) == listed.plan


def use_weights(folder):
    (listed,) = list_runs(folder.parent)
    assert load_weights(best_weights_file(listed)).card.epoch == listed.best_epoch


def use_epochs(folder):
    (listed,) = list_runs(folder.parent)
    assert [weights.card.epoch for weights in result_of(load_epochs(listed))]


def use_notes(folder):
    """Show the notes and save them; a damaged file is kept beside them."""
    notes = load_notes(folder)
    assert len(notes.name.splitlines()) < 2
    save_notes(folder, notes)
    assert load_notes(folder) == notes
    for moved in folder.glob("*(damaged *"):
        moved.unlink()


def read_my_digits(content, folder, number):
    """Load My Digits as the window does, keep one more digit, and load again."""
    own = Path(tempfile.mkdtemp(dir=folder))
    path = own / "my-digits.jsonl"
    path.write_bytes(content)
    shared = read_shared(path, (), (), move_damaged=True)
    one_more = Drawing((np.array([[0.25, 0.75]]),), "not a digit")
    written = write_shared(path, shared.in_file, (*shared.drawings, one_more))
    drawings, rejected = load_digits(path)
    assert not rejected
    assert len(drawings) == len(written.drawings) == len(shared.drawings) + 1
    assert encode_drawings(drawings) == path.read_bytes()
    shutil.rmtree(own)
    if shared.fault is not None:
        raise RefusedError(str(shared.fault))


def make_recent(folder):
    ensure_application()
    strokes = (np.array([[0.1, 0.2], [0.5, 0.9]]), np.array([[1.0, 1.0]]))
    pens = [PenStroke(points, 0.05) for points in strokes]
    return encode_drawings([drawing_of(pens, datetime.now()) for _ in range(3)])


def read_recent(content, folder, number):
    """Load recent drawings as the window does, draw one more, and load them again."""
    own = Path(tempfile.mkdtemp(dir=folder))
    path, notices = own / "recent-drawings.jsonl", Notices()
    path.write_bytes(content)
    faults = []
    notices.posted.connect(lambda notice: faults.append(notice.text))
    texts = []
    for _ in range(2):
        pad = SnapshotHistory(PadContent())
        recent = RecentDrawings(pad, path, notices)
        recent.load()
        pad.replace(PadContent((PenStroke(np.array([[0.25, 0.75]]), 0.05),)), steps.stroke)
        pad.replace(PadContent(), steps.clear)
        for each in recent.drawings:
            render_content(each.content, 40)
        recent.close()
        texts.append([strokes_key(each) for each in recent.drawings])
    assert texts[0] == texts[1]
    assert len(load_recent(path)[0]) == len(texts[0]) <= MOST
    shutil.rmtree(own)
    if faults:
        raise RefusedError(faults[0])


def strokes_key(recent):
    return [stroke.points.tolist() for stroke in recent.content.strokes]


def read_known_network(content, folder, number):
    """List a file among the networks, and read an empty pad with it."""
    path = folder / "known.safetensors"
    path.write_bytes(content)
    known = KnownNetwork(Origin.FILE, path.name, path)
    ((_, details),) = survey([known], PadContent())
    if details.error is not None:
        raise details.error if isinstance(details.error, UserError) else AssertionError


STORES = {
    "settings": (make_settings, read_settings),
    "run folder": (run_state, in_run("last.safetensors", use_run)),
    "weights of a run": (make_weights, in_run("weights.safetensors", use_weights)),
    "epochs of a run": (make_weights, in_run("epochs/0001.safetensors", use_epochs)),
    "run's notes": (make_notes, in_run("notes.json", use_notes)),
    "my digits": (ink, read_my_digits),
    "recent drawings": (make_recent, read_recent),
    "known networks": (make_weights, read_known_network),
}
"""By name, how to make the good file, and the reader of a foreign one."""
