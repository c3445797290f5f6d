"""Which device is chosen, and what is said when there is no GPU."""

from __future__ import annotations

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


def fake_cupy(probe):
    """CuPy as far as the probe touches it: NumPy, with a kernel that does what `probe` does."""

    def kernel(*_):
        return probe

    device = SimpleNamespace(id=0)
    runtime = SimpleNamespace(getDeviceProperties=lambda _: {"name": b"NVIDIA Test"})
    return SimpleNamespace(
        arange=np.arange,
        eye=np.eye,
        float32=np.float32,
        ElementwiseKernel=kernel,
        cuda=SimpleNamespace(
            Device=lambda: device,
            runtime=runtime,
            compiler=SimpleNamespace(CompileException=type("CompileException", (Exception,), {})),
        ),
    )


def failing(error):
    def probe(_):
        raise error

    return probe


@pytest.fixture
def use_cupy(monkeypatch):
    monkeypatch.setattr(sys, "platform", "linux")

    def use(module):
        monkeypatch.setitem(sys.modules, "cupy", module)

    return use


def test_a_gpu_that_computes_is_used(use_cupy):
    use_cupy(fake_cupy(lambda x: 2 * x))
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
        (lambda x: 3 * x, "a matrix product is wrong"),
    ],
)
def test_a_gpu_that_fails_its_probe_is_not_used_and_the_reason_is_one_line(use_cupy, probe, said):
    use_cupy(fake_cupy(probe))
    device = find_device("gpu")
    assert device.kind == "cpu"
    assert "\n" not in str(device.reason)
    assert (said or "memory") in str(device.reason)


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
    monkeypatch.delitem(sys.modules, "cupy")


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
