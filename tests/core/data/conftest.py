"""An environment without data, and few examples to write into files."""

from __future__ import annotations

import numpy as np
import pytest

import core.data.mnist
from core.data.examples import Examples


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty folder of datasets, an empty working directory, and no network."""
    monkeypatch.setenv("LENET_DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")

    def refuse(*_, **__):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(core.data.mnist, "download", refuse)
    return tmp_path / "here"


@pytest.fixture
def examples():
    """Six random images to train on and four to test."""
    rng = np.random.default_rng(5)
    return [
        Examples(
            rng.integers(0, 256, (n, 28, 28), np.uint8), rng.integers(0, 10, n).astype(np.uint8)
        )
        for n in (6, 4)
    ]
