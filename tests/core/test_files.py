"""Files are written atomically."""

from __future__ import annotations

import errno
import stat

import pytest

from core.errors import UserError
from core.files import replacing


def test_a_finished_file_is_moved_into_place(tmp_path):
    path = tmp_path / "weights.npz"
    with replacing(path) as temporary:
        assert temporary.name.endswith(".npz")
        temporary.write_text("new")
        assert not path.exists()
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path):
    path = tmp_path / "weights.npz"
    path.write_text("old")
    with pytest.raises(OSError, match="disk"), replacing(path) as temporary:
        temporary.write_text("half")
        raise OSError("disk full")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_names_the_file_that_the_user_knows(tmp_path):
    path = tmp_path / "weights.npz"
    with pytest.raises(OSError, match="No space left") as raised, replacing(path):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert raised.value.filename == str(path)
    with pytest.raises(FileNotFoundError) as missing, replacing(tmp_path / "missing" / "a.npz"):
        pass
    assert missing.value.filename == str(tmp_path / "missing" / "a.npz")


def test_an_error_of_another_file_keeps_its_name(tmp_path):
    with pytest.raises(FileNotFoundError) as raised, replacing(tmp_path / "copy.npz"):
        (tmp_path / "source.npz").read_bytes()
    assert raised.value.filename == str(tmp_path / "source.npz")


def test_the_file_is_as_readable_as_any_other(tmp_path):
    plain, path = tmp_path / "plain", tmp_path / "replaced"
    plain.write_text("")
    with replacing(path):
        pass
    assert stat.S_IMODE(path.stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_an_error_for_the_user_keeps_its_words_and_values():
    error = UserError("{file} holds {n} images.", file="a.gz", n=3)
    assert str(error) == "a.gz holds 3 images."
    assert (error.template, error.values) == ("{file} holds {n} images.", {"file": "a.gz", "n": 3})
