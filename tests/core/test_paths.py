"""Paths of the user's folders follow the environment."""

from __future__ import annotations

import ast
import errno
from pathlib import Path

import pytest

from core.data.sources import source_of
from core.errors import UserError
from core.files import check_access, replacing
from core.ink.ink_files import load_drawings
from core.ink.picture_files import open_picture
from core.network.weight_files import load_weights
from core.paths import (
    absolute,
    data_dir,
    exists,
    expanded,
    is_file,
    is_folder,
    my_digits_path,
    runs_dir,
    user_data_dir,
)
from core.paths import home as home_folder
from core.training.checkpoints import load_checkpoint
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


IMPOSSIBLE = ["x" * 300, "x/" * 3000, "null\0", "\ud800", "loop/below"]


@pytest.mark.parametrize("name", IMPOSSIBLE)
def test_whether_there_is_a_file_can_be_asked_of_any_path(name, tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    path = tmp_path / name
    assert [exists(path), is_file(path), is_folder(path)] == [False] * 3
    with pytest.raises(UserError):
        source_of(str(path))
    with pytest.raises(UserError):
        load_weights(path)
    with pytest.raises(OSError, match=r"name|such file|symbolic") as raised, replacing(path):
        pass
    assert raised.value.filename == str(path)


def test_a_file_that_may_not_be_read_is_neither_missing_nor_damaged(tmp_path, monkeypatch):
    def refuse(self, *_, **__):
        raise PermissionError(errno.EACCES, "Permission denied", str(self))

    path = tmp_path / "closed" / "weights.npz"
    monkeypatch.setattr(Path, "stat", refuse)
    for read in (load_weights, load_checkpoint, load_drawings, open_picture, check_access):
        with pytest.raises(UserError, match="cannot be read: Permission denied"):
            read(path)


def test_nothing_else_asks_the_system_in_a_way_that_may_fail():
    root = Path(__file__).parents[2]
    allowed = {"core/paths.py"}
    files = [file for room in ("core", "lenet_desktop") for file in (root / room).rglob("*.py")]
    found = {
        f"{file.relative_to(root).as_posix()}:{node.lineno} {node.attr}"
        for file in files
        if file.relative_to(root).as_posix() not in allowed
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and ast.unparse(node.value) != "QFileInfo"
        and node.attr in {"exists", "is_file", "is_dir", "is_symlink", "absolute", "home", "cwd"}
    }
    # Pictures and translations of the program itself.
    own = "lenet_desktop/theme/pictures.py", "lenet_desktop/text/language.py"
    assert {place for place in found if not place.startswith(own)} == set()


def test_a_program_may_lose_its_folder_and_have_no_home(tmp_path, monkeypatch):
    def fail(*_):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(Path, "home", fail)
    monkeypatch.setattr("platformdirs.user_data_path", fail)
    assert home_folder().is_absolute()
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path))
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert absolute(Path("x")) == Path("x")
    with pytest.raises(UserError, match="x is not a dataset"):
        source_of("x")


@pytest.mark.parametrize("folder", [None, "~/.local/share/lenet-desktop"])
def test_an_unknown_home_folder_is_named_and_no_folder_of_that_name_made(folder, monkeypatch):
    def user_data_path(*_, **__):
        if folder is None:
            raise RuntimeError("could not determine the home directory")
        return Path(folder)

    monkeypatch.setattr("platformdirs.user_data_path", user_data_path)
    monkeypatch.delenv("LENET_DATA_DIR", raising=False)
    for find in (data_dir, runs_dir, my_digits_path):
        with pytest.raises(UserError, match="Set HOME to a folder"):
            find()


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
