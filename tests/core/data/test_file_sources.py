"""Datasets in folders of IDX files and in ink files: loading, held-out examples, errors."""

from __future__ import annotations

import gzip
import struct

import numpy as np
import pytest

from core.data import idx
from core.data.sources import load_all, source_of
from core.digits import NOT_A_DIGIT
from core.errors import UserError
from tests.support.inputs.sources import (
    NAMES,
    assert_same,
    examples_to_evaluate,
    load,
    originals,
    write_folder,
    write_ink,
)

pytestmark = pytest.mark.usefixtures("here")


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
    with pytest.raises(UserError, match=r"one\.jsonl contains 1 digits\. At least 2"):
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


def test_a_tenth_of_the_writers_of_the_real_ink_file_are_held_out(ink_file, here):
    lines = gzip.decompress(ink_file.read_bytes()).splitlines(keepends=True)
    (here / "tenth.jsonl").write_bytes(b"".join(lines[::10]))
    dataset = load("tenth.jsonl")
    assert len(originals(dataset.train)) + len(dataset.test) == 750
    assert 70 <= len(dataset.test) <= 80
    assert set(dataset.test.labels) == set(range(10))


def test_what_is_not_a_digit_is_trained_on_and_never_tested(here):
    write_ink(here / "ink.jsonl", [3, "not a digit", 5, "not a digit", 1])
    dataset = load("ink.jsonl")
    assert NOT_A_DIGIT not in dataset.test.labels
    assert np.count_nonzero(dataset.train.labels == NOT_A_DIGIT) == 2 * 9
    assert np.count_nonzero(examples_to_evaluate("ink.jsonl").labels == NOT_A_DIGIT) == 2
    write_ink(here / "few.jsonl", [3, "not a digit", "not a digit"])
    with pytest.raises(UserError, match="contains 1 digits"):
        load("few.jsonl")


def test_what_is_not_a_digit_is_not_painted_to_be_trained_on_alone():
    with pytest.raises(UserError, match="Add a dataset of digits"):
        for _ in load_all(["non-digits", "non-digits"]):
            pass


def pack_twice(content):
    return gzip.compress(gzip.compress(content))


@pytest.mark.parametrize("pack", [bytes, gzip.compress, pack_twice])
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html>",
        b"version https://git-lfs.github.com/spec/v1",
        bytes(1000),
        struct.pack(">IIII", 2051, 9, 27, 27) + bytes(9 * 27 * 27),
        struct.pack(">IIII", 2051, 0, 28, 28),
        struct.pack(">II", 2049, 0),
    ],
)
def test_a_file_that_starts_wrongly_is_told_before_it_is_read(
    here, monkeypatch, examples, content, name, pack
):
    write_folder(here / "digits", examples)
    source = source_of("digits")
    source.check(for_training=True)
    (here / "digits" / name).write_bytes(pack(content))
    monkeypatch.setattr(idx, "read_content", lambda path: pytest.fail("read"))
    with pytest.raises(UserError, match=name):
        source.check(for_training=True)


def test_a_file_damaged_after_its_start_is_told_when_it_is_read(here, examples):
    write_folder(here / "digits", examples)
    name = "train-images-idx3-ubyte"
    whole = gzip.compress((here / "digits" / name).read_bytes())
    (here / "digits" / name).write_bytes(whole[: len(whole) // 2])
    source_of("digits").check(for_training=True)
    with pytest.raises(UserError, match=f"{name} is damaged"):
        load("digits")
