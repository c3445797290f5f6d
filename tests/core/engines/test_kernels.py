"""The CUDA kernels: their cache, and the constants that they share with the engine."""

from __future__ import annotations

import re

from core.engines import kernels
from core.engines.kernels import kernels_are_compiled
from core.network.lenet5 import LeNet5
from tests.cuda_on_cpu.kernels import kernel_names
from tests.support.gpu_engines import engine_of


def test_kernels_count_as_compiled_once_an_engine_has_started(stand_in, examples):
    assert not kernels_are_compiled(LeNet5("tanh"))
    engine_of(examples, LeNet5("tanh"))
    assert kernels_are_compiled(LeNet5("tanh"))
    assert not kernels_are_compiled(LeNet5("sigmoid"))
    stand_in.__version__ = "another"
    assert not kernels_are_compiled(LeNet5("tanh"))


def constants_of(source):
    """Evaluate the integer constants of a CUDA source."""
    constants = {}
    for declaration in re.findall(r"^constexpr int ([^;]+);", source, re.MULTILINE):
        for name, value in re.findall(r"(\w+) = ([^,]+)", declaration):
            constants[name] = eval(value.replace("/", "//"), {}, constants)
    return constants


def test_engine_and_kernels_have_the_same_constants():
    source = kernels.source()
    assert sorted(kernel_names(source)) == sorted(kernels.THREADS)
    constants = constants_of(source)
    for name in ("PARAMETERS", "CONVOLUTIONS", "DENSE", "TILES", "CHUNK_IMAGES", "SUM_BLOCKS"):
        assert constants[name] == getattr(kernels, name), name
    bounds = re.findall(r"__launch_bounds__\((\w+)[^)]*\) (\w+)\(", source)
    assert {name: constants.get(bound) or int(bound) for bound, name in bounds} == kernels.THREADS
    trace = re.search(r"struct Trace {(.*?)};", source, re.DOTALL).group(1)
    sizes = re.findall(r"float \w+(?:\[(.*?)\])?;", trace)
    assert sum(eval(size) if size else 1 for size in sizes) == kernels.TRACE_FLOATS
