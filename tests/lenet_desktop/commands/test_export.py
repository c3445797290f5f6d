"""The command `export`."""

from __future__ import annotations

import sys

import pytest

from lenet_desktop.__main__ import main
from tests.support.commands import one_line


def test_a_network_is_exported(weights_file, tmp_path, capsys):
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    out = tmp_path / "net.onnx"
    assert main(["export", str(out), "--weights", str(weights_file)]) == 0
    assert "opset 17" in capsys.readouterr().out
    assert onnx.load(out).graph.input[0].name == "images"
    assert main(["export", str(out)]) == 1
    assert "already exists" in one_line(capsys.readouterr().err)


def test_a_wrong_name_or_a_missing_package_is_one_line(tmp_path, monkeypatch, capsys):
    assert main(["export", str(tmp_path / "net.pt")]) == 1
    assert "ends in .onnx" in one_line(capsys.readouterr().err)
    monkeypatch.setitem(sys.modules, "onnx", None)
    assert main(["export", str(tmp_path / "net.onnx")]) == 1
    assert "install lenet-desktop[export]" in one_line(capsys.readouterr().err)
    assert list(tmp_path.iterdir()) == []
