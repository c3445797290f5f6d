"""Devices: the CPU with NumPy, or a CUDA GPU with CuPy."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any, Literal, TypeAlias

import numpy as np

from core.arrays import Array
from core.errors import Message
from core.paths import ROOT, home

DeviceChoice: TypeAlias = Literal["auto", "gpu", "cpu"]


@dataclass(frozen=True)
class Device:
    """A device to train on.

    Attributes
    ----------
    kind
        ``"gpu"`` or ``"cpu"``.
    name
        Display name, such as ``"NVIDIA H100"`` or ``"CPU, 2 cores"``.
    reason
        Why the GPU is not used; None for a GPU.
    """

    kind: Literal["cpu", "gpu"]
    name: str
    reason: Message | None = None

    def put(self, array: Array) -> Array:
        """Copy a host array to the device; returns the array itself on the CPU."""
        return array if self.kind == "cpu" else cupy_module().asarray(array)

    def memory_used(self) -> int | None:
        """Return the GPU memory used by this program's arrays in bytes; None on the CPU."""
        if self.kind == "cpu":
            return None
        return int(cupy_module().get_default_memory_pool().used_bytes())


def cores() -> int:
    """Return the number of processor cores available to this process."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def cpu(reason: Message | None = None) -> Device:
    """Return the CPU as a device, with the reason why no GPU is used."""
    count = cores()
    return Device("cpu", f"CPU, {count} core{'s' if count > 1 else ''}", reason)


def find_device(choice: DeviceChoice = "auto") -> Device:
    """Select the device to train on.

    A GPU is selected only after it has compiled and run a kernel: that CuPy can be imported does
    not mean that it works. Imports CuPy, which takes a moment.

    Parameters
    ----------
    choice
        ``"gpu"`` and ``"auto"`` both select a GPU if one works; ``"cpu"`` does not try.

    Returns
    -------
    Device
        The GPU, or the CPU with a one-line reason. Never raises, whatever CuPy raises.
    """
    if choice == "cpu":
        return cpu(Message("Selected by you."))
    if sys.platform == "darwin":
        return cpu(Message("CUDA is not available on macOS."))
    if home() == ROOT:  # CuPy would create a folder named ~ as soon as it is imported.
        os.environ["CUPY_CACHE_DIR"] = str(kernel_cache())
    try:
        cupy = cupy_module()
    except Exception as error:  # noqa: BLE001 - a damaged installation raises anything
        return cpu(_explain_import_error(error))
    if getattr(cupy, "__file__", "") is None:  # an empty folder of an earlier installation
        return cpu(_NO_CUPY)
    _check_kernel_cache()
    try:
        return Device("gpu", _probe(cupy))
    except Exception as error:  # noqa: BLE001 - so do drivers and libraries
        return cpu(explain_gpu_error(error))


def kernel_cache() -> Path:
    """Return the folder in which CuPy keeps compiled kernels."""
    return Path(os.environ.get("CUPY_CACHE_DIR") or home() / ".cupy" / "kernel_cache")


def _check_kernel_cache() -> None:
    """Let CuPy keep compiled kernels in memory if it cannot write its folder."""
    try:
        kernel_cache().mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=kernel_cache()):
            pass
    except OSError:
        os.environ["CUPY_CACHE_IN_MEMORY"] = "1"


def gpu_errors() -> tuple[type[Exception], ...]:
    """Return the exceptions that a failing GPU raises; CuPy's have no base class of their own."""
    # CuPy asserts that a library which it loads on first use is there.
    common = (RuntimeError, MemoryError, ImportError, OSError, AttributeError, AssertionError)
    try:
        return (*common, sys.modules["cupy"].cuda.compiler.CompileException)
    except (KeyError, AttributeError):  # not loaded, or only a damaged part of it
        return common


def explain_gpu_error(error: BaseException) -> Message:
    """Return why the GPU cannot be used, in one sentence for the user."""
    text = f"{type(error).__name__}: {error}".lower()
    for patterns, message in _EXPLANATIONS:
        if any(pattern.lower() in text for pattern in patterns):
            return message
    return Message("The GPU does not respond ({error}).", {"error": _one_line(error)})


def _explain_import_error(error: Exception) -> Message:
    if isinstance(error, ModuleNotFoundError) and error.name == "cupy":
        return _NO_CUPY
    return Message("CuPy cannot be loaded ({error}).", {"error": _one_line(error)})


def _one_line(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:100]


_NO_CUPY = Message("CuPy is not installed.")


_EXPLANATIONS = (
    (
        ("InsufficientDriver", "StubLibrary"),
        Message("The NVIDIA driver is missing or too old for CUDA 12."),
    ),
    (("NoDevice", "no CUDA-capable device"), Message("No NVIDIA GPU was found.")),
    (
        ("OutOfMemory", "OUT_OF_MEMORY", "MemoryAllocation", "ALLOC_FAILED"),
        Message("The GPU is out of memory."),
    ),
    (
        (
            "DynamicLibNotFound",
            "ImportError",
            "AssertionError",
            "failed to load",
            "vector_types.h",
            "NVRTC",
            "Compile",
            "CUDA_PATH",
        ),
        Message("CUDA's libraries or headers are missing: install lenet-desktop[cuda]."),
    ),
    (("NotPermitted", "DevicesUnavailable"), Message("The GPU is in use by another program.")),
)


def cupy_module() -> Any:
    """Import the module `cupy` on first use, as that takes a moment."""
    return import_module("cupy")


_PROBE = """
extern "C" __global__ void add_thread(float *x) { x[threadIdx.x] += threadIdx.x; }
"""


def _probe(cupy: Any) -> str:
    """Use the GPU as training does and return its name.

    The kernel is compiled, launched on a stream and replayed as a graph.
    """
    # First, because CuPy reports a stream that cannot be made a second time when it is collected.
    properties = cupy.cuda.runtime.getDeviceProperties(cupy.cuda.Device().id)
    stream = cupy.cuda.Stream(non_blocking=True)
    with stream:
        add_thread = cupy.RawModule(code=_PROBE, options=("-std=c++17",)).get_function("add_thread")
        x = cupy.asarray(np.zeros(32, np.float32))
        add_thread((1,), (32,), (x,))
        stream.begin_capture()
        try:
            add_thread((1,), (32,), (x,))
        finally:
            graph = stream.end_capture()
        graph.launch()
        found = x.get()
    if (found != 2 * np.arange(32)).any():
        raise RuntimeError("a kernel computes wrong values")
    return properties["name"].decode()
