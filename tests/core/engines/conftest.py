"""Images to train on, and the simulation of a GPU."""

from __future__ import annotations

import pytest

from core.data.examples import Examples
from core.digits import NOT_A_DIGIT
from core.engines import gpu as gpu_engine
from core.engines import kernels
from core.handwriting.writing import write_digits
from core.progress import result_of
from tests.cuda_on_cpu.cupy_stand_in import CupyStandIn
from tests.cuda_on_cpu.kernels import compiler


@pytest.fixture(scope="module")
def examples() -> Examples:
    """320 images, each ninth of which is not a digit."""
    images, labels = result_of(write_digits(320, seed=3))
    labels[::9] = NOT_A_DIGIT
    return Examples(images, labels)


@pytest.fixture
def stand_in(monkeypatch, pytestconfig, tmp_path) -> CupyStandIn:
    """A simulation of CuPy, which the engine uses instead of it."""
    if compiler() is None:
        pytest.skip("no g++ to compile the kernels for a CPU")
    cupy = CupyStandIn(pytestconfig.cache.mkdir("cuda_on_cpu"))
    for module in (gpu_engine, kernels):
        monkeypatch.setattr(module, "cupy_module", lambda: cupy)
    monkeypatch.setenv("CUPY_CACHE_DIR", str(tmp_path))
    return cupy


@pytest.fixture(params=["on a CPU", pytest.param("on a GPU", marks=pytest.mark.gpu)])
def _somewhere(request) -> None:
    """Run a test on the simulation and, where there is one, on a GPU."""
    request.getfixturevalue("stand_in" if request.param == "on a CPU" else "gpu")
