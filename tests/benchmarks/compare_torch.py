"""Compare training speed with PyTorch's on the same network, data and batch size.

Ours is `train()`, with everything it does in a step. PyTorch's is a plain loop: it draws an order
for each epoch, gathers the batch from the uint8 images, scales it, runs forward and backward, and
updates the weights by SGD with momentum. Ours also clips its gradients, as its plans do, and
reports every loss. Rounds alternate, so that all run under the same load of the machine; the
median of the ratios is printed. PyTorch allocates its memory again in every step: run with glibc's
thresholds raised, or it spends half its time on page faults.

    MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=4000000000 LENET_DATA_DIR=... \\
        python -m tests.benchmarks.compare_torch [--network residual] [--device cpu] \\
        [--threads 2] [--rounds 9] [--image]

Requires PyTorch, and onnx with onnxruntime for `--image`, which compares the prediction of one
image.
"""

from __future__ import annotations

import argparse
import re
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch
from safetensors.torch import load_file
from threadpoolctl import threadpool_limits
from torch import nn

import resources
from core.data.sources import MNIST, load
from core.data.splits import split_validation
from core.device import cores, find_device
from core.network.architectures import ARCHITECTURES
from core.network.weight_files import load_weights
from core.progress import result_of
from core.recognition.recognizer import Recognizer
from core.training.events import BatchesDone, RunStarted
from core.training.presets import PRESETS
from core.training.train import train

MODES = ("eager", "channels_last", "compile", "channels_last compile")
STEPS_BETWEEN_LOSSES = 64
"""The number of steps that the GPU engine takes at once."""
DOCUMENT = Path(__file__).parents[2] / "docs" / "pytorch.md"
STAGES = ("c1", "c3", "f5", "f6", "output")


def module_of(architecture) -> nn.Module:
    """The module of an architecture in docs/pytorch.md."""
    defined = {}
    for block in re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL):
        exec(block, defined)
    return defined[architecture.capitalize()]()


def network() -> nn.Sequential:
    """LeNet-5, as a plain sequence."""
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


class OurRun:
    """A run of `core.training.train.train`, advanced for a given time at once."""

    def __init__(self, data, architecture, batch_size, device, threads):
        report = PRESETS["report"]
        plan = replace(report, batch_size=batch_size, epochs=10**6, network=architecture)
        self._batch_size = batch_size
        self._events = train(plan, data, find_device(device), threads=threads)
        start = next(self._events)
        assert isinstance(start, RunStarted)
        self._steps_per_epoch = start.batches_per_epoch
        self._lacking = start.batches_per_epoch * batch_size - start.train_size

    def rate(self, seconds):
        """Images per second, without the time of validation, which the other side does not do."""
        spent, n = 0.0, 0
        while spent < seconds:
            started = perf_counter()
            event = next(self._events)
            if isinstance(event, BatchesDone):
                spent += perf_counter() - started
                n += len(event.losses) * self._batch_size
                if event.step % self._steps_per_epoch == 0:  # the last batch may be smaller
                    n -= self._lacking
        return n / spent

    def close(self):
        self._events.close()


class TorchRun:
    """A plain training loop in one of PyTorch's modes."""

    def __init__(self, step, n, batch_size):
        self._step, self._n, self._batch_size = step, n, batch_size
        self._steps = self._endless()

    def _endless(self):
        rng = np.random.default_rng(0)
        while True:
            order = rng.permutation(self._n)
            for first in range(0, self._n - self._batch_size + 1, self._batch_size):
                yield self._step(order[first : first + self._batch_size])

    def rate(self, seconds):
        """Images per second."""
        started, n = perf_counter(), 0
        while perf_counter() - started < seconds:
            loss = next(self._steps)
            n += self._batch_size
            if n % (STEPS_BETWEEN_LOSSES * self._batch_size) == 0:
                loss.item()  # waits for a GPU
        loss.item()
        return n / (perf_counter() - started)


def torch_step(architecture, mode, device, examples):
    """A training step of PyTorch in one of its modes, as a function of the batch's indices."""
    channels_last = {"memory_format": torch.channels_last} if "channels_last" in mode else {}
    model = network() if architecture == "lenet5" else module_of(architecture)
    model = model.to(device, **channels_last)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9)
    images = torch.from_numpy(examples.images.copy()).to(device)
    labels = torch.from_numpy(examples.labels.astype(np.int64)).to(device)

    def loss_of(x, y):
        return nn.functional.cross_entropy(model(x), y)

    if "compile" in mode:
        loss_of = torch.compile(loss_of, mode="reduce-overhead" if device == "cuda" else "default")

    def step(rows):
        rows = torch.from_numpy(rows).to(device)
        x = images[rows].float().div_(255).unsqueeze(1)
        x = x.contiguous(**channels_last) if channels_last else x
        optimizer.zero_grad(set_to_none=True)
        loss = loss_of(x, labels[rows])
        loss.backward()
        optimizer.step()
        return loss

    return step


def compare_training(arguments):
    data = result_of(load(MNIST))
    training, _ = split_validation(data.train)
    torch.set_num_threads(arguments.threads)
    cuda = "cuda" if arguments.device == "gpu" else "cpu"
    for size in arguments.batch_sizes:
        ours = OurRun(data, arguments.network, size, arguments.device, arguments.threads)
        runs = {
            mode: TorchRun(step, len(training), size)
            for mode in arguments.modes
            for step in [torch_step(arguments.network, mode, cuda, training)]
        }
        found = {name: [] for name in ("ours", *runs)}
        for number in range(arguments.rounds + 1):
            for name, run in {"ours": ours, **runs}.items():
                with threadpool_limits(1 if name == "ours" else arguments.threads, "blas"):
                    speed = run.rate(arguments.seconds)
                if number:  # the first round warms up
                    found[name].append(speed)
        ours.close()
        print_speeds(
            f"{arguments.network}, batch {size}, {arguments.device}, {arguments.threads} threads",
            found,
        )


def print_speeds(title, found):
    ours = found.pop("ours")
    print(f"{title}: ours {median(ours):,.0f} images/s")
    for mode, theirs in sorted(found.items(), key=lambda item: -median(item[1])):
        ratios = [one / other for one, other in zip(ours, theirs, strict=True)]
        print(
            f"  {mode:22} {median(theirs):9,.0f} images/s, ours {median(ratios):.2f} "
            f"times ({min(ratios):.2f} to {max(ratios):.2f})"
        )


def compare_one_image(rounds, readings):
    """Compare the prediction of one image by the network alone, one thread each."""
    import onnxruntime

    path = resources.path("weights/lenet5.safetensors")
    model = network().eval()
    layers = [layer for layer in model if isinstance(layer, nn.Conv2d | nn.Linear)]
    weights = load_weights(path)
    arrays = load_file(path)
    for name in ("output.weight", "output.bias"):
        arrays[name] /= weights.card.temperature or 1
    for stage, layer in zip(STAGES, layers, strict=True):
        layer.weight.data, layer.bias.data = arrays[f"{stage}.weight"], arrays[f"{stage}.bias"]
    image = np.random.default_rng(0).random((1, 28, 28), np.float32)
    tensor = torch.from_numpy(image)[None]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lenet5.onnx"
        torch.onnx.export(nn.Sequential(model, nn.Softmax(1)), (tensor,), file, dynamo=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        session = onnxruntime.InferenceSession(str(file), options)
    name = session.get_inputs()[0].name
    recognizer = Recognizer(weights)
    runs = {
        "ours": lambda: recognizer.probabilities(image),
        "onnxruntime": lambda: session.run(None, {name: image[None]}),
    }
    times = {key: [] for key in runs}
    np.testing.assert_allclose(runs["ours"](), runs["onnxruntime"]()[0], atol=1e-4)
    with threadpool_limits(1, "blas"):
        for _ in range(rounds):
            for key, run in runs.items():
                for _ in range(readings):
                    started = perf_counter()
                    run()
                    times[key].append(1e6 * (perf_counter() - started))
    for quantile in (50, 99):
        ours, theirs = (np.percentile(times[key], quantile) for key in runs)
        print(
            f"one image, p{quantile}: ours {ours:.0f} us, onnxruntime {theirs:.0f} us, "
            f"{ours / theirs:.2f} times"
        )


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--network", choices=ARCHITECTURES, default="lenet5")
    parser.add_argument("--device", choices=("cpu", "gpu"), default="cpu")
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--batch-sizes", type=int, nargs="+", default=(1500, 128, 32))
    parser.add_argument("--modes", choices=MODES, nargs="+", default=MODES)
    parser.add_argument("--seconds", type=float, default=0.4, help="seconds per round for each")
    parser.add_argument("--image", action="store_true")
    parser.add_argument("--readings", type=int, default=2000, help="predictions per round")
    arguments = parser.parse_args(argv)
    if arguments.image:
        compare_one_image(arguments.rounds, arguments.readings)
    else:
        compare_training(arguments)


if __name__ == "__main__":
    main()
