"""Train the weights that ship with the program.

    python -m tests.benchmarks.handwriting.bundled OUT [--weights FILE]

The run is that of resources/weights/README.md; its folder is OUT. The weights are written to FILE,
by default to resources/weights, with a card that states the accuracy on MNIST's test images alone,
as `evaluate` measures it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import resources
from core.data.sources import MNIST, MNIST_SCANS, load
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.progress import result_of
from lenet_desktop.__main__ import main as lenet_desktop
from lenet_desktop.app import BUNDLED_WEIGHTS
from tests.benchmarks.handwriting.unseen_writers import accuracy_of

DATA = (MNIST_SCANS, "pendigits-train.jsonl.gz", "regional", "non-digits")
EPOCHS = 45


def main(argv: Sequence[str] | None = None) -> int:
    """Train, write the weights and print what their README states."""
    arguments = parse(argv)
    data = [word for source in arguments.data or DATA for word in ("--data", source)]
    plan = ["--preset", "best", "--epochs", str(arguments.epochs), "--batch-size", "100"]
    plan += ["--learning-rate", "0.08", "--seed", "0", "--device", "cpu"]
    if status := lenet_desktop(["train", *plan, *data, "--out", str(arguments.out)]):
        return status
    trained = load_weights(arguments.out / "weights.safetensors")
    accuracy = accuracy_of(trained, result_of(load(MNIST)).test)
    card = replace(trained.card, test_accuracy=round(accuracy, 4), test_set=MNIST)
    save_weights(arguments.weights, Weights(trained.arrays, card))
    print(f"MNIST's test images: {accuracy:.2%}")
    print(f"those of all sources: {trained.card.test_accuracy:.2%}")
    print(f"epoch {card.epoch} of {arguments.epochs}, temperature {card.temperature}", end="")
    print(f", energy threshold {card.energy_threshold}")
    return 0


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("out", type=Path, metavar="OUT")
    parser.add_argument("--weights", type=Path, default=resources.path(BUNDLED_WEIGHTS))
    parser.add_argument("--data", action="append", help="other sources, for a trial")
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
