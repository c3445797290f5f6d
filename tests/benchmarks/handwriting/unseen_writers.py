"""Measure the accuracy, calibration and rejection on writers whom the network has not seen.

For each of five folds, a network is trained on MNIST, regional shapes, non-digits and the digits of
24 writers of an ink file, and tested on the other 6. The tables show the accuracy by digit and by
way of drawing, the calibration error, and the shares of digits and non-digits that are rejected.
Run it from the root of the repository:

    python -m tests.benchmarks.handwriting.unseen_writers DIR
        [--folds 0,1] [--epochs N] [--network residual] [--weights FILE]

The weights of the folds are kept in DIR and used again; with --weights, that file is measured on
all writers instead, and nothing is trained.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from core.arrays import FloatArray
from core.data.dataset import Dataset
from core.data.examples import Examples, concatenate
from core.data.ink_examples import draw_examples, draw_with_variants
from core.data.sources import MNIST, MNIST_SCANS, REGIONAL, load, source_of
from core.device import cpu
from core.digits import NOT_A_DIGIT
from core.evaluation.calibration import reliability
from core.handwriting.non_digits import KINDS, draw_non_digits, paint_non_digits
from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings
from core.ink.render import to_image
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.progress import result_of
from core.recognition.reading import read_drawing
from core.recognition.recognizer import Recognizer
from core.training.events import EpochDone, TrainingDone
from core.training.presets import PRESETS
from core.training.train import train
from tests.support.inputs.conditions import CONDITIONS, Condition

FOLDS = 5
PENS = {"thin, pen 1.5 pixels": 1.5, "thick, pen 4.5 pixels": 4.5}
SEED = 5
CHANGES = {
    "lenet5": {"batch_size": 100, "learning_rate": 0.08},
    "residual": {
        "network": "residual",
        "batch_size": 128,
        "learning_rate": 0.1,
        "weight_decay": 3e-4,
        "label_smoothing": 0.03,
    },
}
"""What each network changes in the plan `best`: a LeNet-5 by the recipe of the bundled weights."""


@dataclass(frozen=True)
class Fold:
    """The digits of a few writers, and weights that were not trained on these writers."""

    name: str
    weights: Weights
    drawings: Sequence[Drawing]


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    arguments = parse(argv)
    folds = folds_of(arguments)
    print_reading(folds, arguments.images)
    print_conditions(folds)
    print_rejection(folds, arguments.images, arguments.non_digits)
    return 0


def folds_of(arguments: argparse.Namespace) -> list[Fold]:
    """Return the folds, or all drawings with the weights that are named."""
    file = source_of(arguments.data).ink_file
    if file is None:
        sys.exit(f"{arguments.data} is not an ink file.")
    drawings = load_drawings(file)
    if arguments.weights:
        return [Fold("all", load_weights(arguments.weights), drawings)]
    return list(trained(drawings, arguments))


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--data", default="pendigits-train.jsonl.gz", metavar="INK")
    parser.add_argument("--folds", default="0,1,2,3,4")
    parser.add_argument("--epochs", type=int, default=PRESETS["best"].epochs)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--network", choices=CHANGES, default="lenet5")
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--weights", type=Path, default=None)
    parser.add_argument("--images", type=int, default=None, help="only the first MNIST test images")
    parser.add_argument("--non-digits", type=int, default=3000)
    return parser.parse_args(argv)


def trained(drawings: Sequence[Drawing], arguments: argparse.Namespace) -> Iterator[Fold]:
    """Load the weights of each fold; train them if they are missing."""
    writers = np.array([drawing.extra["writer"] for drawing in drawings])
    order = np.random.default_rng(SEED).permutation(np.unique(writers))
    for number in map(int, arguments.folds.split(",")):
        is_held = np.isin(writers, order[number::FOLDS])
        seen = [drawings[place] for place in np.flatnonzero(~is_held)]
        file = arguments.dir / f"fold-{number}.safetensors"
        if not file.exists():
            save_weights(file, weights_from(seen, arguments))
        held = [drawings[place] for place in np.flatnonzero(is_held)]
        yield Fold(f"fold {number}", load_weights(file), held)


def weights_from(drawings: Sequence[Drawing], arguments: argparse.Namespace) -> Weights:
    """Train by the recipe of the bundled weights, with these drawings as the ink."""
    mnist = result_of(load(MNIST_SCANS))
    regional = result_of(load(REGIONAL))
    images = result_of(paint_non_digits(24_000, seed=0, part="training"))
    non_digits = Examples(images, np.full(len(images), NOT_A_DIGIT, np.uint8))
    ink = result_of(draw_with_variants(drawings))
    data = Dataset("fold", concatenate([mnist.train, ink, regional.train, non_digits]), mnist.test)
    changes = {"epochs": arguments.epochs, "seed": arguments.seed, **CHANGES[arguments.network]}
    plan = replace(PRESETS["best"], **changes)
    for event in train(plan, data, cpu(), threads=arguments.threads):
        if isinstance(event, EpochDone):
            epoch, accuracy = event.metrics.epoch, event.metrics.val_accuracy
            print(f"epoch {epoch}: {accuracy:.2%}", end="\r", file=sys.stderr)
        elif isinstance(event, TrainingDone):
            return event.weights
    raise AssertionError("a run ends with TrainingDone")


def print_reading(folds: Sequence[Fold], n_images: int | None) -> None:
    """Print the accuracy by digit on unseen writers, and the accuracy on MNIST's test images."""
    test = mnist_test(n_images)
    print(f"{'':8} {'n':>6} {'unseen':>8}  {'0 to 9':60} {'MNIST test':>11}")
    shares: list[float] = []
    for fold in folds:
        right, labels = is_read_right(fold), labels_of(fold.drawings)
        by_digit = " ".join(f"{right[labels == digit].mean():.1%}" for digit in range(10))
        accuracy = accuracy_of(fold.weights, test)
        shares.append(right.mean())
        print(f"{fold.name:8} {len(right):6,} {right.mean():8.2%}  {by_digit:60} {accuracy:11.2%}")
    print(f"{'mean':15} {np.mean(shares):8.2%}\n")


def mnist_test(n: int | None) -> Examples:
    """Return MNIST's first n test images, or all."""
    test = result_of(load(MNIST)).test
    return Examples(test.images[:n], test.labels[:n])


def is_read_right(fold: Fold) -> np.ndarray:
    """Return for each drawing whether the reading is exactly its label."""
    recognizer = Recognizer(fold.weights)
    return np.array([read_drawing(recognizer, d.strokes).text == d.label for d in fold.drawings])


def print_conditions(folds: Sequence[Fold]) -> None:
    """Print the accuracy on unseen writers' digits for each way of drawing."""
    print(f"{'drawn':34} {'correct':>10} {'points':>9}")
    clean = None
    ways: dict[str, Callable[[Fold], np.ndarray]] = {
        **{name: partial(drawn_so, condition=c) for name, c in CONDITIONS.items()},
        **{name: partial(drawn_with, pen_width=width) for name, width in PENS.items()},
    }
    for name, right_of in ways.items():
        share = np.concatenate([right_of(fold) for fold in folds]).mean()
        clean = share if clean is None else clean
        print(f"{name:34} {share:10.2%} {100 * (share - clean):+9.2f}")
    print()


def drawn_so(fold: Fold, condition: Condition) -> np.ndarray:
    """Return which digits are read correctly when all are drawn in one way."""
    rng = np.random.default_rng(SEED)
    drawn = [
        replace(drawing, strokes=tuple(condition(drawing.strokes, rng)))
        for drawing in fold.drawings
    ]
    return is_read_right(replace(fold, drawings=drawn))


def drawn_with(fold: Fold, pen_width: float) -> np.ndarray:
    """Return which digits are classified correctly when rendered with another pen width."""
    images = np.stack([to_image(drawing.strokes, pen_width) for drawing in fold.drawings])
    return Recognizer(fold.weights).probabilities(images).argmax(axis=1) == labels_of(fold.drawings)


def print_rejection(folds: Sequence[Fold], n_images: int | None, n_non_digits: int) -> None:
    """Print calibration errors and the shares of digits and non-digits that are rejected."""
    test = mnist_test(n_images)
    columns = ["ECE unseen", "ECE MNIST", "rejected: digits", "MNIST", *KINDS, "non-digits"]
    print(f"{'':8} " + " ".join(f"{name:>{len(name) + 2}}" for name in columns))
    rows: list[list[float]] = []
    for fold in folds:
        recognizer = Recognizer(fold.weights)
        images = draw_examples(fold.drawings).images
        unseen, mnist = (recognizer.probabilities(i) for i in (images, test.images))
        rows.append(
            [
                ece(unseen, labels_of(fold.drawings)),
                ece(mnist, test.labels),
                rejected(recognizer, fold.drawings).mean(),
                recognizer.judge(test.images)[1].mean(),
                *non_digits_rejected(recognizer, n_non_digits),
            ]
        )
        print_shares(fold.name, columns, rows[-1])
    print_shares("mean", columns, np.mean(rows, axis=0).tolist())


def print_shares(name: str, columns: Sequence[str], shares: Sequence[float]) -> None:
    """Print a row of `print_rejection`."""
    cells = (f"{s:{len(column) + 2}.2%}" for s, column in zip(shares, columns, strict=True))
    print(f"{name:8} " + " ".join(cells))


def non_digits_rejected(recognizer: Recognizer, n: int) -> list[float]:
    """Return the shares rejected of each kind of held-out non-digits, and of all."""
    drawings = draw_non_digits(n, seed=SEED, part="held_out")
    is_rejected = rejected(recognizer, drawings)
    kinds = np.array([drawing.extra["kind"] for drawing in drawings])
    return [*(is_rejected[kinds == kind].mean() for kind in KINDS), is_rejected.mean()]


def rejected(recognizer: Recognizer, drawings: Sequence[Drawing]) -> np.ndarray:
    """Return for each drawing whether it is rejected, that is, the answer is unsure."""
    return np.array([read_drawing(recognizer, drawing.strokes).unsure for drawing in drawings])


def ece(probabilities: FloatArray, labels: np.ndarray) -> float:
    """Return the expected calibration error, 0-1."""
    return reliability(probabilities, labels).expected_calibration_error


def accuracy_of(weights: Weights, examples: Examples) -> float:
    """Return the accuracy, 0-1."""
    probabilities = Recognizer(weights).probabilities(examples.images)
    return float((probabilities.argmax(axis=1) == examples.labels).mean())


def labels_of(drawings: Sequence[Drawing]) -> np.ndarray:
    """Return the label of each drawing; -1 if it has none."""
    return np.array([int(drawing.label or -1) for drawing in drawings])


if __name__ == "__main__":
    sys.exit(main())
