"""The earlier runs are listed in the background; a listing that fails is reported."""

from __future__ import annotations

import pytest

from lenet_desktop.state.training import earlier_runs as module
from lenet_desktop.state.training.earlier_runs import EarlierRuns


@pytest.fixture
def earlier(notices, tmp_path):
    earlier = EarlierRuns(tmp_path / "runs", notices)
    yield earlier
    earlier.close()


@pytest.mark.parametrize(
    ("error", "text"),
    [
        (MemoryError(), "Listing the earlier runs failed: not enough memory."),
        (PermissionError(13, "Permission denied", "runs"), "runs: Permission denied."),
        (KeyError("epoch"), "Listing the earlier runs failed: 'epoch'"),
    ],
)
def test_a_failing_list_is_reported_and_can_be_refreshed(
    qtbot, notices, posted, earlier, monkeypatch, error, text
):
    def fail(_):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(module, "list_runs", fail)
        with qtbot.waitSignals([notices.posted, earlier.changed], order="strict"):
            earlier.refresh()
    assert posted == [text]
    with qtbot.waitSignal(earlier.changed):
        earlier.refresh()
    assert posted == [text]
