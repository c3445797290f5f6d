"""Save Weights exports the current network as an ONNX file."""

from __future__ import annotations

import sys

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog

from core.recognition import onnx_graph


def choose(monkeypatch, path):
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), "ONNX (*.onnx)"))


def test_the_network_is_exported_and_not_a_recent_file(window, monkeypatch, tmp_path):
    exported = []
    monkeypatch.setattr(onnx_graph, "to_onnx", lambda weights: exported.append(weights) or b"onnx")
    choose(monkeypatch, tmp_path / "saved")
    window.findChild(QAction, "action_save_weights").trigger()
    assert (tmp_path / "saved.onnx").read_bytes() == b"onnx"
    assert exported == [window.workspace.network.weights]
    assert window.notice.text == "Saved as saved.onnx."
    assert tmp_path / "saved.onnx" not in window.workspace.settings.recent_files


def test_without_the_package_the_extra_is_named(window, monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "onnx", None)
    choose(monkeypatch, tmp_path / "saved.onnx")
    window.findChild(QAction, "action_save_weights").trigger()
    assert "lenet-desktop[export]" in window.notice.text
    assert not (tmp_path / "saved.onnx").exists()
