"""NVIDIA's compiler, which needs no GPU, accepts the kernels with CuPy's options."""

from __future__ import annotations

import pytest

from core.engines.kernels import options, source
from core.network.lenet5 import ACTIVATIONS, POOLINGS, LeNet5


@pytest.fixture(scope="module")
def nvrtc():
    compiler = pytest.importorskip("cupy.cuda.compiler", exc_type=ImportError)
    try:
        compiler.nvrtc.getVersion()
    # Raised by cuda.pathfinder if the library is missing.
    except RuntimeError as error:
        pytest.skip(f"no NVRTC: {error}")
    return compiler


@pytest.mark.parametrize(
    ("activation", "pooling", "architecture"),
    [
        ("relu", "average", "sm_75"),
        ("relu", "average", "sm_80"),
        *((activation, pooling, "sm_90") for activation in ACTIVATIONS for pooling in POOLINGS),
    ],
)
def test_nvrtc_compiles_the_kernels(activation, pooling, architecture, nvrtc):
    # The options that cupy.cuda.compiler adds for a RawModule.
    all_options = (
        *options(LeNet5(activation, pooling)),
        "-ftz=true",
        f"-arch={architecture}",
        "--device-as-default-execution-space",
    )
    program = nvrtc._NVRTCProgram(source(), "kernels.cu", method="cubin")
    cubin, _ = program.compile(all_options)
    assert cubin.startswith(b"\x7fELF")
