"""The part of CuPy that the GPU engine uses, on the CPU, with stricter checks than CuPy's.

- Arrays are not NumPy arrays and are converted only by `get`. Each lies between guards of NaN,
  which detect writes out of bounds and make reads out of bounds spoil the result.
- A kernel takes arrays of the type that its parameters point to, `numpy.int32` and
  `numpy.float32`; CuPy would silently pass a Python number as eight bytes.
- There must be a current stream. While it records, launches are only recorded, and copies and
  allocations are errors. A graph holds addresses rather than arrays; replaying one whose arrays
  were deleted is an error.
"""

from __future__ import annotations

import weakref
from math import prod
from pathlib import Path
from types import SimpleNamespace

import numpy as np

from tests.cuda_on_cpu.kernels import Kernel, compile_kernels

_GUARD = 512
_TYPES = {"I": np.int32, "B": np.uint8, "F": np.float32, "i": np.int32, "f": np.float32}


class _Memory:
    """Memory between guards, aligned as by CuPy."""

    def __init__(self, size: int) -> None:
        raw = np.full(size + 3 * _GUARD, 255, np.uint8)
        start = _GUARD + -(raw.ctypes.data + _GUARD) % _GUARD
        self.before, self.bytes = raw[start - _GUARD : start], raw[start : start + size]
        self.after = raw[start + size : start + size + _GUARD]

    def is_sound(self) -> bool:
        return bool((self.before == 255).all() and (self.after == 255).all())


class DeviceArray:
    """A C-contiguous array in simulated device memory."""

    def __init__(self, cupy: CupyStandIn, memory: _Memory, values: np.ndarray) -> None:
        self._cupy, self.memory, self._values = cupy, memory, values
        self.shape, self.dtype, self.size = values.shape, values.dtype, values.size

    @property
    def address(self) -> int:
        return self._values.ctypes.data

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, rows: slice) -> DeviceArray:
        assert isinstance(rows, slice)
        assert rows.step is None
        return DeviceArray(self._cupy, self.memory, self._values[rows])

    def __array__(self, *args: object, **kwargs: object) -> np.ndarray:
        raise TypeError("Implicit conversion to a NumPy array is not allowed.")

    def set(self, array: np.ndarray) -> None:
        self._cupy.note("set")
        if type(array) is not np.ndarray or array.dtype != self.dtype:
            raise TypeError(f"{array.dtype} array cannot be set to {self.dtype} array")
        if array.shape != self.shape:
            raise ValueError(f"Shape mismatch. Old shape: {self.shape}, new shape: {array.shape}")
        self._values[...] = array

    def get(self) -> np.ndarray:
        self._cupy.note("get")
        return self._values.copy()


class _Launch:
    """A kernel launch and its arguments."""

    def __init__(self, cupy: CupyStandIn, kernel: Kernel, blocks: int, threads: int, arguments):
        self._cupy, self._kernel, self._size = cupy, kernel, (blocks, threads)
        arrays = [a for a in arguments if isinstance(a, DeviceArray)]
        self._memories = [weakref.ref(array.memory) for array in arrays]
        self._values = [a.address if isinstance(a, DeviceArray) else a.item() for a in arguments]

    def run(self) -> None:
        memories = [memory() for memory in self._memories]
        assert None not in memories, f"{self._kernel.name}: an array of the graph was deleted"
        self._kernel.run(*self._size, self._values, self._cupy.backwards)
        assert all(m.is_sound() for m in memories), f"{self._kernel.name} wrote out of bounds"


class _RawKernel:
    def __init__(self, cupy: CupyStandIn, kernel: Kernel) -> None:
        self._cupy, self._kernel = cupy, kernel

    def __call__(self, grid: tuple[int], block: tuple[int], arguments: tuple[object, ...]) -> None:
        assert type(arguments) is tuple
        (blocks,), (threads,) = grid, block
        assert 1 <= blocks < 2**31
        assert 1 <= threads <= 1024
        assert len(arguments) == len(self._kernel.signature), self._kernel.name
        for index, (letter, argument) in enumerate(
            zip(self._kernel.signature, arguments, strict=True)
        ):
            expected = DeviceArray if letter.isupper() else _TYPES[letter]
            where = f"{self._kernel.name}, argument {index}: {type(argument)}"
            assert type(argument) is expected, where
            assert argument.dtype == _TYPES[letter], f"{where} of {argument.dtype}"
        launch = _Launch(self._cupy, self._kernel, blocks, threads, arguments)
        recording = self._cupy.current.recording
        if recording is None:
            self._cupy.note(self._kernel.name)
            launch.run()
        else:
            recording.append(launch)


class _Graph:
    def __init__(self, cupy: CupyStandIn, launches: list[_Launch]) -> None:
        self._cupy, self._launches = cupy, launches

    def launch(self) -> None:
        self._cupy.note("graph")
        for launch in self._launches:
            launch.run()


class _Stream:
    def __init__(self, cupy: CupyStandIn, *, non_blocking: bool = False) -> None:
        assert non_blocking
        self._cupy = cupy
        self.recording: list[_Launch] | None = None

    def __enter__(self) -> _Stream:
        assert self._cupy.current is None
        self._cupy.current = self
        return self

    def __exit__(self, *_: object) -> None:
        self._cupy.current = None

    def begin_capture(self) -> None:
        assert self.recording is None
        if not self._cupy.can_record:
            raise RuntimeError("cudaErrorStreamCaptureUnsupported: operation not permitted")
        self.recording = []

    def end_capture(self) -> _Graph:
        assert self.recording is not None
        launches, self.recording = self.recording, None
        return _Graph(self._cupy, launches)


class CupyStandIn:
    """Replaces the module `cupy`.

    Parameters
    ----------
    folder
        Folder of compiled kernels.
    processors
        Multiprocessors of the simulated GPU; few, so that small batches already fill it.

    Attributes
    ----------
    log
        Operations in order: names of kernels, "graph", "set", "get", "allocate".
    backwards
        Whether threads and blocks run in reverse order.
    can_record
        Whether graphs can be recorded.
    """

    __version__ = "stand-in"

    def __init__(self, folder: Path, processors: int = 4) -> None:
        self._folder = folder
        self.log: list[str] = []
        self._memories: weakref.WeakSet[_Memory] = weakref.WeakSet()
        self.backwards, self.can_record = False, True
        self.current: _Stream | None = None
        device = SimpleNamespace(
            attributes={"MultiProcessorCount": processors}, compute_capability="90"
        )
        self.cuda = SimpleNamespace(
            Device=lambda: device,
            Stream=lambda *, non_blocking=False: _Stream(self, non_blocking=non_blocking),
            alloc_pinned_memory=bytearray,
        )

    def get_default_memory_pool(self) -> SimpleNamespace:
        return SimpleNamespace(free_all_blocks=self._free_all_blocks, used_bytes=lambda: 123)

    def get_default_pinned_memory_pool(self) -> SimpleNamespace:
        return SimpleNamespace(free_all_blocks=self._free_all_blocks)

    def _free_all_blocks(self) -> None:
        assert not self._memories, "the pool cannot free what an array holds"
        self.log.append("free")

    def note(self, what: str) -> None:
        assert self.current is not None, f"{what} outside the stream"
        assert self.current.recording is None, f"{what} while recording"
        self.log.append(what)

    def empty(self, shape: int | tuple[int, ...], dtype: type[np.generic]) -> DeviceArray:
        self.note("allocate")
        shape = (shape,) if isinstance(shape, int) else shape
        memory = _Memory(prod(shape) * np.dtype(dtype).itemsize)
        self._memories.add(memory)
        return DeviceArray(self, memory, memory.bytes.view(dtype).reshape(shape))

    def asarray(self, array: np.ndarray) -> DeviceArray:
        made = self.empty(array.shape, array.dtype.type)
        made.set(np.asarray(array))
        return made

    def RawModule(self, *, code: str, options: tuple[str, ...] = ()) -> SimpleNamespace:  # noqa: N802
        definitions = tuple(option for option in options if option.startswith("-D"))
        kernels = compile_kernels(code, definitions, self._folder)
        return SimpleNamespace(get_function=lambda name: _RawKernel(self, kernels[name]))
