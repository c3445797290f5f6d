"""Compare the speed of a training step with that of the lab report's code, both in NumPy.

The report unrolls the whole batch at once with index arrays into columns ordered (H, W, N), in one
Python thread, and BLAS uses all cores. Its two defects are left out, because they cost no time.
Rounds alternate, so that both run under the same load of the machine.

    python -m tests.benchmarks.compare_report [--batch-size 1500] [--rounds 5]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from statistics import median
from time import perf_counter

import numpy as np

from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import cpu
from core.network.lenet5 import initialise
from core.training.events import BatchesDone
from core.training.presets import PRESETS
from core.training.train import train


def im2col(x, kernel, padding):
    """Columns (C k k, H' W' N), gathered by index arrays."""
    _, channels, height, width = x.shape
    rows, places = height + 2 * padding - kernel + 1, width + 2 * padding - kernel + 1
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    i = np.tile(np.repeat(np.arange(kernel), kernel), channels)[:, None]
    j = np.tile(np.arange(kernel), kernel * channels)[:, None]
    k = np.repeat(np.arange(channels), kernel * kernel)[:, None]
    i = i + np.repeat(np.arange(rows), places)
    j = j + np.tile(np.arange(places), rows)
    return padded[:, k, i, j].transpose(1, 2, 0).reshape(channels * kernel**2, -1)


def col2im(columns, shape, kernel):
    n, channels, height, width = shape
    rows, places = height - kernel + 1, width - kernel + 1
    patches = columns.reshape(channels, kernel, kernel, rows, places, n)
    x = np.zeros((n, channels, height, width), columns.dtype)
    for i in range(kernel):
        for j in range(kernel):
            x[:, :, i : i + rows, j : j + places] += patches[:, i, j].transpose(3, 0, 1, 2)
    return x


class ReportNetwork:
    """The report's network, layer after layer, in the order of its module file."""

    def __init__(self):
        self.params = initialise(0)
        self.velocity = {name: np.zeros_like(array) for name, array in self.params.items()}

    def conv(self, name, x, padding):
        weight = self.params[f"{name}.weight"]
        out, _, kernel, _ = weight.shape
        columns = im2col(x, kernel, padding)
        side = x.shape[2] + 2 * padding - kernel + 1
        y = weight.reshape(out, -1) @ columns + self.params[f"{name}.bias"][:, None]
        return columns, y.reshape(out, side, side, len(x)).transpose(3, 0, 1, 2)

    def step(self, images, labels, learning_rate):
        p, n, gradients = self.params, len(images), {}
        columns1, c1 = self.conv("c1", images[:, None], 2)
        a1 = np.maximum(c1, 0)
        s2 = a1.reshape(n, 6, 14, 2, 14, 2).mean(axis=(3, 5))
        columns3, c3 = self.conv("c3", s2, 0)
        a3 = np.maximum(c3, 0)
        s4 = a3.reshape(n, 16, 5, 2, 5, 2).mean(axis=(3, 5)).reshape(n, -1)
        a5 = np.maximum(s4 @ p["f5.weight"].T + p["f5.bias"], 0)
        a6 = np.maximum(a5 @ p["f6.weight"].T + p["f6.bias"], 0)
        logits = a6 @ p["output.weight"].T + p["output.bias"]
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        d = powers / powers.sum(axis=1, keepdims=True)
        d[np.arange(n), labels] -= 1
        d /= n
        for name, x, y in (("output", a6, None), ("f6", a5, a6), ("f5", s4, a5)):
            d = d if y is None else d * (y > 0)
            gradients[f"{name}.weight"], gradients[f"{name}.bias"] = d.T @ x, d.sum(axis=0)
            d = d @ p[f"{name}.weight"]
        d = np.repeat(np.repeat(d.reshape(n, 16, 5, 5), 2, axis=2), 2, axis=3) / 4 * (a3 > 0)
        d = d.transpose(1, 2, 3, 0).reshape(16, -1)
        gradients["c3.weight"] = (d @ columns3.T).reshape(p["c3.weight"].shape)
        gradients["c3.bias"] = d.sum(axis=1)
        d = col2im(p["c3.weight"].reshape(16, -1).T @ d, s2.shape, 5)
        d = np.repeat(np.repeat(d, 2, axis=2), 2, axis=3) / 4 * (a1 > 0)
        d = d.transpose(1, 2, 3, 0).reshape(6, -1)
        gradients["c1.weight"] = (d @ columns1.T).reshape(p["c1.weight"].shape)
        gradients["c1.bias"] = d.sum(axis=1)
        for name, gradient in gradients.items():
            self.velocity[name] = 0.9 * self.velocity[name] + gradient
            p[name] -= learning_rate * self.velocity[name]


def report_rate(examples, batch_size, steps):
    """Images per second of the report's training step."""
    network = ReportNetwork()
    images = examples.images.astype(np.float32) / 255
    rng = np.random.default_rng(0)
    started = perf_counter()
    for _ in range(steps):
        rows = rng.permutation(len(images))[:batch_size]
        network.step(images[rows], examples.labels[rows], 0.015)
    return steps * batch_size / (perf_counter() - started)


def our_rate(examples, batch_size, steps):
    """Images per second of `core.training.train.train`."""
    plan = replace(PRESETS["report"], batch_size=batch_size, epochs=1)
    rate = 0.0
    events = train(plan, Dataset("bench", examples, examples), cpu())
    for event in events:
        if isinstance(event, BatchesDone):
            rate = event.images_per_second
            if event.step == steps:
                break
    events.close()
    return rate


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--batch-size", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--images", type=int, default=6000, help="images per round for each")
    arguments = parser.parse_args(argv)
    steps = max(2, arguments.images // arguments.batch_size)
    n = arguments.batch_size * steps * 12 // 11 + 12
    rng = np.random.default_rng(1)
    examples = Examples(
        rng.integers(0, 256, (n, 28, 28)).astype(np.uint8), rng.integers(0, 10, n).astype(np.uint8)
    )
    ratios = []
    for number in range(arguments.rounds + 1):
        ours = our_rate(examples, arguments.batch_size, steps)
        report = report_rate(examples, arguments.batch_size, steps)
        if number:  # the first round warms up
            ratios.append(ours / report)
            print(f"ours {ours:7.0f} images/s, report's {report:7.0f}, ratio {ratios[-1]:.2f}")
    print(f"median ratio {median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
