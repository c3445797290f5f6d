"""Selection of the device, and the reasons why no GPU is used."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from core import device as backend
from core.arrays import array_module, to_host
from core.device import cpu, explain_gpu_error, find_device, gpu_errors
from core.errors import Message


class CUDARuntimeError(RuntimeError):
    """Named as CuPy names its own."""


def fake_cupy(kernel):
    """CuPy as far as the probe touches it, on the CPU: `kernel` gets its array at each launch."""

    class Array:
        def __init__(self, values):
            self.values = values

        def get(self):
            return self.values

    class Stream:
        def __init__(self, *, non_blocking):
            self.recorded = None

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def begin_capture(self):
            streams.append(self)
            self.recorded = []

        def end_capture(self):
            launches, self.recorded = self.recorded, None
            streams.clear()
            return SimpleNamespace(launch=lambda: [kernel(x) for x in launches])

    streams = []

    def launch(grid, block, arguments):
        (x,) = arguments
        if streams:
            streams[-1].recorded.append(x.values)
        else:
            kernel(x.values)

    runtime = SimpleNamespace(getDeviceProperties=lambda _: {"name": b"NVIDIA Test"})
    return SimpleNamespace(
        asarray=lambda values: Array(values.copy()),
        RawModule=lambda *, code, options: SimpleNamespace(get_function=lambda name: launch),
        cuda=SimpleNamespace(
            Device=lambda: SimpleNamespace(id=0),
            Stream=Stream,
            runtime=runtime,
            compiler=SimpleNamespace(CompileException=type("CompileException", (Exception,), {})),
        ),
    )


def add_thread(x):
    x += np.arange(32)


def failing(error):
    def probe(_):
        raise error

    return probe


@pytest.fixture(autouse=True)
def cache_folder(monkeypatch, tmp_path):
    """CuPy's folder of compiled kernels; it is not there yet."""
    monkeypatch.setenv("CUPY_CACHE_DIR", str(tmp_path / "kernels"))
    # Set and deleted, so that what the program sets is deleted after the test.
    monkeypatch.setenv("CUPY_CACHE_IN_MEMORY", "0")
    monkeypatch.delenv("CUPY_CACHE_IN_MEMORY")
    return tmp_path / "kernels"


@pytest.fixture
def use_cupy(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")

    def use(module):
        monkeypatch.setitem(sys.modules, "cupy", module)

    return use


def test_a_gpu_that_computes_is_used(use_cupy):
    use_cupy(fake_cupy(add_thread))
    device = find_device("auto")
    assert (device.kind, device.name, device.reason) == ("gpu", "NVIDIA Test", None)


@pytest.mark.parametrize(
    ("probe", "said"),
    [
        (failing(CUDARuntimeError("cudaErrorInsufficientDriver: ...")), "NVIDIA driver is missing"),
        (failing(CUDARuntimeError("cudaErrorNoDevice: ...")), "No NVIDIA GPU was found"),
        (failing(MemoryError("OutOfMemoryError: ...")), None),
        (failing(ImportError("libcublas.so.12: cannot open")), "CUDA's libraries or headers"),
        (failing(RuntimeError("cannot open vector_types.h")), "CUDA's libraries or headers"),
        (failing(RuntimeError("libnvrtc.so.12: cannot open")), "CUDA's libraries or headers"),
        (failing(KeyError("CUDA_VERSION")), "does not respond (KeyError"),
        (failing(ValueError("numpy.dtype size changed")), "numpy.dtype size changed"),
        (failing(RuntimeError("something new\nand more")), "does not respond"),
        (failing(AssertionError()), "CUDA's libraries or headers"),
        (failing(RuntimeError("failed to load libnvrtc.so.12")), "CUDA's libraries or headers"),
        (failing(CUDARuntimeError("CUDA_ERROR_OUT_OF_MEMORY: ...")), "The GPU is out of memory"),
        (lambda x: None, "a kernel computes wrong values"),
    ],
)
def test_a_gpu_that_fails_its_probe_is_not_used(use_cupy, probe, said):
    use_cupy(fake_cupy(probe))
    device = find_device("gpu")
    assert device.kind == "cpu"
    assert "\n" not in str(device.reason)
    assert (said or "memory") in str(device.reason)


def test_kernels_stay_in_memory_if_their_folder_cannot_be_written(use_cupy, cache_folder):
    use_cupy(fake_cupy(add_thread))
    assert find_device().kind == "gpu"
    assert "CUPY_CACHE_IN_MEMORY" not in os.environ
    cache_folder.rmdir()
    cache_folder.write_text("a file where the folder should be")
    assert find_device().kind == "gpu"
    assert os.environ["CUPY_CACHE_IN_MEMORY"] == "1"


def test_without_cupy_the_cpu_is_used(use_cupy):
    use_cupy(None)
    assert find_device().kind == "cpu"
    assert "CuPy is not installed" in str(find_device().reason)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ImportError("libcuda.so.1: cannot open"), "CuPy cannot be loaded (ImportError: libcuda"),
        (ValueError("numpy.dtype size changed"), "CuPy cannot be loaded (ValueError: numpy.dtype"),
        (KeyError("a\nb"), "CuPy cannot be loaded (KeyError"),
    ],
)
def test_a_cupy_that_cannot_be_loaded_is_not_used(monkeypatch, use_cupy, error, reason):
    monkeypatch.setattr(backend, "import_module", failing(error))
    device = find_device()
    assert device.kind == "cpu"
    assert str(device.reason).startswith(reason)
    assert "\n" not in str(device.reason)


def test_an_empty_folder_named_cupy_counts_as_no_cupy(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")
    (tmp_path / "cupy").mkdir()
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    monkeypatch.delitem(sys.modules, "cupy", raising=False)
    assert find_device() == cpu(Message("CuPy is not installed."))
    assert KeyError not in gpu_errors()
    del sys.modules["cupy"]


def test_on_macos_nothing_is_imported(monkeypatch):
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(backend, "import_module", lambda name: pytest.fail(f"imported {name}"))
    assert "macOS" in str(find_device().reason)


def test_the_cpu_is_selected_without_importing_cupy(monkeypatch):
    monkeypatch.setattr(backend, "import_module", lambda name: pytest.fail(f"imported {name}"))
    assert str(find_device("cpu").reason) == "Selected by you."


def test_out_of_memory_is_reported():
    class OutOfMemoryError(MemoryError):
        pass

    assert (
        str(explain_gpu_error(OutOfMemoryError("allocating 9 bytes")))
        == "The GPU is out of memory."
    )


def test_arrays_know_their_library_and_the_host_gets_a_copy():
    array = np.arange(3)
    assert array_module(array) is np
    assert to_host(array) is not array
    assert cpu().put(array) is array
    assert cpu().memory_used() is None


@pytest.mark.gpu
def test_arrays_go_to_the_gpu_and_back(gpu):
    there = gpu.put(np.arange(5))
    assert array_module(there).__name__ == "cupy"
    np.testing.assert_array_equal(to_host(there), np.arange(5))
    assert gpu.memory_used() > 0
