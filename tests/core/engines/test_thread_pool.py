"""Tests of the threads that compute, and of those that BLAS would add."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import cpu
from core.engines.thread_pool import ONE_BLAS_THREAD
from core.ink.drawing import Drawing
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weights import Weights
from core.progress import result_of
from core.training import fine_tuning, fine_tuning_examples
from core.training.fine_tuning import fine_tune
from core.training.presets import PRESETS
from core.training.speed import measure_speed
from core.training.train import train

N_IMAGES = 400


def noise():
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (N_IMAGES, 28, 28), np.uint8)
    return Examples(images, rng.integers(0, 10, N_IMAGES, np.uint8))


def blas_threads():
    """Return the number of threads of each BLAS library in the process."""
    np.ones((2, 2)) @ np.ones((2, 2))
    return {
        library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"
    }


@pytest.fixture
def two_blas_threads():
    """Let BLAS use two threads, whatever the machine and the environment say."""
    with ThreadPoolExecutor(1) as setter:
        limits = setter.submit(threadpool_limits, 2, "blas").result()
    if blas_threads() != {2}:
        pytest.skip("the number of threads of this BLAS library cannot be changed")
    yield
    with ThreadPoolExecutor(1) as setter:
        setter.submit(limits.restore_original_limits).result()


@pytest.fixture
def living_threads():
    """Return threads that stay alive between their tasks, as those of background jobs do."""
    with ExitStack() as stack:
        yield [stack.enter_context(ThreadPoolExecutor(1)) for _ in range(3)]


@pytest.mark.usefixtures("two_blas_threads")
def test_every_thread_limits_blas(living_threads):
    def limited():
        with ONE_BLAS_THREAD:
            return blas_threads()

    for thread in living_threads:
        assert thread.submit(limited).result() == {1}
        assert blas_threads() == {2}
    assert limited() == {1}


@pytest.mark.usefixtures("two_blas_threads")
def test_the_last_user_restores_the_threads_of_blas(living_threads):
    first, second, third = living_threads
    first.submit(ONE_BLAS_THREAD.__enter__).result()
    second.submit(ONE_BLAS_THREAD.__enter__).result()
    first.submit(ONE_BLAS_THREAD.__exit__).result()
    assert blas_threads() == {1}
    third.submit(ONE_BLAS_THREAD.__exit__).result()
    assert blas_threads() == {2}


@pytest.mark.usefixtures("two_blas_threads")
def test_every_run_and_measurement_limits_blas(living_threads):
    data = Dataset("noise", noise(), noise())

    def first_batch():
        with closing(train(PRESETS["quick"], data, cpu(), threads=1)) as events:
            next(events)
            next(events)
            return blas_threads()

    def first_measurement():
        with closing(measure_speed(PRESETS["quick"], cpu(), 1)) as steps:
            next(steps)
            return blas_threads()

    for thread in living_threads:
        assert thread.submit(first_batch).result() == {1}

    for thread in living_threads:
        assert thread.submit(first_measurement).result() == {1}
    assert blas_threads() == {2}


@pytest.mark.usefixtures("two_blas_threads")
def test_all_that_fine_tuning_computes_limits_blas(monkeypatch):
    found = []
    start = fine_tuning.start_engine

    def start_watched(*arguments, **options):
        engine = start(*arguments, **options)
        for name in ("take", "logits"):
            compute = getattr(engine, name)

            def watched(*given, name=name, compute=compute):
                found.append((name, blas_threads()))
                return compute(*given)

            setattr(engine, name, watched)
        return engine

    monkeypatch.setattr(fine_tuning, "start_engine", start_watched)
    monkeypatch.setattr(fine_tuning, "_STEPS", 1)
    monkeypatch.setattr(fine_tuning_examples, "_VARIANTS", 30)
    weights = Weights(initialise(0), ModelCard())
    drawing = Drawing((np.array([[0.5, 0.1], [0.5, 0.9]]),), "1")
    rehearsal = Dataset("noise", noise(), noise())
    result_of(fine_tune(weights, [drawing], rehearsal, source_name="one"))
    assert found == [("take", {1}), ("logits", {1}), ("logits", {1})]
