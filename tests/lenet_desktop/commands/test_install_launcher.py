"""The entry in the menu of a Linux desktop."""

from __future__ import annotations

import configparser
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from lenet_desktop.__main__ import main

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="for Linux desktops")


@pytest.fixture
def data(user_data) -> Path:
    """The folder of the user's data of all programs."""
    return user_data.parent


def entry_in(data: Path) -> configparser.SectionProxy:
    parser = configparser.RawConfigParser()
    parser.optionxform = str
    parser.read(data / "applications" / "lenet-desktop.desktop", encoding="utf-8")
    return parser["Desktop Entry"]


def unescaped(value: str) -> str:
    return value.replace(r"\\", "\\")


def program_of(command: str) -> str:
    """Return the first argument of Exec, read as the Desktop Entry Specification says."""
    quoted = re.match(r'"((?:[^"\\]|\\.)*)"', unescaped(command))
    return re.sub(r"\\(.)", r"\1", quoted[1]).replace("%%", "%")


def test_the_entry_starts_this_python_with_a_file(data, capsys):
    assert main(["install-launcher"]) == 0
    entry = entry_in(data)
    assert program_of(entry["Exec"]) == sys.executable == entry["TryExec"]
    assert entry["Exec"].endswith(" -m lenet_desktop open %f")
    assert str(data / "applications" / "lenet-desktop.desktop") in capsys.readouterr().out


@pytest.mark.parametrize("name", ["a b", 'a"b', "a$b", "a`b", "a\\b", "100 %", "%f", "é"])
def test_any_path_can_be_started(data, monkeypatch, name):
    monkeypatch.setattr(sys, "executable", f"/opt/{name}/python")
    main(["install-launcher"])
    entry = entry_in(data)
    assert program_of(entry["Exec"]) == f"/opt/{name}/python"
    assert unescaped(entry["TryExec"]) == f"/opt/{name}/python"


def test_a_standalone_build_starts_itself(data, monkeypatch):
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", "/opt/lenet desktop/lenet-desktop")
    main(["install-launcher"])
    assert entry_in(data)["Exec"] == '"/opt/lenet desktop/lenet-desktop" open %f'


def test_each_type_that_the_entry_opens_is_defined(data):
    main(["install-launcher"])
    types = ElementTree.parse(data / "mime" / "packages" / "lenet-desktop.xml").getroot()
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    globs = {
        kind.get("type"): kind.find(f"{space}glob").get("pattern")
        for kind in types.iter(f"{space}mime-type")
    }
    assert sorted(globs) == sorted(entry_in(data)["MimeType"].strip(";").split(";"))
    assert set(globs.values()) == {"*.jsonl", "*.jsonl.gz", "*.safetensors"}


def test_the_icon_exists_and_can_be_removed_with_the_rest(data):
    main(["install-launcher"])
    icon = data / "icons" / "hicolor" / "scalable" / "apps" / f"{entry_in(data)['Icon']}.svg"
    assert icon.read_text(encoding="utf-8").startswith("<svg")
    assert main(["install-launcher", "--remove"]) == 0
    assert not list(data.rglob("*lenet-desktop*"))


def test_there_may_be_nothing_to_remove(data):
    assert main(["install-launcher", "--remove"]) == 0
    assert not list(data.rglob("*lenet-desktop*"))


def test_a_folder_that_cannot_be_written_is_reported_on_one_line(data, capsys):
    data.write_text("a file in place of the folder")
    assert main(["install-launcher"]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_other_systems_have_no_such_menu(data, monkeypatch, capsys):
    monkeypatch.setattr(sys, "platform", "darwin")
    assert main(["install-launcher"]) == 1
    assert "Linux only" in capsys.readouterr().err
    assert not data.exists()


@pytest.mark.skipif(
    not shutil.which("desktop-file-validate"), reason="desktop-file-utils is not installed"
)
def test_the_entry_is_valid(data):
    main(["install-launcher"])
    file = data / "applications" / "lenet-desktop.desktop"
    done = subprocess.run(["desktop-file-validate", file], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
