"""Measure the accuracy gained by fine-tuning on ten drawings of a writer, and what it costs.

The writers are those with the lowest accuracy under weights that have not seen them. The network is
fine-tuned on ten drawings from one half of a writer's digits: the misread ones, completed by others
of the digits misread most often. The other half, MNIST's 10,000 test images and non-digits are read
before and after. Run it from the root of the repository:

    python -m tests.benchmarks.my_digits DIR [--folds 0,1] [--weights FILE] [--worst N]

The weights are those of the folds that unseen_writers keeps in DIR (they are trained if missing),
each with its unseen writers; with --weights, that file is used for all writers.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from time import perf_counter

import numpy as np

from core.arrays import ByteArray, FloatArray
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.ink_examples import draw_examples
from core.data.sources import MNIST, load
from core.handwriting.non_digits import draw_non_digits
from core.ink.drawing import Drawing
from core.ink.render import to_image
from core.network.weights import Weights
from core.progress import result_of
from core.recognition.recognizer import Recognizer
from core.training.fine_tuning import FineTuned, fine_tune
from core.training.presets import PRESETS
from tests.benchmarks.handwriting.unseen_writers import Fold, folds_of, labels_of

TAUGHT = 10
SEED = 5


@dataclass(frozen=True)
class Hand:
    """A writer's drawings, and weights that have not been trained on them."""

    writer: object
    weights: Weights
    drawings: list[Drawing]
    is_wrong: np.ndarray


@dataclass(frozen=True)
class Trial:
    """The result of fine-tuning on a few drawings; shares are 0-1, "rest" is the other half."""

    rest_before: float
    rest_after: float
    wrong_before: int
    wrong_after: int
    taught_after: float
    mnist_change: float
    rest_rejected_before: float
    rest_rejected_after: float
    non_digits_rejected_before: float
    non_digits_rejected_after: float
    seconds: float


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    arguments = parse(argv)
    folds = folds_of(arguments)
    hands = [hand for fold in folds for hand in hands_of(fold)]
    hands = [hand for hand in hands if not arguments.writers or hand.writer in arguments.writers]
    hands.sort(key=lambda hand: hand.is_wrong.mean(), reverse=True)
    rehearsal = Dataset(
        arguments.rehearsal,
        first(result_of(load(arguments.rehearsal)).train, arguments.images),
        first(result_of(load(MNIST)).test, arguments.images),
    )
    drawn = draw_non_digits(arguments.non_digits, seed=SEED, part="held_out")
    non_digits = np.stack([to_image(drawing.strokes) for drawing in drawn])
    print_header()
    everything: list[Trial] = []
    for hand in hands[: arguments.worst]:
        trials = [
            run_trial(hand, rehearsal, non_digits, repeat, arguments.threads)
            for repeat in range(arguments.repeats)
        ]
        print_row(f"writer {hand.writer}", trials)
        everything += trials
    print_row("all", everything)
    return 0


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--data", default="pendigits-train.jsonl.gz", metavar="INK")
    parser.add_argument("--folds", default="0,1,2,3,4")
    parser.add_argument("--weights", type=Path, default=None)
    parser.add_argument("--writers", type=lambda text: set(map(int, text.split(","))), default=None)
    parser.add_argument("--worst", type=int, default=12)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rehearsal", default="mnist")
    parser.add_argument("--epochs", type=int, default=PRESETS["best"].epochs)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=None)
    parser.add_argument("--images", type=int, default=None, help="only the first images of MNIST")
    parser.add_argument("--non-digits", type=int, default=1000)
    parser.set_defaults(network="lenet5")
    return parser.parse_args(argv)


def first(examples: Examples, n: int | None) -> Examples:
    """Return the first n examples, or all."""
    return Examples(examples.images[:n], examples.labels[:n])


def hands_of(fold: Fold) -> list[Hand]:
    """Group the drawings of a fold by writer and read them."""
    recognizer = Recognizer(fold.weights)

    def writer_of(drawing: Drawing) -> int:
        return int(str(drawing.extra["writer"]))

    hands: list[Hand] = []
    for writer, group in groupby(sorted(fold.drawings, key=writer_of), key=writer_of):
        drawings = list(group)
        predicted = recognizer.probabilities(draw_examples(drawings).images).argmax(axis=1)
        hands.append(Hand(writer, fold.weights, drawings, predicted != labels_of(drawings)))
    return hands


def choose(hand: Hand, seen: np.ndarray) -> np.ndarray:
    """Choose drawings to train on: incorrect ones first, then of the least accurate digits."""
    labels, is_wrong = labels_of(hand.drawings)[seen], hand.is_wrong[seen]
    wrong = np.bincount(labels, is_wrong, 10) / np.maximum(np.bincount(labels, minlength=10), 1)
    need = np.where(is_wrong, 2, wrong[labels])
    return seen[np.argsort(-need, kind="stable")[:TAUGHT]]


def run_trial(
    hand: Hand, rehearsal: Dataset, non_digits: FloatArray, repeat: int, threads: int | None
) -> Trial:
    """Fine-tune on drawings from one half of a writer's digits and test on the other half."""
    order = np.random.default_rng([SEED, repeat]).permutation(len(hand.drawings))
    seen, rest = np.array_split(order, 2)
    taught = choose(hand, seen)
    started = perf_counter()
    tuned = fine_tuned(hand, taught, rehearsal, repeat, threads)
    seconds = perf_counter() - started
    images = draw_examples([hand.drawings[place] for place in rest]).images
    labels = labels_of(hand.drawings)[rest]
    after = Recognizer(tuned.weights).probabilities(images).argmax(axis=1) != labels
    before = hand.is_wrong[rest]
    return Trial(
        rest_before=1 - before.mean(),
        rest_after=1 - after.mean(),
        wrong_before=int(before.sum()),
        wrong_after=int(after.sum()),
        taught_after=tuned.mine_after.accuracy,
        mnist_change=tuned.others_after.accuracy - tuned.others_before.accuracy,
        rest_rejected_before=rejected(hand.weights, images),
        rest_rejected_after=rejected(tuned.weights, images),
        non_digits_rejected_before=rejected(hand.weights, non_digits),
        non_digits_rejected_after=rejected(tuned.weights, non_digits),
        seconds=seconds,
    )


def fine_tuned(
    hand: Hand, taught: np.ndarray, rehearsal: Dataset, seed: int, threads: int | None
) -> FineTuned:
    """Run the fine-tuning to its end."""
    drawings = [hand.drawings[place] for place in taught]
    return result_of(
        fine_tune(
            hand.weights,
            drawings,
            rehearsal,
            source_name=str(hand.writer),
            seed=seed,
            threads=threads,
        )
    )


def rejected(weights: Weights, images: FloatArray | ByteArray) -> float:
    """Return the share of images that a network rejects, 0-1."""
    return float(Recognizer(weights).judge(images)[1].mean())


def print_header() -> None:
    """Print the titles of the columns."""
    print(
        f"{'':10} {'rest correct':>18} {'errors gone':>12} {'trained':>7} {'MNIST, points':>21}"
        f" {'rest rejected':>15} {'non-digits rejected':>19} {'s':>5}"
    )


def print_row(name: str, trials: Sequence[Trial]) -> None:
    """Print the means of trials."""

    def mean(field: str) -> float:
        return float(np.mean([getattr(trial, field) for trial in trials]))

    wrong = mean("wrong_before")
    gone = f"{1 - mean('wrong_after') / wrong:.1%}" if wrong else "no errors"
    change, worst = mean("mnist_change"), min(trial.mnist_change for trial in trials)
    rest, rejected, non_digits = (
        f"{mean(name + '_before'):.{places}%} -> {mean(name + '_after'):.{places}%}"
        for name, places in (("rest", 2), ("rest_rejected", 1), ("non_digits_rejected", 1))
    )
    print(
        f"{name:10} {rest:>18} {gone:>12} {mean('taught_after'):7.1%}"
        f" {100 * change:+7.3f} (worst {100 * worst:+.2f}) {rejected:>15} {non_digits:>19}"
        f" {mean('seconds'):5.1f}",
        flush=True,
    )


if __name__ == "__main__":
    sys.exit(main())
