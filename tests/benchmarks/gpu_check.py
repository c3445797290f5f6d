"""Check and time the GPU engine on a GPU; takes about five minutes.

The tables show the parity with the plain layers, the time of each kernel, the time of a step
compared with the lower bound in docs/measurements.md and with PyTorch (if installed), and whole
runs by `train()`. Run ``python -m pytest -m gpu tests/core`` first.

    python -m tests.benchmarks.gpu_check [--data mnist] [--epochs 1000]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from time import perf_counter

import numpy as np

from core.data.augment import Augmentation, deform
from core.data.sampling import steps_per_epoch
from core.data.sources import load
from core.data.splits import split_validation
from core.device import find_device
from core.engines.engine import EngineState, TrainingStep
from core.engines.gpu import GpuEngine, _Shape
from core.engines.kernels import THREADS, kernels_are_compiled
from core.network.lenet5 import ACTIVATIONS, POOLINGS, LeNet5, initialise
from core.network.losses import cross_entropy
from core.network.optim import SGD
from core.progress import result_of
from core.training.presets import PRESETS
from core.training.train import train

BATCH_SIZES = (32, 128, 1500)
AUGMENTATION = Augmentation(rotation=8, scale=0.08, shear=0.08, shift=1, elastic=0.5)
# A training step requires 2.26 million floating-point operations per image; H100 and H200 execute
# 67 million per microsecond.
LOWER_BOUND_US_PER_IMAGE = 2.26 / 67


def table(title, header, rows):
    rows = [tuple(map(str, row)) for row in (header, *rows)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print(f"\n{title}")
    for row in rows:
        print("  " + "  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)))


def engine_of(training, validation, network=None, optimizer=None, smoothing=0.0, seed=0):
    parameters = initialise(seed)
    velocity = {name: np.zeros_like(array) for name, array in parameters.items()}
    state = EngineState(parameters, velocity, parameters)
    optimizer = optimizer or SGD(clip_norm=5.0)
    return GpuEngine(network or LeNet5(), optimizer, smoothing, training, validation, state)


def some_steps(rng, training, n, count, deformed=False):
    for _ in range(count):
        coefficients = AUGMENTATION.draw(n, rng) if deformed else None
        yield TrainingStep(rng.permutation(len(training))[:n], coefficients, 0.01, 0.0)


def plain_step(network, optimizer, parameters, velocity, training, step, smoothing):
    """Take a step with the plain layers in float64; return its loss."""
    images = training.images[step.rows]
    if step.deformations is not None:
        images = deform(images, step.deformations.astype(np.float64))
    logits, backward = network.forward(parameters, images / 255.0)
    losses, dlogits = cross_entropy(logits, training.labels[step.rows], smoothing)
    gradients = backward(dlogits)
    optimizer.step(parameters, velocity, gradients, step.learning_rate)
    return losses.sum()


def float64(arrays):
    return {name: array.astype(np.float64) for name, array in arrays.items()}


def check_parity(training, validation):
    rows = []
    for activation in ACTIVATIONS:
        for pooling in POOLINGS:
            network, optimizer = LeNet5(activation, pooling), SGD(momentum=0.0)
            rng = np.random.default_rng(1)
            known = kernels_are_compiled(network)
            started = perf_counter()
            engine = engine_of(training, validation, network, optimizer, 0.1)
            seconds = perf_counter() - started
            (step,) = some_steps(rng, training, 300, 1, deformed=True)
            parameters = float64(engine.state().parameters)
            velocity = {name: 0 * array for name, array in parameters.items()}
            # Without momentum, the velocity after the first step is the gradient.
            plain_loss = plain_step(network, optimizer, parameters, velocity, training, step, 0.1)
            (results,) = engine.take([step])
            found = engine.state().velocity
            errors = [
                np.linalg.norm(found[name] - array) / np.linalg.norm(array)
                for name, array in velocity.items()
            ]
            loss_error = abs(results.loss / plain_loss - 1)
            compiled = "before" if known else "now"
            cells = f"{max(errors):.1e}", f"{loss_error:.1e}", compiled, f"{seconds:.2f} s"
            rows.append((activation, pooling, *cells))
    header = ("activation", "pooling", "gradient error", "loss error", "compiled", "start")
    table("Parity with float64 (gradient error at most 1e-5)", header, rows)


def check_run(training, validation):
    optimizer, rng = SGD(clip_norm=5.0), np.random.default_rng(2)
    steps = list(some_steps(rng, training, 100, 100))
    runs = []
    for recorded in (True, True, False):
        engine = engine_of(training, validation, optimizer=optimizer)
        if not recorded:
            engine.graph_error = "switched off"
        losses = [results.loss for results in engine.take(steps)]
        runs.append((losses, [array.tobytes() for array in engine.state().parameters.values()]))
        if recorded:
            print(f"\nGraphs: {engine.graph_error or 'recorded'}")
    parameters = float64(initialise(0))
    velocity = {name: 0 * array for name, array in parameters.items()}
    step_by_plain = partial(plain_step, LeNet5(), optimizer, parameters, velocity, training)
    expected = [step_by_plain(step, 0.0) for step in steps]
    error = np.max(np.abs(runs[0][0] / np.array(expected) - 1))
    print(f"100 steps, largest loss error: {error:.1e}")
    print(f"Repeats bit for bit: {runs[0] == runs[1]}")
    print(f"Replayed graph equals single launches: {runs[0] == runs[2]}")


class OneKernel:
    """Launches one kernel of a step and skips the others."""

    def __init__(self, kernels, name):
        self.kernels, self.name, self.launched = kernels, name, False

    def launch(self, name, *arguments):
        if name == self.name:
            self.launched = True
            self.kernels.launch(name, *arguments)


def microseconds_of_kernel(engine, n):
    """Time per launch of a hundred in a graph; None if the step has no such kernel."""
    shape, stream, times = _Shape(n, deformed=False), engine._stream, []
    rewound = np.zeros(engine._step_queue.shape, np.int32)
    with stream:
        engine._step_queue.set(rewound)
        engine._launch_step(shape)
        if not engine._kernels.launched:
            return None
        stream.begin_capture()
        for _ in range(100):
            engine._launch_step(shape)
        graph = stream.end_capture()
        for _ in range(10):
            engine._step_queue.set(rewound)
            stream.synchronize()
            started = perf_counter()
            graph.launch()
            stream.synchronize()
            times.append((perf_counter() - started) * 1e6 / 100)
    return min(times)


def time_kernels(training, validation):
    engine = engine_of(training, validation)
    with engine._stream:
        engine._allocate(engine.steps_at_once, max(BATCH_SIZES))
    kernels, rows = engine._kernels, []
    for name in THREADS:
        times = []
        for n in BATCH_SIZES:
            engine._kernels = OneKernel(kernels, name)
            times.append(microseconds_of_kernel(engine, n))
        if any(times):
            rows.append((name, *("" if time is None else f"{time:.1f}" for time in times)))
    table("Microseconds per kernel", ("batch", *BATCH_SIZES), rows)


def microseconds_of_steps(take, count):
    take()
    take()
    started = perf_counter()
    for _ in range(count):
        take()
    return (perf_counter() - started) * 1e6 / count


def time_steps(training, validation):
    rows = []
    for n in BATCH_SIZES:
        for deformed in (False, True):
            engine = engine_of(training, validation)
            size = engine.steps_at_once
            rng = np.random.default_rng(3)
            steps = list(some_steps(rng, training, n, size, deformed))
            ours = microseconds_of_steps(partial(engine.take, steps), 60) / size
            cells = [f"{ours:.1f}", f"{n * LOWER_BOUND_US_PER_IMAGE:.1f}", f"{n / ours:.2f}"]
            torch_times = [] if deformed else pytorch_microseconds(training, n)
            cells += [f"{time:.0f} ({time / ours:.1f}x)" for time in torch_times]
            rows.append((n, "yes" if deformed else "no", *cells, *[""] * (6 - len(cells))))
    header = ("batch", "deformed", "step us", "bound us", "images/us")
    header += ("torch eager", "torch graph", "torch compile")
    table("A training step, including copies to and from the device", header, rows)


def pytorch_microseconds(training, n):
    """Time PyTorch's step in its default precision, images on the GPU: eager, graph, compiled."""
    try:
        import torch
        from torch import nn
    except ImportError:
        return []
    layers = [nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5)]
    layers += [nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 120), nn.ReLU()]
    layers += [nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    model = nn.Sequential(*layers).cuda()
    images = torch.from_numpy(training.images[:n] / np.float32(255))[:, None].cuda()
    labels = torch.from_numpy(training.labels[:n].astype(np.int64)).cuda()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)

    def step(model=model):
        optimizer.zero_grad(set_to_none=False)
        nn.functional.cross_entropy(model(images), labels).backward()
        nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimizer.step()

    def timed(once):
        for _ in range(20):
            once()
        torch.cuda.synchronize()
        started = perf_counter()
        for _ in range(300):
            once()
        torch.cuda.synchronize()
        return (perf_counter() - started) * 1e6 / 300

    side = torch.cuda.Stream()
    side.wait_stream(torch.cuda.current_stream())
    with torch.cuda.stream(side):
        for _ in range(3):
            step()
    torch.cuda.current_stream().wait_stream(side)
    graph = torch.cuda.CUDAGraph()
    with torch.cuda.graph(graph):
        step()
    compiled = torch.compile(model, mode="reduce-overhead")
    return [timed(step), timed(graph.replay), timed(partial(step, compiled))]


def time_runs(data, device, epochs):
    """Train as the program does, by `train()`."""
    rows = []
    for plan in (
        replace(PRESETS["report"], epochs=epochs),
        PRESETS["quick"],
        PRESETS["best"],
        replace(PRESETS["best"], batch_size=1500),
    ):
        started = perf_counter()
        *_, done = train(plan, data, device)
        seconds = perf_counter() - started
        steps = plan.epochs * steps_per_epoch(split_validation(data.train)[0], plan.batch_size)
        cells = f"{seconds:.2f} s", f"{seconds / steps * 1e6:.0f}", f"{done.test_accuracy:.2%}"
        rows.append((plan.preset, plan.epochs, plan.batch_size, *cells))
    table("train()", ("preset", "epochs", "batch", "time", "us per step", "test images"), rows)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", default="mnist")
    parser.add_argument("--epochs", type=int, default=1000)
    arguments = parser.parse_args(argv)
    device = find_device("gpu")
    if device.kind != "gpu":
        raise SystemExit(f"No GPU: {device.reason}")
    data = result_of(load(arguments.data))
    training, validation = split_validation(data.train)
    print(f"{device.name}, {len(training)} images of {data.name}")
    check_parity(training, validation)
    check_run(training, validation)
    time_kernels(training, validation)
    time_steps(training, validation)
    time_runs(data, device, arguments.epochs)


if __name__ == "__main__":
    main()
