"""Whatever is pasted or dropped is shown, or refused in one notice that changes nothing."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QUrl
from PySide6.QtGui import QColor, QImage

from core.ink.drawing import Drawing
from core.ink.ink_files import encode_drawings
from lenet_desktop.window.clipboard import INK_TYPE
from tests.support.inputs.foreign.mutation import mutated

ROUNDS = 60
URLS = [
    "https://example.com/digit.png", "file://server/share/digit.png", "file:///nowhere/digit.png",
    "data:text/plain,7", "ftp://x", "file:///%00", "file:///%ff%fe.png", "mailto:a@b", "",
    "file:///" + "x" * 5000, "file:///dev/null", "file:///proc/self/mem", "javascript:alert(1)",
]  # fmt: skip
TEXTS = ["", "7", "<img src='file:///etc/passwd'>", "\x00", "x" * 100_000, "two\nlines"]


@pytest.fixture
def files(tmp_path, weight_file, small_mnist):
    """Files and folders, good and damaged, that somebody may drop."""
    rng = random.Random("dropped")
    Image.new("L", (30, 40), 255).save(tmp_path / "white.png")
    (tmp_path / "ink.jsonl").write_bytes(ink_bytes())
    paths = [tmp_path / "white.png", tmp_path / "ink.jsonl", weight_file]
    for path in tuple(paths):
        for number in range(6):
            damaged = path.with_stem(f"{path.stem} {number}")
            damaged.write_bytes(mutated(path.read_bytes(), rng))
            paths.append(damaged)
    (tmp_path / "folder.png").mkdir()
    (tmp_path / "empty.jsonl").touch()
    (tmp_path / "notes.docx").write_bytes(b"PK\x03\x04")
    others = [tmp_path / name for name in ("folder.png", "empty.jsonl", "notes.docx")]
    return [*paths, *others, small_mnist]


def ink_bytes():
    strokes = ([[0.1, 0.2], [0.5, 0.9]], [[0.2, 0.2]])
    return encode_drawings([Drawing(tuple(map(np.array, strokes)), "7")])


def random_image(rng):
    others = QImage.Format.NImageFormats, QImage.Format.Format_CMYK8888  # Which no painter fills.
    kinds = [kind for kind in QImage.Format if kind not in others]
    image = QImage(rng.choice([0, 1, 3, 200]), rng.choice([1, 5, 300]), rng.choice(kinds))
    if not image.isNull():
        image.fill(QColor(rng.choice(["black", "white", "red", "#00000000"])))
    return image


def dropped(rng, files):
    """Return data of one or several kinds, as another program might offer it."""
    data = QMimeData()
    for _ in range(rng.choice([0, 1, 1, 1, 2])):
        match rng.randrange(7):
            case 0:
                data.setText(rng.choice(TEXTS))
            case 1:
                data.setHtml(rng.choice(TEXTS))
            case 2:
                data.setImageData(random_image(rng))
            case 3:
                data.setData(INK_TYPE, QByteArray(mutated(ink_bytes(), rng)))
            case 4:
                kind = rng.choice(["image/png", "image/jpeg", "image/webp", "image/svg+xml", "x/y"])
                data.setData(kind, QByteArray(mutated(files[0].read_bytes(), rng)))
            case 5:
                data.setUrls([QUrl(rng.choice(URLS)) for _ in range(rng.choice([1, 1, 40]))])
            case _:
                chosen = [QUrl.fromLocalFile(str(rng.choice(files))) for _ in range(3)]
                data.setUrls(chosen)
    return data


@pytest.mark.parametrize("seed", range(2))
def test_foreign_data_is_shown_or_refused_in_one_notice(window, files, seed):
    workspace, rng = window.workspace, random.Random(seed)
    posted = []
    workspace.notices.posted.connect(posted.append)
    outcomes = set()
    for _ in range(ROUNDS):
        posted.clear()
        content, weights = workspace.pad_history.value, workspace.network.weights
        window.files.receive(dropped(rng, files))
        workspace.opening.finish()
        errors = [notice for notice in posted if notice.is_error]
        is_changed = (
            workspace.pad_history.value is not content or workspace.network.weights is not weights
        )
        outcomes.add((is_changed, len(errors)))
        assert all(notice.text.isprintable() for notice in posted)
    assert outcomes == {(True, 0), (False, 1)}
