"""The command `bench`: what it prints, not how fast anything is."""

from __future__ import annotations

import json

import numpy as np
import pytest

import lenet_desktop.commands.bench as bench_command
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import cpu
from core.errors import Message
from lenet_desktop.__main__ import main


@pytest.fixture(autouse=True)
def _small(monkeypatch):
    examples = Examples(np.zeros((48, 28, 28), np.uint8), np.zeros(48, np.uint8))
    monkeypatch.setattr(bench_command, "BATCH_SIZES", (4, 20))
    monkeypatch.setattr(bench_command, "SECONDS", 0.0)
    monkeypatch.setattr(bench_command, "READINGS", 3)
    monkeypatch.setattr(bench_command, "_noise", lambda _: Dataset("noise", examples, examples))
    monkeypatch.setattr(bench_command, "find_device", lambda _: cpu(Message("No GPU.")))


def test_json_prints_one_line_a_device(capsys):
    assert main(["bench", "--json"]) == 0
    (line,) = capsys.readouterr().out.splitlines()
    record = json.loads(line)
    assert set(record) == {"device", "train", "predict_ms"}
    assert set(record["train"]) == {"4", "20"}
    assert all(speed > 0 for speed in record["train"].values())
    assert 0 < record["predict_ms"]["p50"] <= record["predict_ms"]["p99"]


def test_text_output_has_the_same_values(capsys):
    assert main(["bench"]) == 0
    assert "images/s in batches of 20" in capsys.readouterr().out
