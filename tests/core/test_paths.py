"""Paths of the user's folders follow the environment."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.data.sources import source_of
from core.errors import UserError
from core.paths import data_dir, expanded, my_digits_path, runs_dir, user_data_dir
from lenet_desktop.commands.arguments import file_path


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    return tmp_path


def test_data_lie_where_the_environment_says_else_with_the_users_other_data(monkeypatch, home):
    monkeypatch.setenv("LENET_DATA_DIR", "~/data")
    assert data_dir() == home / "data"
    monkeypatch.setenv("LENET_DATA_DIR", "")
    assert data_dir() == user_data_dir()
    assert {my_digits_path().parent, runs_dir().parent} == {user_data_dir()}


def test_a_tilde_is_the_home_folder_wherever_a_path_is_given(home):
    assert file_path("~/run") == home / "run"
    assert expanded(Path("~nobody-of-this-name/run")) == Path("~nobody-of-this-name/run")
    with pytest.raises(UserError, match=str(home / "absent").replace("\\", "\\\\")):
        source_of("~/absent")


def test_the_data_folder_is_the_users_unless_named(monkeypatch, home):
    monkeypatch.setenv("LENET_DATA_DIR", str(home / "data"))
    assert data_dir() == home / "data"
    for unset in ("", None):
        if unset is None:
            monkeypatch.delenv("LENET_DATA_DIR")
        else:
            monkeypatch.setenv("LENET_DATA_DIR", unset)
        assert data_dir().is_absolute()
        assert data_dir().name == "lenet-desktop"


def test_my_digits_lie_in_the_users_own_folder_whatever_folder_of_datasets_is_named(
    user_data, monkeypatch, home
):
    monkeypatch.setenv("LENET_DATA_DIR", str(home / "data"))
    assert my_digits_path() == user_data / "my-digits.jsonl"
    assert not my_digits_path().is_relative_to(data_dir())
