"""Datasets by name: loading, held-out examples and errors."""

from __future__ import annotations

import gzip
import json
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import core.data.mnist
from core.data import sources
from core.data.examples import Examples
from core.data.file_sources import IdxFolder, InkFile
from core.data.sources import SOURCES, source_of
from core.errors import UserError
from core.paths import data_dir, my_digits_path
from core.progress import Progress, Stage, result_of

NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """An empty folder of datasets, an empty working directory, and no network."""
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def refuse(*_, **__):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(core.data.mnist, "download_missing", refuse)
    return tmp_path / "here"


@pytest.fixture
def examples():
    """Six random images to train on and four to test."""
    rng = np.random.default_rng(5)
    return [
        Examples(
            rng.integers(0, 256, (n, 28, 28), np.uint8), rng.integers(0, 10, n).astype(np.uint8)
        )
        for n in (6, 4)
    ]


def load(name):
    return result_of(sources.load(name))


def load_all(names):
    return result_of(sources.load_all(names))


def examples_to_evaluate(name):
    return result_of(sources.examples_to_evaluate(name))


def write_folder(folder, examples, names=NAMES, pack=bytes):
    folder.mkdir(parents=True)
    arrays = [array for part in examples for array in (part.images, part.labels)]
    for name, array in zip(names, arrays, strict=True):
        magic = 2048 + array.ndim
        header = struct.pack(f">{1 + array.ndim}I", magic, *array.shape)
        (folder / name).write_bytes(pack(header + array.tobytes()))
    return folder


def write_ink(path, labels, **keys):
    """One drawing a label; each key holds a list with one value a drawing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for i, label in enumerate(labels):
        strokes = [[[10, 10], [12 + 2 * i, 40], [30, 70 + i]]]
        extra = {key: values[i] for key, values in keys.items() if values[i] is not None}
        lines.append(json.dumps({"strokes": strokes, "label": label, **extra}))
    path.write_text("\n".join(lines))
    return path


def originals(part):
    """The images that are no variants of others."""
    return part.images[part.originals == np.arange(len(part))]


def assert_same(part, expected):
    np.testing.assert_array_equal(part.images, expected.images)
    np.testing.assert_array_equal(part.labels, expected.labels)


def test_examples_are_read_only_and_leave_the_given_arrays_alone():
    images, labels = np.zeros((3, 28, 28), np.uint8), np.zeros(3, np.uint8)
    examples = Examples(images, labels)
    assert len(examples) == 3
    assert not examples.images.flags.writeable
    assert not examples.labels.flags.writeable
    images[0] = 1


@pytest.mark.parametrize(
    ("images", "labels"),
    [((3, 28, 28), (4,)), ((3, 28, 27), (3,)), ((3, 784), (3,)), ((28, 28), ())],
)
def test_examples_that_do_not_belong_together_are_refused(images, labels):
    with pytest.raises(ValueError, match="images"):
        Examples(np.zeros(images, np.uint8), np.zeros(labels, np.uint8))
    with pytest.raises(ValueError, match="originals"):
        Examples(np.zeros((2, 28, 28), np.uint8), np.zeros(2, np.uint8), np.zeros(3, np.intp))


def test_the_data_folder_is_the_users_unless_named(monkeypatch, tmp_path):
    assert data_dir() == tmp_path / "data"
    for unset in ("", None):
        if unset is None:
            monkeypatch.delenv("LENET_DATA_DIR")
        else:
            monkeypatch.setenv("LENET_DATA_DIR", unset)
        assert data_dir().is_absolute()
        assert data_dir().name == "lenet-desktop"


@pytest.mark.parametrize(
    ("names", "pack"),
    [
        (NAMES, bytes),
        ([f"{name}.gz" for name in NAMES], gzip.compress),
        ([name.replace("-idx", ".idx") for name in NAMES], bytes),
        ([NAMES[0], *(f"{name}.gz" for name in NAMES[1:])], gzip.compress),
    ],
    ids=["plain", "gzipped", "dotted", "mixed"],
)
def test_a_folder_of_idx_files_is_loaded(here, examples, names, pack):
    write_folder(here / "digits", examples, names, pack)
    dataset = load("digits")
    assert dataset.name == "digits"
    assert_same(dataset.train, examples[0])
    assert_same(dataset.test, examples[1])
    assert_same(examples_to_evaluate("digits"), examples[1])


def test_missing_files_of_a_folder_are_named(here, examples):
    folder = write_folder(here / "digits", examples)
    (folder / NAMES[1]).unlink()
    (folder / NAMES[2]).unlink()
    with pytest.raises(UserError) as caught:
        load("digits")
    assert str(caught.value) == f"digits does not contain {NAMES[1]}, {NAMES[2]} (plain or .gz)."


def test_a_folder_with_the_test_files_alone_can_be_evaluated(here, examples):
    folder = write_folder(here / "digits", examples)
    (folder / NAMES[0]).unlink()
    (folder / NAMES[1]).unlink()
    assert_same(examples_to_evaluate("digits"), examples[1])


def test_images_and_labels_that_differ_in_number_are_named(here, examples):
    folder = write_folder(here / "digits", examples)
    (folder / NAMES[1]).write_bytes((folder / NAMES[3]).read_bytes())
    with pytest.raises(UserError) as caught:
        load(str(folder))
    images, labels = folder / NAMES[0], folder / NAMES[1]
    assert str(caught.value) == f"{images} contains 6 images, but {labels} contains 4 labels."


def test_mnist_is_taken_from_the_data_folder_without_network(tmp_path, examples):
    write_folder(tmp_path / "data" / "mnist", examples)
    dataset = load("mnist")
    assert dataset.name == "mnist"
    assert_same(dataset.train, examples[0])


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

    monkeypatch.setattr(core.data.mnist, "download_missing", download)
    assert not SOURCES["mnist"].is_local()
    assert next(read("mnist")) == Progress(Stage.DOWNLOADING, 1, 2)
    result_of(read("mnist"))
    assert calls[-1] == (tmp_path / "data" / "mnist", wanted)
    assert SOURCES["mnist"].is_local()


def test_the_network_libraries_are_not_loaded_without_need():
    code = "import sys, core.data.sources; sys.exit('requests' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_real_mnist_is_loaded(mnist_dir, monkeypatch):
    monkeypatch.setenv("LENET_DATA_DIR", str(mnist_dir.parent))
    dataset = load("mnist")
    assert (len(dataset.train), len(dataset.test)) == (60000, 10000)
    assert dataset.train.images.mean() == pytest.approx(33.3184, abs=1e-4)


def test_synthetic_digits_are_the_same_every_time_and_not_shared_by_train_and_test(monkeypatch):
    monkeypatch.setattr(sources, "_SYNTHETIC_TRAIN", 1000)
    monkeypatch.setattr(sources, "_SYNTHETIC_TEST", 300)
    dataset = load("synthetic")
    assert len(dataset.train) > len(dataset.test) == 300
    assert set(dataset.test.labels) == set(range(10))
    assert_same(examples_to_evaluate("synthetic"), dataset.test)
    seen = {image.tobytes() for image in dataset.train.images}
    assert not any(image.tobytes() in seen for image in dataset.test.images)


def test_whole_writers_of_an_ink_file_are_held_out(here):
    labels = [i % 10 for i in range(60)]
    write_ink(here / "ink.jsonl", labels, writer=[f"w{i % 20}" for i in range(60)])
    everything = examples_to_evaluate("ink.jsonl")
    dataset = load("ink.jsonl")
    assert (len(originals(dataset.train)), len(dataset.test)) == (54, 6)
    place = {image.tobytes(): i for i, image in enumerate(everything.images)}
    assert len(place) == 60
    writers = [
        {place[image.tobytes()] % 20 for image in originals(part)}
        for part in (dataset.train, dataset.test)
    ]
    assert len(writers[1]) == 2
    assert not writers[0] & writers[1]


@pytest.mark.parametrize(
    "writer",
    [[None] * 40, ["me"] * 40, ["me"] * 20 + [None] * 20],
    ids=["none", "a single one", "not always"],
)
def test_without_distinct_writers_every_tenth_drawing_is_held_out(here, writer):
    write_ink(here / "ink.jsonl", [i % 10 for i in range(40)], writer=writer)
    first, second = load("ink.jsonl"), load("ink.jsonl")
    assert (len(originals(first.train)), len(first.test)) == (36, 4)
    assert_same(first.test, second.test)


def test_writers_may_be_named_by_anything(here):
    write_ink(here / "ink.jsonl", range(4), writer=[{"id": 1}, [2], 3, "3"])
    assert len(load("ink.jsonl").test) == 1


def test_two_drawings_are_split_and_one_is_rejected(here):
    write_ink(here / "two.jsonl", [1, 2])
    two = load("two.jsonl")
    assert (len(originals(two.train)), len(two.test)) == (1, 1)
    write_ink(here / "one.jsonl", [1])
    with pytest.raises(UserError, match=r"one\.jsonl contains 1 drawings\. At least 2"):
        load("one.jsonl")


def test_training_drawings_of_an_ink_file_have_variants(here):
    write_ink(here / "ink.jsonl", [3, 8, 5, 7, 1])
    train = load("ink.jsonl").train
    assert len(train) == 9 * len(originals(train)) == 9 * 4
    for place in range(4):
        family = train.originals == place
        assert family.sum() == 9
        assert len(np.unique(train.images[family], axis=0)) == 9
        assert (train.labels[family] == train.labels[place]).all()
    assert_same(load("ink.jsonl").train, train)


@pytest.mark.parametrize("source", ["synthetic", "non-digits", "ink.jsonl"])
def test_drawing_reports_its_progress_and_stops_when_closed(here, monkeypatch, source):
    monkeypatch.setattr(sources, "_SYNTHETIC_TRAIN", 300)
    monkeypatch.setattr(sources, "_NON_DIGITS", 300)
    write_ink(here / "ink.jsonl", [i % 10 for i in range(40)])
    drawing = sources.load(source)
    reported = []
    for progress in drawing:
        if progress.stage is Stage.DRAWING:
            reported.append(progress)
        if len(reported) == 3:
            break
    drawing.close()
    assert next(drawing, None) is None
    assert [progress.done for progress in reported] == [0, 25, 50]
    assert reported[0].total > 250


def test_a_source_knows_whether_it_is_local(here, examples):
    write_ink(here / "ink.jsonl", [1, 2])
    folder = write_folder(here / "digits", examples)
    assert source_of("ink.jsonl") == InkFile(Path("ink.jsonl"))
    assert source_of("digits") == IdxFolder(Path("digits"))
    is_local = {name: source.is_local() for name, source in SOURCES.items()}
    assert is_local == {"mnist": False, "synthetic": True, "non-digits": True, "my-digits": False}
    write_ink(my_digits_path(), [1])
    assert all(source_of(name).is_local() for name in ("ink.jsonl", "digits", "my-digits"))
    (folder / NAMES[1]).unlink()
    assert not source_of("digits").is_local()


def test_only_drawings_have_an_ink_file(here, examples):
    write_ink(here / "ink.jsonl", [1, 2])
    write_folder(here / "digits", examples)
    write_ink(my_digits_path(), [1])
    names = ("ink.jsonl", "my-digits", "mnist", "synthetic", "non-digits", "digits")
    found = [source_of(name).ink_file for name in names]
    assert found == [Path("ink.jsonl"), my_digits_path(), None, None, None, None]


def test_ink_becomes_images_with_the_labels_of_the_drawings(here):
    write_ink(here / "ink.jsonl", [3, "8", 5])
    examples = examples_to_evaluate("ink.jsonl")
    assert examples.labels.tolist() == [3, 8, 5]
    assert examples.images.dtype == np.uint8
    assert (examples.images.max(axis=(1, 2)) > 200).all()


@pytest.mark.parametrize(
    ("label", "told"),
    [("42", "42"), (42, "42"), ("x", "x"), ("", ""), ("٣", "٣"), (None, r"\(none\)")],
)
def test_drawings_without_a_single_digit_are_rejected_by_number(here, label, told):
    write_ink(here / "ink.jsonl", [1, label, 2])
    for read in (load, examples_to_evaluate):
        with pytest.raises(
            UserError, match=rf"Drawing 2 of ink\.jsonl .*the label {told}, expected"
        ):
            read("ink.jsonl")


def test_a_blank_drawing_is_refused(here):
    (here / "ink.jsonl").write_text(
        '{"strokes": [[[1, 2]]], "label": 1}\n{"strokes": [], "label": 1}'
    )
    with pytest.raises(UserError, match=r"Drawing 2 of ink\.jsonl has 0 strokes"):
        load("ink.jsonl")


def test_an_ink_file_is_looked_for_here_first_and_then_in_the_data_folder(tmp_path, here):
    write_ink(tmp_path / "data" / "ink" / "mine.jsonl", [1, 1])
    assert set(examples_to_evaluate("mine.jsonl").labels) == {1}
    write_ink(here / "mine.jsonl", [2, 2])
    assert set(examples_to_evaluate("mine.jsonl").labels) == {2}


def test_my_digits_lie_in_the_users_own_folder_whatever_folder_of_datasets_is_named(user_data):
    assert my_digits_path() == user_data / "my-digits.jsonl"
    assert not my_digits_path().is_relative_to(data_dir())


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


def test_a_tenth_of_the_writers_of_the_real_ink_file_are_held_out(ink_file, here):
    lines = gzip.decompress(ink_file.read_bytes()).splitlines(keepends=True)
    (here / "tenth.jsonl").write_bytes(b"".join(lines[::10]))
    dataset = load("tenth.jsonl")
    assert len(originals(dataset.train)) + len(dataset.test) == 750
    assert 70 <= len(dataset.test) <= 80
    assert set(dataset.test.labels) == set(range(10))


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
