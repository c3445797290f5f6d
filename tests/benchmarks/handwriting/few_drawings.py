"""Measure what three to five drawings teach: the 1s of one writer, and a sign.

    LENET_DATA_DIR=... python -m tests.benchmarks.handwriting.few_drawings
        [--epochs N] [--images N] [--limit N]

The drawings may be learned from: pen digits that the bundled weights were trained on, and generated
signs. They are taught to networks that are discarded. Handwriting that is only measured with
(`tests.benchmarks.wild`) teaches nothing here.

- A network that was trained on MNIST alone, in which hardly any 1 has an upstroke, is fine-tuned on
  three 1s that it misreads, all of one writer of `pendigits-train.jsonl.gz`. The writer's other 1s
  and the 4s of all writers are read before and after.
- The bundled network is fine-tuned on five drawings of a generated sign that it often takes for a
  digit, labelled "not a digit". Others of that sign are read before and after.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

import resources
from core.data.dataset import Dataset
from core.data.ink_examples import draw_examples
from core.data.sources import MNIST, load
from core.device import cpu
from core.digits import LABELS, NOT_A_DIGIT
from core.evaluation.assessment import assess
from core.handwriting.sign_glyphs import SHAPES
from core.handwriting.writing import write
from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.paths import data_dir
from core.progress import result_of
from core.training.events import TrainingDone
from core.training.fine_tuning import fine_tune
from core.training.presets import PRESETS
from core.training.train import train
from tests.benchmarks.my_digits import first

ONES, SIGNS = 3, 5
"""Drawings that are taught."""
FEWEST = 6
"""1s that must be left to read."""
DRAWN, SEED = 40, 1
"""Drawings of each sign."""


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--epochs", type=int, default=PRESETS["quick"].epochs)
    parser.add_argument("--images", type=int, default=None, help="only the first images of MNIST")
    parser.add_argument("--limit", type=int, default=4, help="writers and signs at most")
    arguments = parser.parse_args(argv)
    mnist = result_of(load(MNIST))
    rehearsal = Dataset(
        MNIST, first(mnist.train, arguments.images), first(mnist.test, arguments.images)
    )
    teach_ones(trained(rehearsal, arguments.epochs), rehearsal, arguments.limit)
    bundled = load_weights(resources.path("weights/lenet5.safetensors"))
    teach_signs(bundled, rehearsal, arguments.limit)
    return 0


def trained(data: Dataset, epochs: int) -> Weights:
    """Train a network on a dataset."""
    *_, done = train(replace(PRESETS["quick"], epochs=epochs), data, cpu())
    assert isinstance(done, TrainingDone)
    return done.weights


def teach_ones(weights: Weights, rehearsal: Dataset, limit: int) -> None:
    """Teach the 1s of the writers whose 1s are misread most often."""
    drawings = load_drawings(data_dir() / "ink" / "pendigits-train.jsonl.gz")
    ones = [drawing for drawing in drawings if drawing.label == "1"]
    fours = [drawing for drawing in drawings if drawing.label == "4"]
    groups = misread(weights, ones, [str(drawing.extra["writer"]) for drawing in ones])
    for writer, wrong, others in sorted(groups, key=lambda group: -len(group[1]))[:limit]:
        if len(wrong) >= ONES and len(wrong) + len(others) >= ONES + FEWEST:
            tests = {"other 1s": [*wrong[ONES:], *others], "4s of all": fours}
            print_lesson(f"1s of writer {writer}", weights, wrong[:ONES], tests, rehearsal)


def teach_signs(weights: Weights, rehearsal: Dataset, limit: int) -> None:
    """Teach the generated signs that are taken for digits most often."""
    rng = np.random.default_rng(SEED)
    label = LABELS[NOT_A_DIGIT]
    names = [name for name in SHAPES for _ in range(DRAWN)]
    signs = [Drawing(write(SHAPES[name], rng), label) for name in names]
    groups = misread(weights, signs, names)
    for name, wrong, others in sorted(groups, key=lambda group: -len(group[1]))[:limit]:
        if len(wrong) >= SIGNS:
            tests = {"others": [*wrong[SIGNS:], *others]}
            print_lesson(f"sign {name}", weights, wrong[:SIGNS], tests, rehearsal)


def misread(
    weights: Weights, drawings: Sequence[Drawing], keys: Sequence[str]
) -> Iterator[tuple[str, list[Drawing], list[Drawing]]]:
    """Yield the drawings of each key that are read incorrectly, and the others."""
    is_correct = correct(weights, drawings)
    for key in dict.fromkeys(keys):
        of_key = [index for index, other in enumerate(keys) if other == key]
        yield (
            key,
            [drawings[index] for index in of_key if not is_correct[index]],
            [drawings[index] for index in of_key if is_correct[index]],
        )


def correct(weights: Weights, drawings: Sequence[Drawing]) -> np.ndarray:
    """Return which drawings are read correctly, or rejected if they are not digits."""
    return result_of(assess(weights, draw_examples(drawings))).is_correct


def print_lesson(
    name: str,
    weights: Weights,
    taught: Sequence[Drawing],
    tests: dict[str, list[Drawing]],
    rehearsal: Dataset,
) -> None:
    """Fine-tune on a few drawings and print what was right before and after."""
    tuned = result_of(fine_tune(weights, taught, rehearsal, source_name=name))
    parts = [f"{name:18} taught {len(taught)}"]
    for test, drawings in tests.items():
        before, after = (correct(each, drawings).sum() for each in (weights, tuned.weights))
        parts.append(f"{test}: {before} -> {after} of {len(drawings)} right")
    change = tuned.others_after.accuracy - tuned.others_before.accuracy
    print("; ".join([*parts, f"MNIST {100 * change:+.2f} points"]), flush=True)


if __name__ == "__main__":
    sys.exit(main())
