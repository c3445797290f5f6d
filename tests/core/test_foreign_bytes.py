"""Damaged files of every format are read, or refused in one line; nothing else happens."""

from __future__ import annotations

import gzip
import io
import json
import math
import random
import warnings
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image

from core.data.fingerprint import Fingerprint
from core.data.idx import read_images, read_labels
from core.errors import UserError
from core.ink.drawing import Drawing
from core.ink.ink_files import encode_drawings, load_drawings
from core.ink.picture_files import PICTURE_FORMATS, load_picture
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, read_arrays, save_weights, write_arrays
from core.network.weights import Weights
from core.runs.library import DamagedRun, RunSummary, list_runs
from core.training.checkpoints import load_checkpoint, save_checkpoint
from tests.support.runs import checkpoint, store_run

INPUTS = 120
LONGEST_MESSAGE = 600


def weights_in(suffix):
    def make(folder):
        path = folder / f"w{suffix}"
        save_weights(path, Weights(initialise(0), ModelCard(dataset="mnist", temperature=1.2)))
        return path.read_bytes()

    return make


def picture_in(kind):
    def make(folder):
        rng = np.random.default_rng(0)
        picture = Image.fromarray((rng.random((16, 12, 3)) * 255).astype(np.uint8))
        exif = Image.Exif()
        exif[0x0112] = 6
        content = io.BytesIO()
        picture.save(content, kind, **({"exif": exif} if kind in ("PNG", "JPEG", "WEBP") else {}))
        return content.getvalue()

    return make


def ink(folder):
    strokes = (np.array([[0.1, 0.2], [3.5, 0.9]]), np.array([[1.0, 1.0]]))
    return encode_drawings([Drawing(strokes, "7", {"writer": "W"}) for _ in range(4)])


def gzipped(make):
    return lambda folder: gzip.compress(make(folder))


def idx_images(folder):
    return bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28]) + bytes(2 * 784)


def idx_labels(folder):
    return bytes([0, 0, 8, 1, 0, 0, 0, 5, 1, 2, 3, 4, 5])


def run_state(folder):
    path = folder / "last.safetensors"
    save_checkpoint(path, checkpoint(3))
    return path.read_bytes()


FORMATS = {
    "last.safetensors": (run_state, load_checkpoint),
    "weights.safetensors": (weights_in(".safetensors"), load_weights),
    "weights.npz": (weights_in(".npz"), load_weights),
    "ink.jsonl": (ink, load_drawings),
    "ink.jsonl.gz": (gzipped(ink), load_drawings),
    "images-idx3-ubyte": (idx_images, read_images),
    "images-idx3-ubyte.gz": (gzipped(idx_images), read_images),
    "labels-idx1-ubyte": (idx_labels, read_labels),
    **{f"picture.{kind.lower()}": (picture_in(kind), load_picture) for kind in PICTURE_FORMATS},
}
INTERESTING = [
    b"", b"\x00", b"\xff" * 8, b"\x00" * 64, b"1e999", b"-Infinity", b"NaN", b"true", b"null", b"[",
    b"{", b"9" * 400, b"\n", b"\r\n", b"\xed\xa0\x80", b'"', b"<html>", b"PK\x03\x04", b"\x1f\x8b",
    b"BF16", b"[" * 5000,
]  # fmt: skip


def mutated(content, rng):
    """Change, remove, repeat, insert or truncate some bytes, often near the start."""
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 5, 20])):
        last = max(1, len(changed))
        at = rng.randrange(min(last, 200)) if rng.random() < 0.6 else rng.randrange(last)
        length = rng.choice([1, 1, 4, 30])
        match rng.randrange(6):
            case 0:
                changed[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del changed[at : at + length]
            case 2:
                changed[at:at] = changed[at : at + length]
            case 3:
                changed[at:at] = rng.choice(INTERESTING)
            case 4:
                changed[at : at + length] = rng.choice(INTERESTING)
            case _:
                # A few files end early; a bit changes in the others.
                flipped = bytes(byte ^ 1 << rng.randrange(8) for byte in changed[at : at + 1])
                changed[at : None if rng.random() < 0.2 else at + 1] = flipped
    return bytes(changed)


def result_or_refusal(read, path):
    """Read a file; None if it is refused, which must be in one line that names the file."""
    refusal = ""
    try:
        return read(path)
    except UserError as error:
        refusal = str(error)
    assert path.name in refusal
    assert refusal.isprintable()
    assert len(refusal) < LONGEST_MESSAGE
    return None


@pytest.mark.parametrize("name", FORMATS)
def test_damaged_files_are_read_or_refused_in_one_line(name, tmp_path):
    make, read = FORMATS[name]
    content, rng = make(tmp_path), random.Random(name)
    path = tmp_path / name
    path.write_bytes(content)
    read(path)
    refused = 0
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for _ in range(INPUTS):
            damaged = mutated(content, rng)
            path.write_bytes(damaged)
            refused += result_or_refusal(read, path) is None
    assert refused > INPUTS / 20


@pytest.mark.parametrize(
    ("start", "said"),
    [
        (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
        (b"\xef\xbb\xbf<!DOCTYPE html><html></html>", "a web page"),
        (b"\x89HDF\r\n\x1a\n" + bytes(60), "an HDF5 file"),
        (b"\x80\x02}q\x00.", "a pickle file"),
    ],
)
@pytest.mark.parametrize("name", ["w.safetensors", "ink.jsonl", "idx3-ubyte", "picture.png"])
def test_a_file_of_another_kind_is_identified(start, said, name, tmp_path):
    read = {
        "w.safetensors": load_weights,
        "ink.jsonl": load_drawings,
        "idx3-ubyte": read_images,
        "picture.png": load_picture,
    }[name]
    (tmp_path / name).write_bytes(start)
    with pytest.raises(UserError, match=f"{name} is {said}"):
        read(tmp_path / name)


def test_what_expands_beyond_all_bounds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("core.files._LARGEST", 10_000)
    path = tmp_path / "blank.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 1_000_000))
    with pytest.raises(UserError, match="too large"):
        load_drawings(path)
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, zeros=np.zeros(2**25, np.float32))
    with pytest.raises(UserError, match="too large"):
        load_weights(path)


ODD_VALUES = [
    None, True, -1, 0, 3.5, 10**30, 1e999, math.nan, "", "text", "<b>bold</b>", "two\nlines", [],
    {}, [[1]], {"a": 1}, "\ud800", ["x"] * 50,
]  # fmt: skip


def leaves(value, path=()):
    """Yield the path of every value in nested lists and objects."""
    children = value.items() if isinstance(value, dict) else enumerate(value)
    for key, child in children:
        yield (*path, key)
        if isinstance(child, (dict, list)):
            yield from leaves(child, (*path, key))


@pytest.mark.parametrize("seed", range(3))
def test_checkpoints_with_odd_values_are_read_or_refused_in_one_line(seed, tmp_path):
    rng = random.Random(seed)
    good = replace(checkpoint(3), fingerprint=Fingerprint("0a", 33.3))
    save_checkpoint(tmp_path / "good.safetensors", good)
    arrays, metadata = read_arrays(tmp_path / "good.safetensors")
    path = tmp_path / "last.safetensors"
    refused = 0
    for _ in range(60):
        state = json.loads(metadata["training"])
        *parents, last = rng.choice(list(leaves(state)))
        target = state
        for key in parents:
            target = target[key]
        if rng.random() < 0.2:
            del target[last]
        else:
            target[last] = rng.choice(ODD_VALUES)
        write_arrays(path, arrays, {**metadata, "training": json.dumps(state)})
        found = result_or_refusal(load_checkpoint, path)
        if found is None:
            refused += 1
        else:
            assert found.epoch == 3
            assert found.best_val_accuracy >= 0
            save_checkpoint(tmp_path / "again.safetensors", found)
    assert refused > 20


def test_a_damaged_run_is_named_beside_the_others(tmp_path):
    for name in ("a", "b", "c"):
        store_run(tmp_path / name, checkpoint(2))
    damaged = tmp_path / "b" / "last.safetensors"
    arrays, metadata = read_arrays(damaged)
    losses = "training.batch_losses"
    write_arrays(damaged, {**arrays, losses: arrays[losses].reshape(2, -1)}, metadata)
    c, b, a = list_runs(tmp_path)
    assert [run.folder.name for run in (c, b, a)] == ["c", "b", "a"]
    assert isinstance(c, RunSummary)
    assert isinstance(a, RunSummary)
    assert isinstance(b, DamagedRun)
    assert str(b.error) == "last.safetensors is damaged: the losses are not a list."


def test_any_damaged_checkpoint_is_listed_with_its_reason(tmp_path):
    store_run(tmp_path / "run", checkpoint(2))
    path = tmp_path / "run" / "last.safetensors"
    content, rng = path.read_bytes(), random.Random("list")
    kinds = set()
    for _ in range(60):
        path.write_bytes(mutated(content, rng))
        (run,) = list_runs(tmp_path)
        kinds.add(type(run))
        assert isinstance(run, RunSummary) or "last.safetensors" in str(run.error)
    assert kinds == {RunSummary, DamagedRun}
