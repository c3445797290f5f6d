"""Compile CUDA C with g++ and the shim, and call its kernels."""

from __future__ import annotations

import ctypes
import hashlib
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

_HERE = Path(__file__).parent
_KERNEL = re.compile(r'extern "C" __global__ void\s+(?:__launch_bounds__\([^)]*\)\s+)?(\w+)\(')


class Kernel:
    """A kernel that runs on the CPU."""

    def __init__(self, library: ctypes.CDLL, name: str) -> None:
        self.name = name
        self._launch = getattr(library, f"launch_{name}")
        describe = getattr(library, f"signature_{name}")
        describe.restype = ctypes.c_char_p
        self.signature: str = describe().decode()
        """A letter for each parameter, see `signature` in shim.h."""

    def run(self, blocks: int, threads: int, values: Sequence[float], backwards: bool) -> None:
        """Run with numbers and addresses; `backwards` reverses the order of threads and blocks."""
        arguments = [
            {"i": ctypes.c_int32, "f": ctypes.c_float}.get(letter, ctypes.c_void_p)(value)
            for letter, value in zip(self.signature, values, strict=True)
        ]
        pointers = (ctypes.c_void_p * len(arguments))(*map(ctypes.addressof, arguments))
        if self._launch(blocks, threads, pointers, int(backwards)):
            raise AssertionError(f"{self.name}: not all threads of a block reached a barrier")


def kernel_names(source: str) -> list[str]:
    return _KERNEL.findall(source)


def compiler() -> str | None:
    return shutil.which("g++")


def compile_kernels(
    source: str, definitions: tuple[str, ...], folder: Path, flags: tuple[str, ...] = ()
) -> dict[str, Kernel]:
    """Compile the kernels of a source, unless cached in `folder`, and return them by name."""
    library = _library(source, definitions, folder, flags)
    return {name: Kernel(library, name) for name in kernel_names(source)}


@cache
def _library(
    source: str, definitions: tuple[str, ...], folder: Path, flags: tuple[str, ...]
) -> ctypes.CDLL:
    entry_points = "".join(
        f'extern "C" int launch_{name}(unsigned blocks, unsigned threads, void **arguments,'
        f" int backwards) {{ return cuda_on_cpu::launch({name}, blocks, threads, arguments,"
        f" backwards); }}\n"
        f'extern "C" const char *signature_{name}() {{ return cuda_on_cpu::signature({name}); }}\n'
        for name in kernel_names(source)
    )
    shim = (_HERE / "shim.h").read_text()
    # -O2 minimises compilation plus test time; no contraction, so that rounding is as written.
    command = ["g++", "-std=c++17", "-O2", "-ffp-contract=off", "-shared", "-fPIC", "-w"]
    command += [*flags, *definitions]
    content = "\0".join([*command, shim, source, entry_points])
    key = hashlib.sha256(content.encode()).hexdigest()[:20]
    target = folder / f"{key}.so"
    if not target.exists():
        unit = folder / f"{key}.cpp"
        unit.write_text(f"{shim}\n{source}\n{entry_points}")
        temporary = folder / f"{key}.part"
        done = subprocess.run([*command, "-o", temporary, unit], capture_output=True, text=True)
        if done.returncode:
            raise AssertionError(done.stderr[:4000])
        temporary.replace(target)
    return ctypes.CDLL(str(target))
