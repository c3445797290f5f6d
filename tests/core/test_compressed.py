"""Reading files that may be gzipped."""

from __future__ import annotations

import gzip

import pytest

from core.errors import UserError
from core.files import read_content


def test_a_plain_file_is_read_as_it_is_even_when_named_gz(tmp_path):
    (tmp_path / "plain.gz").write_bytes(b"ink")
    assert read_content(tmp_path / "plain.gz") == b"ink"


def test_a_gzipped_file_is_unpacked_whatever_its_name(tmp_path):
    (tmp_path / "packed").write_bytes(gzip.compress(b"ink"))
    assert read_content(tmp_path / "packed") == b"ink"


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(UserError, match=r"nowhere cannot be read: No such file or directory\.$"):
        read_content(tmp_path / "nowhere")


@pytest.mark.parametrize(
    "damage",
    [
        lambda packed: packed[: len(packed) // 2],
        lambda packed: packed[:5],
        lambda packed: packed[:-8] + b"\0" * 8,
        lambda packed: packed[:12] + b"\xff\xff\xff" + packed[15:],
        lambda packed: packed + b"more",
    ],
    ids=["cut off", "cut off in the header", "wrong checksum", "garbled", "more behind it"],
)
def test_a_damaged_gzip_file_is_named(tmp_path, damage):
    path = tmp_path / "damaged.gz"
    path.write_bytes(damage(gzip.compress(bytes(range(256)))))
    with pytest.raises(UserError, match=r"damaged\.gz is damaged: it cannot be decompressed"):
        read_content(path)
