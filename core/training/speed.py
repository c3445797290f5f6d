"""The speed of training on this machine, measured by a few steps."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from time import perf_counter

import numpy as np

from core.data.examples import Examples
from core.device import Device
from core.digits import N_DIGITS, SIDE
from core.engines import EngineState, start_engine
from core.engines.thread_pool import ONE_BLAS_THREAD
from core.training.controls import Controls
from core.training.plan import Plan
from core.training.steps import Steps

_SECONDS = 0.4
"""Duration of the measurement, or of one step if that takes longer."""
_MOST_IMAGES = 256
"""Largest batch that is measured, so that one step takes a moment only."""


def measure_speed(plan: Plan, device: Device, threads: int) -> Generator[None, None, float]:
    """Measure how fast a plan trains, on random images.

    Yields after every group of steps, so that it can be stopped.

    Parameters
    ----------
    plan
        Its network, batch size, deformations and dropout count; batches beyond `_MOST_IMAGES` are
        as fast as these for each image.
    device, threads
        Where, and on how many CPU threads.

    Returns
    -------
    float
        Images per second.
    """
    plan = replace(plan, batch_size=min(plan.batch_size, _MOST_IMAGES), plain_epochs=0, focus=())
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (_MOST_IMAGES, SIDE, SIDE), np.uint8)
    examples = Examples(images, rng.integers(0, N_DIGITS, _MOST_IMAGES, np.uint8))
    network = plan.new_network()
    params = network.initialise(0)
    velocity = {name: np.zeros_like(array) for name, array in params.items()}
    state = EngineState(params, velocity, params)
    engine = start_engine(
        network, plan.optimizer, plan.label_smoothing, examples, examples, state, device, threads
    )
    with ONE_BLAS_THREAD, closing(engine):
        # The learning rate does not matter, but a step must stay finite.
        steps = Steps(replace(plan, learning_rate=1e-6), Controls(), examples)
        done, started = 0, 0.0
        while True:
            for group in steps.groups(1, engine.steps_at_once):
                engine.take(group)
                now = perf_counter()
                if not started:
                    started = now  # The first steps fill the caches.
                    continue
                done += sum(len(step.rows) for step in group)
                yield
                if now - started >= _SECONDS:
                    return done / (now - started)
