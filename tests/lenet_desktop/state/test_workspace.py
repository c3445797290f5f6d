"""The workspace finds a device for every error of the search for a GPU."""

from __future__ import annotations

import pytest

from lenet_desktop.state import workspace as workspace_module
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.workspace import Workspace


@pytest.fixture
def workspace(qapp, weight_file, tmp_path):
    workspace = Workspace(Settings(tmp_path / "settings.ini"), weight_file)
    yield workspace
    workspace.close()


@pytest.mark.parametrize(
    "error", [ValueError("numpy.dtype size changed"), KeyError("CUDA"), MemoryError(), OSError()]
)
def test_a_failing_search_for_a_gpu_yields_the_cpu_and_the_reason(
    qtbot, workspace, monkeypatch, error
):
    def fail():
        raise error

    monkeypatch.setattr(workspace_module, "find_device", fail)
    with qtbot.waitSignal(workspace.device_found) as found:
        workspace.find_device()
    device = found.args[0]
    assert workspace.device is device
    assert device.kind == "cpu"
    assert type(error).__name__ in str(device.reason)
    assert "\n" not in str(device.reason)
