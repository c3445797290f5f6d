"""The CUDA simulation detects faults in small kernels."""

from __future__ import annotations

import numpy as np
import pytest

from tests.cuda_on_cpu.cupy_stand_in import CupyStandIn
from tests.cuda_on_cpu.kernels import compiler

pytestmark = pytest.mark.skipif(compiler() is None, reason="no g++ to compile the kernels")

SOURCE = """
extern "C" __global__ void add(const float *x, float *y, int n, float by) {
    const int i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i < n) y[i] = x[i] + by;
}
extern "C" __global__ void reversed(float *x) {
    __shared__ float shared[64];
    shared[threadIdx.x] = x[threadIdx.x];
    __syncthreads();
    x[threadIdx.x] = shared[63 - threadIdx.x];
}
extern "C" __global__ void reversed_with_a_race(float *x) {
    __shared__ float shared[64];
    shared[threadIdx.x] = x[threadIdx.x];
    x[threadIdx.x] = shared[63 - threadIdx.x];
}
extern "C" __global__ void reversed_by_some(float *x) {
    __shared__ float shared[64];
    shared[threadIdx.x] = x[threadIdx.x];
    if (threadIdx.x < 50) __syncthreads();
    x[threadIdx.x] = shared[63 - threadIdx.x];
}
extern "C" __global__ void sums(float *x) {
    float sum = x[threadIdx.x];
    for (int offset = 16; offset > 0; offset /= 2) sum += __shfl_xor_sync(~0u, sum, offset);
    x[threadIdx.x] = sum + __ballot_sync(~0u, threadIdx.x % 32 == 3);
}
extern "C" __global__ void shared_unset(float *x) {
    __shared__ float shared[64];
    x[threadIdx.x] = shared[threadIdx.x];
}
"""


@pytest.fixture
def cupy(pytestconfig):
    stand_in = CupyStandIn(pytestconfig.cache.mkdir("cuda_on_cpu"))
    module = stand_in.RawModule(code=SOURCE)
    with stand_in.cuda.Stream(non_blocking=True):
        stand_in.kernel = module.get_function
        yield stand_in


def test_a_kernel_computes_its_result(cupy, rng):
    x = rng.standard_normal(100).astype(np.float32)
    y = cupy.empty(100, np.float32)
    arguments = (cupy.asarray(x), y, np.int32(100), np.float32(0.5))
    cupy.kernel("add")((4,), (32,), arguments)
    np.testing.assert_array_equal(y.get(), x + np.float32(0.5))


@pytest.mark.parametrize("n", [101, 130])
def test_writing_out_of_bounds_is_detected(n, cupy):
    x, y = cupy.asarray(np.zeros(200, np.float32)), cupy.empty(100, np.float32)
    with pytest.raises(AssertionError, match="out of bounds"):
        cupy.kernel("add")((5,), (32,), (x, y, np.int32(n), np.float32(0)))


@pytest.mark.parametrize(
    "wrong",
    [
        {2: 100},
        {2: np.int64(100)},
        {3: 0.5},
        {3: np.float64(0.5)},
        {0: np.zeros(100, np.float32)},
        {0: None},
    ],
)
def test_arguments_of_the_wrong_type_are_rejected(wrong, cupy):
    x, y = cupy.empty(100, np.float32), cupy.empty(100, np.float32)
    right = dict(enumerate((x, y, np.int32(100), np.float32(0.5))))
    with pytest.raises(AssertionError, match="argument"):
        cupy.kernel("add")((4,), (32,), tuple((right | wrong).values()))


def test_a_race_changes_the_result_when_the_order_is_reversed(cupy):
    results = {}
    for name in ("reversed", "reversed_with_a_race"):
        for cupy.backwards in (False, True):
            x = cupy.asarray(np.arange(64, dtype=np.float32))
            cupy.kernel(name)((1,), (64,), (x,))
            results[name, cupy.backwards] = x.get()
    np.testing.assert_array_equal(results["reversed", False], np.arange(64)[::-1])
    np.testing.assert_array_equal(results["reversed", True], np.arange(64)[::-1])
    assert not np.array_equal(
        results["reversed_with_a_race", False], results["reversed_with_a_race", True]
    )


def test_a_barrier_that_some_threads_skip_is_detected(cupy):
    x = cupy.asarray(np.arange(64, dtype=np.float32))
    with pytest.raises(AssertionError, match="barrier"):
        cupy.kernel("reversed_by_some")((1,), (64,), (x,))
    cupy.kernel("sums")((1,), (64,), (x,))


def test_threads_of_a_warp_exchange_values(cupy):
    x = cupy.asarray(np.arange(64, dtype=np.float32))
    cupy.kernel("sums")((1,), (64,), (x,))
    expected = np.repeat([np.arange(32).sum(), np.arange(32, 64).sum()], 32) + 8
    np.testing.assert_array_equal(x.get(), expected)


def test_uninitialised_shared_memory_is_nan(cupy):
    x = cupy.empty(64, np.float32)
    cupy.kernel("shared_unset")((1,), (64,), (x,))
    assert np.isnan(x.get()).all()


def test_replaying_a_graph_with_deleted_arrays_is_detected(cupy):
    x = cupy.asarray(np.arange(64, dtype=np.float32))
    cupy.current.begin_capture()
    cupy.kernel("reversed")((1,), (64,), (x,))
    graph = cupy.current.end_capture()
    graph.launch()
    np.testing.assert_array_equal(x.get(), np.arange(64)[::-1])
    del x
    with pytest.raises(AssertionError, match="deleted"):
        graph.launch()


def test_only_launches_can_be_recorded(cupy):
    x = cupy.asarray(np.arange(64, dtype=np.float32))
    cupy.current.begin_capture()
    for forbidden in (x.get, lambda: cupy.empty(3, np.float32), lambda: x.set(np.zeros(64, "f"))):
        with pytest.raises(AssertionError, match="while recording"):
            forbidden()
