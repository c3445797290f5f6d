"""Fixtures that every test may use: real data, a GPU, and no thread left behind."""

from __future__ import annotations

import os
import threading
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# pytest-xdist already keeps every core busy: threads of BLAS would wait for one another.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import numpy as np
import platformdirs
import pytest

from core.device import Device, find_device


def _data(name: str) -> Path:
    folder = os.environ.get("LENET_DATA_DIR")
    if not folder or not (Path(folder) / name).exists():
        pytest.skip(f"real data: no {name} in LENET_DATA_DIR")
    return Path(folder) / name


@pytest.fixture(scope="session")
def mnist_dir() -> Path:
    return _data("mnist")


@pytest.fixture(scope="session")
def ink_file() -> Path:
    return _data("ink/pendigits-train.jsonl.gz")


@pytest.fixture(scope="session")
def wild_dir() -> Path:
    return _data("wild")


@pytest.fixture(scope="session")
def gpu() -> Device:
    device = find_device("gpu")
    if device.kind != "gpu":
        pytest.skip(f"no GPU: {device.reason}")
    return device


@pytest.fixture(scope="session")
def gpu_with_cublas(gpu: Device) -> Device:
    """A GPU for the plain layers: their matrix products need cuBLAS, which the program does not."""
    try:
        gpu.put(np.eye(2)) @ gpu.put(np.eye(2))
    except ImportError as error:
        pytest.skip(f"no cuBLAS (pip install nvidia-cublas-cu12): {error}")
    return gpu


@pytest.fixture(autouse=True)
def user_data(tmp_path, monkeypatch) -> Path:
    """A temporary user data folder, which does not exist yet; protects that of the user."""
    folder = tmp_path / "user data" / "lenet-desktop"
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: folder)
    return folder


@pytest.fixture(autouse=True)
def _no_thread_left_behind():
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    # A thread that Python only met in a callback, a QThread's say, is a _DummyThread for good.
    left = [thread for thread in left if not isinstance(thread, threading._DummyThread)]
    assert not left, f"threads left running: {left}"
