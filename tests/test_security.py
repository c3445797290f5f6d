"""What docs/security.md states about the whole program."""

from __future__ import annotations

import ast
import stat
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings, save_drawings
from core.ink.shared_drawings import write_shared
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.runs.experiments import Experiment, PlannedRun, load_experiment, save_experiment
from core.runs.library import list_runs
from core.runs.notes import NOTES_FILE
from core.training.checkpoints import load_checkpoint, save_checkpoint
from core.training.presets import PRESETS
from lenet_desktop.state.lessons.lesson import load_lesson
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.pad_content import PadContent, PenStroke
from lenet_desktop.state.recent.drawings import RecentDrawings
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps
from tests.support.inputs.runs import checkpoint

ROOT = Path(__file__).parents[1]
SOURCES = [path for room in ("core", "lenet_desktop") for path in (ROOT / room).rglob("*.py")]


@pytest.fixture(scope="module")
def nodes():
    """The nodes of the syntax tree of every source that are calls or imports."""
    kinds = ast.Call, ast.Import, ast.ImportFrom
    return {
        path: [
            node
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, kinds)
        ]
        for path in SOURCES
    }


@pytest.fixture(scope="module")
def calls(nodes):
    """The file, the last name and the arguments of every call."""
    return [
        (
            path.relative_to(ROOT).as_posix(),
            getattr(node.func, "attr", getattr(node.func, "id", "")),
            isinstance(node.func, ast.Name),
            node,
        )
        for path, found in nodes.items()
        for node in found
        if isinstance(node, ast.Call)
    ]


LAUNCHER = ROOT / "lenet_desktop" / "commands" / "install_launcher.py"
"""Starts the commands that update a desktop's menu, with folders of its own as arguments."""


@pytest.fixture(scope="module")
def imported(nodes):
    """The modules and names that the program imports, apart from the launcher's."""
    names = set()
    for path, found in nodes.items():
        if path == LAUNCHER:
            continue
        for node in found:
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_nothing_listens_and_no_program_is_started(imported, calls):
    modules = {name.split(".")[0] for name in imported}
    assert "numpy" in modules
    assert not modules & {
        "socketserver", "http", "asyncio", "subprocess", "multiprocessing", "xmlrpc", "ssl",
    }  # fmt: skip
    last = {name.split(".")[-1] for name in imported}
    assert not last & {"QTcpServer", "QLocalServer", "QProcess", "QDesktopServices", "QWebSocket"}
    called = {name for _, name, _, _ in calls}
    assert not called & {"listen", "bind", "popen", "startfile", "openUrl"}
    assert "os.system" not in {ast.unparse(node.func) for _, _, _, node in calls}


def test_nothing_is_unpickled_or_evaluated(imported, calls):
    modules = {name.split(".")[0] for name in imported}
    assert not modules & {"pickle", "marshal", "shelve", "dill", "joblib"}
    assert not {name for _, name, is_plain, _ in calls if is_plain} & {"eval", "exec", "compile"}
    loads = [
        (path, [ast.unparse(keyword) for keyword in node.keywords])
        for path, name, _, node in calls
        if name == "load" and ast.unparse(node.func) == "np.load"
    ]
    assert loads
    assert all("allow_pickle=False" in keywords for _, keywords in loads)


def test_every_tooltip_is_a_text_of_the_program_or_plain(calls):
    """Qt interprets markup in tooltips, so that whatever is inserted is escaped by `literal`."""
    tips = [
        (path, node.lineno, node.args[1 if name == "showText" else -1])
        for path, name, _, node in calls
        if name in {"setToolTip", "setWhatsThis", "showText"}
    ]
    assert len(tips) > 30
    callees = {"literal", "self.tr", "translate", "QCoreApplication.translate"}
    unescaped = [
        (path, line, ast.unparse(tip))
        for path, line, tip in tips
        if not (isinstance(tip, ast.Call) and ast.unparse(tip.func) in callees)
    ]
    assert not unescaped


NAMED = "/etc/hostname"


def save_weights_file(path):
    save_weights(path, Weights(initialise(0), ModelCard(dataset=NAMED)))


def save_run(path):
    save_checkpoint(path, replace(checkpoint(2), dataset=NAMED, sources=(NAMED,)))


def save_ink(path):
    save_drawings(path, [Drawing((np.array([[0.1, 0.1]]),), NAMED, {"writer": NAMED})])


def save_lesson(path):
    path.write_text(f"---\ntitle: {NAMED}\n---\n## {NAMED}\n![a]({NAMED}) [b](file://{NAMED})\n")


def save_experiment_file(path):
    runs = (PlannedRun(NAMED, PRESETS["quick"]),)
    save_experiment(path, Experiment(NAMED, ("mnist",), runs))


@pytest.mark.parametrize(
    ("name", "save", "read"),
    [
        ("weights.safetensors", save_weights_file, load_weights),
        ("weights.npz", save_weights_file, load_weights),
        ("last.safetensors", save_run, load_checkpoint),
        ("last.safetensors", save_run, lambda path: list_runs(path.parents[1])),
        ("ink.jsonl", save_ink, load_drawings),
        ("lesson.md", save_lesson, load_lesson),
        ("experiment.json", save_experiment_file, load_experiment),
    ],
)
def test_no_file_is_opened_because_another_names_it(name, save, read, tmp_path):
    path = tmp_path / "run" / name
    path.parent.mkdir()
    save(path)
    opened, is_reading = set(), True

    def note(event, arguments):
        if is_reading and event == "open":
            opened.add(str(arguments[0]))

    sys.addaudithook(note)  # It cannot be removed.
    read(path)
    is_reading = False
    assert NAMED not in opened
    own = {str(path.parent / NOTES_FILE)}  # which a listing of runs looks for
    assert {file for file in opened if file.startswith(str(tmp_path))} - own == {str(path)}


def test_only_the_download_of_mnist_uses_the_network(calls):
    network = ("import requests", "import urllib3", "import socket", "QtNetwork", "urlopen")
    users = {
        path.relative_to(ROOT).as_posix()
        for path in SOURCES
        if any(word in path.read_text(encoding="utf-8") for word in network)
    }
    assert users == {"core/data/fetch.py"}
    callers = {path for path, name, is_plain, _ in calls if name == "fetch" and is_plain}
    assert callers == {"core/data/mnist.py"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")
@pytest.mark.parametrize("name", ["my-digits.jsonl", "recent-drawings.jsonl"])
def test_kept_drawings_can_be_read_by_their_owner_only(name, qapp, tmp_path):
    path = tmp_path / "new" / name
    pen = PenStroke(np.array([[0.1, 0.1]]), 0.05)
    if name == "my-digits.jsonl":
        write_shared(path, (), [Drawing((pen.points,), "7")])
    else:
        pad = SnapshotHistory(PadContent())
        recent = RecentDrawings(pad, path, Notices())
        pad.replace(PadContent((pen,)), steps.stroke)
        recent.close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
