"""Datasets by name: finding, loading, joining and errors."""

from __future__ import annotations

import gzip
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import core.data.mnist
from core.data import sources
from core.data.file_sources import IdxFolder, InkFile
from core.data.sources import SOURCES, source_of
from core.errors import UserError
from core.paths import data_dir, my_digits_path
from core.progress import Progress, Stage, result_of
from tests.support.inputs.sources import (
    NAMES,
    assert_same,
    examples_to_evaluate,
    load,
    load_all,
    write_folder,
    write_ink,
)

pytestmark = pytest.mark.usefixtures("here")


def test_mnist_is_taken_from_the_data_folder_without_network(tmp_path, examples):
    write_folder(tmp_path / "data" / "mnist", examples)
    dataset = load("mnist")
    assert dataset.name == "mnist"
    assert_same(dataset.train, examples[0])


def test_some_of_mnists_training_images_come_again_as_scans(tmp_path, monkeypatch, examples):
    write_folder(tmp_path / "data" / "mnist", examples)
    train, test = examples
    monkeypatch.setattr(sources, "_SCANS", 3)
    dataset = load("mnist-scans")
    assert dataset.name == "mnist-scans"
    assert len(dataset.train) == len(train) + 3
    np.testing.assert_array_equal(dataset.train.images[: len(train)], train.images)
    assert_same(dataset.test, test)
    assert_same(examples_to_evaluate("mnist-scans"), test)


@pytest.mark.parametrize(
    ("read", "wanted"),
    [(sources.load, NAMES), (sources.examples_to_evaluate, NAMES[2:])],
    ids=["load", "evaluate"],
)
def test_mnist_is_downloaded_when_missing(tmp_path, monkeypatch, examples, read, wanted):
    calls = []

    def download(folder, names):
        calls.append((folder, tuple(names)))
        yield Progress(Stage.DOWNLOADING, 1, 2)
        write_folder(folder, examples)

    monkeypatch.setattr(core.data.mnist, "download", download)
    assert not SOURCES["mnist"].is_local()
    assert next(read("mnist")) == Progress(Stage.DOWNLOADING, 1, 2)
    result_of(read("mnist"))
    assert calls[-1] == (tmp_path / "data" / "mnist", wanted)
    assert SOURCES["mnist"].is_local()


@pytest.fixture
def downloads(tmp_path, monkeypatch, examples):
    """A data folder with MNIST's files, gzipped, and a mirror with the same; yields the names."""
    names = [f"{name}.gz" for name in NAMES]
    mirror = write_folder(tmp_path / "mirror", examples, names, gzip.compress)
    folder = write_folder(tmp_path / "data" / "mnist", examples, names, gzip.compress)
    asked = []

    def download(to, missing):
        yield Progress(Stage.DOWNLOADING)
        for name in missing:
            asked.append(name)
            (to / f"{name}.gz").write_bytes((mirror / f"{name}.gz").read_bytes())

    monkeypatch.setattr(core.data.mnist, "download", download)
    return folder, asked


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-9],
        lambda content: gzip.compress(gzip.decompress(content)[:-1]),
        lambda content: b"<html></html>",
        lambda content: b"version https://git-lfs.github.com/spec/v1",
        lambda content: b"",
    ],
    ids=["cut off", "short", "page", "pointer", "empty"],
)
@pytest.mark.parametrize("name", [NAMES[1], NAMES[2]])
def test_a_damaged_download_is_downloaded_again(downloads, examples, damage, name):
    folder, asked = downloads
    file = folder / f"{name}.gz"
    file.write_bytes(damage(file.read_bytes()))
    assert_same(load("mnist").train, examples[0])
    assert asked == [name]


def test_a_damaged_file_of_the_user_is_named_and_left_alone(downloads, tmp_path):
    folder, asked = downloads
    (folder / NAMES[0]).write_bytes(b"<html>")
    with pytest.raises(UserError, match=rf"{NAMES[0]} is a web page"):
        load("mnist")
    elsewhere = folder.rename(tmp_path / "elsewhere")
    (elsewhere / NAMES[0]).unlink()
    (elsewhere / f"{NAMES[0]}.gz").write_bytes(b"<html>")
    with pytest.raises(UserError, match=rf"{NAMES[0]}\.gz is a web page"):
        load(str(elsewhere))
    assert asked == []


def test_without_a_mirror_the_damage_is_told_too(downloads, monkeypatch):
    def refuse(*_):
        raise UserError("No mirror answers.")
        yield

    folder, _ = downloads
    (folder / f"{NAMES[0]}.gz").write_bytes(b"")
    monkeypatch.setattr(core.data.mnist, "download", refuse)
    with pytest.raises(UserError, match=rf"{NAMES[0]}\.gz is truncated.* No mirror answers"):
        load("mnist")


def test_a_file_that_may_not_be_read_is_not_downloaded_again(downloads, monkeypatch):
    def refuse(path):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("core.files.open_regular", refuse)
    with pytest.raises(UserError, match="Permission denied"):
        load("mnist")
    assert downloads[1] == []


def test_the_network_libraries_are_not_loaded_without_need():
    code = "import sys, core.data.sources; sys.exit('requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_real_mnist_is_loaded(mnist_dir, monkeypatch):
    monkeypatch.setenv("LENET_DATA_DIR", str(mnist_dir.parent))
    dataset = load("mnist")
    assert (len(dataset.train), len(dataset.test)) == (60000, 10000)
    assert dataset.train.images.mean() == pytest.approx(33.3184, abs=1e-4)


def test_synthetic_digits_are_the_same_every_time_and_not_shared_by_train_and_test(monkeypatch):
    monkeypatch.setattr(SOURCES["synthetic"], "n_train", 1000)
    monkeypatch.setattr(SOURCES["synthetic"], "n_test", 300)
    dataset = load("synthetic")
    assert len(dataset.train) > len(dataset.test) == 300
    assert set(dataset.test.labels) == set(range(10))
    assert_same(examples_to_evaluate("synthetic"), dataset.test)
    seen = {image.tobytes() for image in dataset.train.images}
    assert not any(image.tobytes() in seen for image in dataset.test.images)


@pytest.mark.parametrize("source", ["synthetic", "regional", "non-digits", "ink.jsonl"])
def test_drawing_reports_its_progress_and_stops_when_closed(here, monkeypatch, source):
    monkeypatch.setattr(SOURCES["synthetic"], "n_train", 300)
    monkeypatch.setattr(sources, "_NON_DIGITS", 300)
    write_ink(here / "ink.jsonl", [i % 10 for i in range(40)])
    drawing = sources.load(source)
    reported = []
    for progress in drawing:
        if progress.stage is Stage.DRAWING:
            reported.append(progress)
        if len(reported) == 4:
            break
    drawing.close()
    assert next(drawing, None) is None
    done = [progress.done for progress in reported]
    assert done[0] == 0 < done[-1] <= 192
    assert done == sorted(done)
    assert reported[0].total > 250


def test_a_source_knows_whether_it_is_local(here, examples):
    write_ink(here / "ink.jsonl", [1, 2])
    folder = write_folder(here / "digits", examples)
    assert source_of("ink.jsonl") == InkFile(Path("ink.jsonl"))
    assert source_of("digits") == IdxFolder(Path("digits"))
    is_local = {name: source.is_local() for name, source in SOURCES.items()}
    elsewhere = ("mnist", "mnist-scans", "my-digits")
    assert is_local == dict.fromkeys(SOURCES, True) | dict.fromkeys(elsewhere, False)
    write_ink(my_digits_path(), [1])
    assert all(source_of(name).is_local() for name in ("ink.jsonl", "digits", "my-digits"))
    (folder / NAMES[1]).unlink()
    assert not source_of("digits").is_local()


def test_only_drawings_have_an_ink_file(here, examples):
    write_ink(here / "ink.jsonl", [1, 2])
    write_folder(here / "digits", examples)
    write_ink(my_digits_path(), [1])
    names = ("ink.jsonl", "my-digits", "mnist", "synthetic", "regional", "non-digits", "digits")
    found = [source_of(name).ink_file for name in names]
    assert found == [Path("ink.jsonl"), my_digits_path(), None, None, None, None, None]


def test_my_digits_are_an_ink_file(here):
    file = write_ink(my_digits_path(), [i % 10 for i in range(20)])
    dataset, expected = load("my-digits"), load(str(file))
    assert dataset.name == "my-digits"
    assert_same(dataset.train, expected.train)
    assert_same(dataset.test, expected.test)
    assert_same(examples_to_evaluate("my-digits"), examples_to_evaluate(str(file)))


@pytest.mark.parametrize("content", [None, "", "\n \n"], ids=["missing", "empty", "blank"])
def test_an_empty_my_digits_is_reported(content):
    if content is not None:
        my_digits_path().parent.mkdir(parents=True)
        my_digits_path().write_text(content)
    for read in (load, examples_to_evaluate):
        with pytest.raises(UserError, match="My Digits is empty"):
            read("my-digits")


def test_a_source_is_found_by_its_location_in_any_working_directory(here, monkeypatch):
    (here / "digits").mkdir()
    write_ink(here / "ink.jsonl", [1, 2])
    write_ink(data_dir() / "ink" / "shared.jsonl.gz", [1, 2])
    names = ["digits", "../here/digits", "ink.jsonl", "shared.jsonl.gz", *SOURCES]
    found = [source_of(name) for name in names]
    locations = [source.location for source in found]
    assert locations[-len(SOURCES) :] == list(SOURCES)
    monkeypatch.chdir(here.parent)
    assert [source_of(location).location for location in locations] == locations
    assert [source_of(location).name for location in locations] == [each.name for each in found]


def test_all_sources_are_found_before_one_is_loaded(monkeypatch):
    def unexpected(_):
        raise AssertionError("a source was loaded first")

    monkeypatch.setattr(type(SOURCES["synthetic"]), "train_and_test", unexpected)
    with pytest.raises(UserError, match="nowhere"):
        load_all(["synthetic", "nowhere"])


def test_all_folders_are_complete_before_a_source_is_loaded(here, examples, monkeypatch):
    def unexpected(_):
        raise AssertionError("a source was loaded first")

    monkeypatch.setattr(type(SOURCES["synthetic"]), "train_and_test", unexpected)
    folder = write_folder(here / "digits", examples)
    (folder / NAMES[0]).unlink()
    with pytest.raises(UserError, match=f"does not contain {NAMES[0]}"):
        load_all(["synthetic", "digits"])


def test_several_sources_are_joined(here, examples):
    write_folder(here / "digits", examples)
    write_ink(here / "ink.jsonl", [1, 2])
    joined = load_all(["digits", "ink.jsonl"])
    ink = load("ink.jsonl")
    assert joined.name == "digits + ink.jsonl"
    assert joined.sources == (str(here / "digits"), str(here / "ink.jsonl"))
    np.testing.assert_array_equal(
        joined.train.images, np.concatenate([examples[0].images, ink.train.images])
    )
    np.testing.assert_array_equal(
        joined.test.labels, np.concatenate([examples[1].labels, ink.test.labels])
    )
    np.testing.assert_array_equal(joined.train.originals[:6], np.arange(6))
    np.testing.assert_array_equal(joined.train.originals[6:], ink.train.originals + 6)
    assert not joined.train.images.flags.writeable


@pytest.mark.parametrize("source", ["minst", "nowhere/at/all", "gone.jsonl", "picture.png"])
def test_an_unknown_dataset_is_reported_with_the_choices(here, tmp_path, source):
    (here / "picture.png").touch()
    for read in (load, examples_to_evaluate):
        with pytest.raises(UserError) as caught:
            read(source)
        message = str(caught.value)
        assert message.startswith(
            f"{here / source} is not a dataset: expected mnist, synthetic, my-digits, a folder"
        )
        assert str(tmp_path / "data" / "ink") in message


def test_a_source_without_test_images_is_not_named_as_a_test_set(tmp_path, examples, monkeypatch):
    monkeypatch.setattr(sources, "_NON_DIGITS", 100)
    write_folder(tmp_path / "data" / "mnist", examples)
    dataset = load_all(["mnist", "non-digits"])
    assert (dataset.name, dataset.test_name) == ("mnist + non-digits", "mnist")
