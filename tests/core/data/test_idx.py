"""Reading valid and damaged IDX files."""

from __future__ import annotations

import gzip
import struct

import numpy as np
import pytest

from core.data.idx import find_file, read_images, read_labels
from core.errors import UserError


@pytest.fixture
def images():
    return np.random.default_rng(3).integers(0, 256, (5, 28, 28), np.uint8)


@pytest.fixture
def labels():
    return np.array([7, 0, 9, 9, 3], np.uint8)


def images_file(values, magic=2051, shape=None):
    return struct.pack(">4I", magic, *(shape or values.shape)) + values.tobytes()


def labels_file(values, magic=2049, count=None):
    return struct.pack(">2I", magic, len(values) if count is None else count) + values.tobytes()


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzipped"])
def test_written_files_are_read(tmp_path, images, labels, pack):
    (tmp_path / "images").write_bytes(pack(images_file(images)))
    (tmp_path / "labels").write_bytes(pack(labels_file(labels)))
    np.testing.assert_array_equal(read_images(tmp_path / "images"), images)
    np.testing.assert_array_equal(read_labels(tmp_path / "labels"), labels)


def test_read_arrays_are_read_only(tmp_path, images, labels):
    (tmp_path / "images").write_bytes(images_file(images))
    (tmp_path / "labels").write_bytes(labels_file(labels))
    assert not read_images(tmp_path / "images").flags.writeable
    assert not read_labels(tmp_path / "labels").flags.writeable


def test_the_real_test_set_is_read_whole(mnist_dir):
    images = read_images(mnist_dir / "t10k-images-idx3-ubyte.gz")
    labels = read_labels(mnist_dir / "t10k-labels-idx1-ubyte.gz")
    assert images.shape == (10000, 28, 28)
    assert images.max() == 255
    np.testing.assert_array_equal(labels[:5], [7, 2, 1, 0, 4])
    assert np.bincount(labels).tolist() == [
        980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (lambda v: b"", "truncated: an IDX header has 16 bytes, the file 0"),
        (lambda v: images_file(v)[:15], "an IDX header has 16 bytes, the file 15"),
        (lambda v: images_file(v, magic=2049), "starts with the number 2049 instead of 2051"),
        (lambda v: images_file(v, magic=0x08030000), "starts with the number 134414336"),
        (lambda v: images_file(v, shape=(5, 32, 32)), "images of 32x32 pixels instead of 28x28"),
        (lambda v: images_file(v, shape=(5, 56, 14)), "images of 56x14 pixels instead of 28x28"),
        (lambda v: images_file(v[:0]), "is empty: its header states 0 items"),
        (lambda v: images_file(v)[:-1], "truncated: 5 items need 3936 bytes, the file has 3935"),
        (lambda v: images_file(v) + b"\0", "too long: 5 items need 3936 bytes, the file has 3937"),
        (lambda v: images_file(v, shape=(2**32 - 1, 28, 28)), "need 3367254359296 bytes"),
    ],
)
def test_a_damaged_image_file_is_reported(tmp_path, images, fault, message):
    path = tmp_path / "faulty-images"
    path.write_bytes(fault(images))
    with pytest.raises(UserError, match=message) as caught:
        read_images(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (lambda v: labels_file(v)[:7], "an IDX header has 8 bytes, the file 7"),
        (lambda v: labels_file(v, magic=2051), "starts with the number 2051"),
        (lambda v: labels_file(v[:0]), "is empty: its header states 0 items"),
        (lambda v: labels_file(v, count=6), "truncated: 6 items need 14 bytes, the file has 13"),
        (lambda v: labels_file(v, count=4), "too long: 4 items need 12 bytes"),
        (lambda v: labels_file(v + 1), "label 3 of 5 is 10, not a digit from 0 to 9"),
    ],
)
def test_a_damaged_label_file_is_reported(tmp_path, labels, fault, message):
    path = tmp_path / "faulty-labels"
    path.write_bytes(fault(labels))
    with pytest.raises(UserError, match=message) as caught:
        read_labels(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize(
    "name",
    [
        "t10k-labels-idx1-ubyte",
        "t10k-labels-idx1-ubyte.gz",
        "t10k-labels.idx1-ubyte",
        "t10k-labels.idx1-ubyte.gz",
    ],
)
def test_a_file_is_found_under_its_common_names(tmp_path, name):
    (tmp_path / name).touch()
    assert find_file(tmp_path, "t10k-labels-idx1-ubyte") == tmp_path / name


def test_a_folder_of_the_name_is_not_a_file(tmp_path):
    (tmp_path / "t10k-labels-idx1-ubyte").mkdir()
    assert find_file(tmp_path, "t10k-labels-idx1-ubyte") is None
    assert find_file(tmp_path / "nowhere", "t10k-labels-idx1-ubyte") is None
