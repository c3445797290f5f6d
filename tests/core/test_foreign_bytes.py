"""Damaged files of every format are read, or refused in one line; nothing else happens."""

from __future__ import annotations

import gzip
import json
import random
import warnings
from dataclasses import replace
from zipfile import ZipFile

import numpy as np
import pytest

from core.data.fingerprint import Fingerprint
from core.data.idx import read_images
from core.errors import UserError
from core.ink.ink_files import load_drawings
from core.ink.picture_files import load_picture
from core.network.weight_files import load_weights, read_arrays, write_arrays
from core.runs.library import DamagedRun, RunSummary, list_runs
from core.training.checkpoints import load_checkpoint, save_checkpoint
from tests.support.inputs.foreign.formats import FORMATS
from tests.support.inputs.foreign.mutation import change_value, mutated, mutations_of
from tests.support.inputs.runs import checkpoint, store_run

INPUTS = 120
LONGEST_MESSAGE = 600


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
            damaged = rng.choice(mutations_of(name))(content, rng)
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
        (b'<?xml version="1.0"?><svg/>', "an SVG drawing"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG drawing"),
        (b"%PDF-1.7\n", "a PDF document"),
        (b"\x08\x0a\x12\x07pytorch" + bytes(60), "an ONNX file"),
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


@pytest.mark.parametrize("read", [load_weights, load_picture, load_drawings])
def test_what_is_not_a_file_is_not_said_to_be_missing(read, tmp_path):
    with pytest.raises(UserError, match="cannot be read: it is not a regular file"):
        read(tmp_path)


@pytest.mark.parametrize("read", [load_weights, load_picture])
def test_weights_of_pytorch_are_identified(read, tmp_path):
    path = tmp_path / "model.pt"
    with ZipFile(path, "w") as archive:
        archive.writestr("model/data.pkl", b"")
    with pytest.raises(UserError, match=r"model\.pt is a pickle file, .* save the weights as"):
        read(path)


def test_what_expands_beyond_all_bounds_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("core.ink.ink_files.LARGEST_FILE", 10_000)
    path = tmp_path / "blank.jsonl.gz"
    path.write_bytes(gzip.compress(b"\n" * 1_000_000))
    with pytest.raises(UserError, match="too large"):
        load_drawings(path)
    path = tmp_path / "bomb.npz"
    np.savez_compressed(path, zeros=np.zeros(2**25, np.float32))
    with pytest.raises(UserError, match="too large"):
        load_weights(path)


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
        change_value(state, rng)
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
    c, a, b = list_runs(tmp_path)
    assert [run.folder.name for run in (c, a, b)] == ["c", "a", "b"]
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
