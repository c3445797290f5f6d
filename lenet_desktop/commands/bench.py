"""`bench`: measure the speed of training and prediction on this machine."""

from __future__ import annotations

import argparse
from collections.abc import Generator
from contextlib import closing
from dataclasses import replace
from math import ceil
from time import perf_counter

import numpy as np

import resources
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.splits import SHARE
from core.device import Device, find_device
from core.digits import N_DIGITS, SIDE
from core.network.weight_files import load_weights
from core.progress import Progress, Stage
from core.recognition.reading import read_drawing
from core.recognition.recognizer import Recognizer
from core.training.events import BatchesDone
from core.training.presets import PRESETS
from core.training.throttle import throttled
from core.training.train import train
from lenet_desktop.commands.arguments import add_json
from lenet_desktop.commands.printing import print_lines, print_record, run_with_bar

BATCH_SIZES = (128, 1500)
SECONDS = 5.0
"""Duration of each training benchmark."""
READINGS = 1000
"""Number of predictions."""
QUANTILES = {"p50": 0.50, "p99": 0.99}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Measure training on every device, and prediction, which always runs on the CPU."""
    gpu = find_device("gpu")
    devices = [find_device("cpu")] + ([gpu] if gpu.kind == "gpu" else [])
    predict_ms = run_with_bar(_reading_times())
    for device in devices:
        speeds = {
            str(size): round(run_with_bar(_training_speed(device, size)), 1) for size in BATCH_SIZES
        }
        if arguments.json:
            print_record({"device": device.name, "train": speeds, "predict_ms": predict_ms})
        else:
            print_lines(*_describe(device, speeds, predict_ms).split("\n"))
    return 0


def _describe(device: Device, speeds: dict[str, float], predict_ms: dict[str, float]) -> str:
    trains = ", ".join(
        f"{speed:,.0f} images/s in batches of {size}" for size, speed in speeds.items()
    )
    reads = f"reads a drawing in {predict_ms['p50']} ms (p99 {predict_ms['p99']} ms)"
    return f"{device.name}: trains on {trains}; {reads}"


def _training_speed(device: Device, batch_size: int) -> Generator[Progress, None, float]:
    """Train the report's network on noise for `SECONDS`, and return images per second."""
    plan = replace(PRESETS["report"], batch_size=batch_size)
    data = _noise(batch_size)
    seconds, n_batches, then, before = 0.0, 0, 0.0, None
    with closing(throttled(train(plan, data, device), interval=0)) as events:
        for event in events:
            now = perf_counter()
            # Time from batch to batch, without the first batch and the work between epochs.
            if isinstance(event, BatchesDone) and isinstance(before, BatchesDone):
                seconds += now - then
                n_batches += 1
            if n_batches and seconds >= SECONDS:
                break
            then, before = now, event
            yield Progress(Stage.TRAINING, n_batches)
    return n_batches * batch_size / seconds


def _noise(batch_size: int) -> Dataset:
    """Generate about as many images as MNIST has, so that all batches are full."""
    n = SHARE * batch_size * ceil(60_000 / (SHARE * batch_size))
    rng = np.random.default_rng(0)
    examples = Examples(
        rng.integers(0, 256, (n, SIDE, SIDE), dtype=np.uint8),
        rng.integers(0, N_DIGITS, n, dtype=np.uint8),
    )
    return Dataset("noise", examples, examples)


def _reading_times() -> Generator[Progress, None, dict[str, float]]:
    """Measure the latency from strokes to prediction in milliseconds, as in the window."""
    recognizer = Recognizer(load_weights(resources.path("weights/lenet5.safetensors")))
    turns = np.linspace(0, 2 * np.pi, 100)  # An 8 with about as many points as a mouse reports.
    eight = np.stack([np.sin(2 * turns), -2 * np.cos(turns)], axis=1)
    times: list[float] = []
    for number in range(READINGS):
        yield Progress(Stage.READING, number, READINGS)
        started = perf_counter()
        read_drawing(recognizer, [eight])
        times.append(1000 * (perf_counter() - started))
    return {name: round(float(np.quantile(times, q)), 3) for name, q in QUANTILES.items()}
