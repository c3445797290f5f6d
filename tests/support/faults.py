"""Whatever goes wrong in a running program, and files of every kind, good and bad."""

from __future__ import annotations

import ctypes
import gc
import random
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path

import numpy as np
from PIL import Image
from PySide6.QtCore import QtMsgType, qInstallMessageHandler

import resources
from core.errors import UserError
from core.ink.drawing import Drawing
from core.ink.ink_files import save_drawings
from core.network.weight_files import save_weights
from lenet_desktop.state.notices import Notices
from tests.benchmarks.smoothness import resident_mb
from tests.support.inputs.foreign.formats import FORMATS
from tests.support.inputs.foreign.mutation import mutations_of
from tests.support.inputs.idx_files import bars, write_part
from tests.support.inputs.networks import random_weights

HARMLESS = "This plugin does not support"
"""What the offscreen platform says of windows."""


class Faults:
    """Collects exceptions of all threads, warnings of Qt, and messages about faults."""

    def __init__(self) -> None:
        self.found: list[str] = []
        sys.excepthook = self._note_exception
        sys.unraisablehook = lambda args: self.note(f"unraisable {args.exc_value!r} {args.object}")
        threading.excepthook = lambda args: self.note(f"{args.thread}: {args.exc_value!r}")
        qInstallMessageHandler(self._note_message)
        post = Notices.error

        def error(notices: Notices, error: Exception | str, failure: str = "{reason}") -> None:
            if isinstance(error, Exception) and not isinstance(error, UserError | OSError):
                self.note("".join(traceback.format_exception(error)))
            post(notices, error, failure)

        Notices.error = error

    def note(self, text: str) -> None:
        self.found.append(text)

    def _note_exception(self, kind: type, error: BaseException, where: object) -> None:
        self.note("".join(traceback.format_exception(error)))

    def _note_message(self, kind: QtMsgType, context: object, text: str) -> None:
        if kind not in (QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg) and HARMLESS not in text:
            self.note(f"{kind.name}: {text}")


class Samples:
    """Good and bad files of every kind."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        rng = np.random.default_rng(0)
        self.data = folder / "data"
        self.data.mkdir()
        for part, n in (("train", 400), ("t10k", 60)):
            write_part(self.data, part, *bars(n, rng))
        self.ink = folder / "good.jsonl"
        strokes = rng.random((12, 2, 8, 2))
        save_drawings(
            self.ink, [Drawing(tuple(pair), str(n % 10)) for n, pair in enumerate(strokes)]
        )
        self.weights = [folder / f"good{suffix}" for suffix in (".safetensors", ".npz")]
        for seed, path in enumerate(self.weights):
            save_weights(path, random_weights(seed))
        page = np.full((300, 400), 220, np.uint8)
        page[60:240, 180:200] = 20
        self.pictures = [folder / f"good{suffix}" for suffix in (".png", ".jpg", ".gif", ".bmp")]
        for path in self.pictures:
            Image.fromarray(page).save(path)
        page[:] = 235
        for number in range(12):
            row, column = divmod(number, 4)
            page[20 + 95 * row : 80 + 95 * row, 40 + 90 * column :][:, : 6 + 3 * row] = 30
        self.sheets = [folder / "good sheet.png", folder / "good upside down.png"]
        for path, shown in zip(self.sheets, (page, page[::-1, ::-1]), strict=True):
            Image.fromarray(shown).save(path)
        self.lessons = sorted(resources.path("lessons/en").glob("*.md"))
        self.lessons += self._foreign(folder, "lesson.md")
        self.experiments = self._foreign(folder, "experiment.json")
        self.good = [self.ink, *self.weights, *self.pictures]
        self.bad = [folder / "missing.png", folder / "none.txt", folder / "empty.jsonl"]
        for path in self.bad[1:]:
            path.write_bytes(b"")
        for path in self.good:
            content = bytearray(path.read_bytes())
            for number in range(4):
                for place in rng.integers(0, len(content), 20):
                    content[place] = rng.integers(256)
                bad = folder / f"bad{number}{path.name.removeprefix('good')}"
                bad.write_bytes(content[: rng.integers(1, len(content))])
                self.bad.append(bad)

    @staticmethod
    def _foreign(folder: Path, name: str) -> list[Path]:
        """Write mutated files of a format."""
        make, _ = FORMATS[name]
        content, chance = make(folder), random.Random(name)
        files = [folder / f"bad{number} {name}" for number in range(8)]
        for file in files:
            file.write_bytes(chance.choice(mutations_of(name))(content, chance))
        return files


def kept_mb() -> float:
    """Return the resident memory in MB, without what the allocator has not given back."""
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
    return resident_mb()


def n_threads() -> int:
    """Count Python's threads, without those of Qt that it has only met."""
    return sum(not isinstance(t, threading._DummyThread) for t in threading.enumerate())
