"""Compare a training step with PyTorch's, side by side: the same network, data and batches.

Both take whole steps on MNIST: they gather the batch from the uint8 images, scale it, go forward
and back, and change the weights by momentum SGD. Ours also clips its gradients, as its plans do.
Rounds alternate, so that all meet the machine in the same mood; what is printed is the median of
the ratios of each round. PyTorch allocates its memory anew in every step: start it with glibc's
thresholds raised, or it spends half its time on page faults.

    MALLOC_MMAP_THRESHOLD_=4000000000 MALLOC_TRIM_THRESHOLD_=4000000000 LENET_DATA_DIR=... \\
        python tests/benchmarks/compare_torch.py [--device cpu] [--threads 2] [--rounds 9] [--image]

needs PyTorch, and onnx with onnxruntime for `--image`, which compares reading one image.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

import numpy as np
import torch
from safetensors.torch import load_file
from threadpoolctl import threadpool_limits
from torch import nn

import resources
from core.data.sources import load
from core.data.splits import split_validation
from core.device import cores, find_device
from core.engines import EngineState, TrainingStep, start_engine
from core.network.lenet5 import initialise
from core.network.weight_files import load_weights
from core.recognition.recognizer import Recognizer
from core.training.presets import PRESETS

BATCH_SIZES = (1500, 128)
SECONDS = 0.4
"""How long each runs in a round."""
STAGES = ("c1", "c3", "f5", "f6", "output")


def network() -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.AvgPool2d(2),
        nn.Conv2d(6, 16, 5), nn.ReLU(), nn.AvgPool2d(2), nn.Flatten(),
        nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10),
    )  # fmt: skip


class Batches:
    """The same rows for everyone."""

    def __init__(self, n, batch_size):
        order = np.random.default_rng(0).permutation(n)
        self.rows = [
            order[start : start + batch_size] for start in range(0, n - batch_size, batch_size)
        ]
        self.size = batch_size


def torch_step(mode, device, examples):
    """One step of PyTorch in a mode, as a function of the rows."""
    channels_last = {"memory_format": torch.channels_last} if "channels_last" in mode else {}
    model = network().to(device, **channels_last)
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


def our_engine(device, threads, split):
    params = initialise(0)
    still = {name: np.zeros_like(array) for name, array in params.items()}
    return start_engine(
        PRESETS["report"], *split, EngineState(params, still, params), find_device(device), threads
    )


def rate(run: Callable[[list], None], batches: Batches, together: int) -> float:
    """Images per second of a function that takes some batches' rows."""
    seconds, n, started = 0.0, 0, perf_counter()
    while seconds < SECONDS:
        run([batches.rows[(n + i) % len(batches.rows)] for i in range(together)])
        n += together
        seconds = perf_counter() - started
    return n * batches.size / seconds


def compare_training(device, threads, rounds):
    split = split_validation(load("mnist").train)
    torch.set_num_threads(threads)
    cuda = "cuda" if device == "gpu" else "cpu"
    modes = ("eager", "channels_last", "compile", "channels_last compile")
    for size in BATCH_SIZES:
        batches = Batches(len(split[0]), size)
        engine = our_engine(device, threads, split)

        def ours(rows, engine=engine):
            engine.take([TrainingStep(r, None, 0.01, 0.0) for r in rows])

        runs = {"ours": (ours, engine.steps_at_once)}
        for mode in modes:
            step = torch_step(mode, cuda, split[0])

            def theirs(rows, step=step):
                loss = None
                for r in rows:
                    loss = step(r)
                loss.item()  # waits for a GPU

            runs[mode] = (theirs, engine.steps_at_once)
        found = {name: [] for name in runs}
        for number in range(rounds + 1):
            for name, (run, together) in runs.items():
                with threadpool_limits(1 if name == "ours" else threads, "blas"):
                    speed = rate(run, batches, together)
                if number:  # the first round warms up
                    found[name].append(speed)
        engine.close()
        ours = found["ours"]
        print(f"batch {size}, {device}, {threads} threads: ours {median(ours):,.0f} images/s")
        for mode in sorted(modes, key=lambda mode: -median(found[mode])):
            ratios = [one / other for one, other in zip(ours, found[mode], strict=True)]
            print(
                f"  {mode:22} {median(found[mode]):9,.0f} images/s, ours {median(ratios):.2f} "
                f"times ({min(ratios):.2f} to {max(ratios):.2f})"
            )


def compare_one_image(rounds, readings=2000):
    """The network alone, one image, one thread each."""
    import onnxruntime

    path = resources.path("weights/lenet5.safetensors")
    model = network().eval()
    layers = [layer for layer in model if isinstance(layer, nn.Conv2d | nn.Linear)]
    arrays = load_file(path)
    for stage, layer in zip(STAGES, layers, strict=True):
        layer.weight.data, layer.bias.data = arrays[f"{stage}.weight"], arrays[f"{stage}.bias"]
    image = np.random.default_rng(0).random((1, 28, 28), np.float32)
    tensor = torch.from_numpy(image)[None]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "lenet5.onnx"
        torch.onnx.export(nn.Sequential(model, nn.Softmax(1)), (tensor,), file, dynamo=False)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        workspace = onnxruntime.InferenceSession(str(file), options)
    name = workspace.get_inputs()[0].name
    recognizer = Recognizer(load_weights(path))
    runs = {
        "ours": lambda: recognizer.probabilities(image),
        "onnxruntime": lambda: workspace.run(None, {name: image[None]}),
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


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--device", choices=("cpu", "gpu"), default="cpu")
    parser.add_argument("--threads", type=int, default=cores())
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--image", action="store_true")
    arguments = parser.parse_args()
    if arguments.image:
        compare_one_image(arguments.rounds)
    else:
        compare_training(arguments.device, arguments.threads, arguments.rounds)


if __name__ == "__main__":
    main()
