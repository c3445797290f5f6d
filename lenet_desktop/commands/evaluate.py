"""`evaluate`: how well a network reads a dataset, or drawings with labels."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import DataSource
from core.data.sources import MNIST, source_of
from core.errors import UserError
from core.evaluation.confusion import Confusion, confusion_of
from core.ink.ink_files import load_drawings
from core.network.weight_files import load_weights
from core.recognition.reading import Reading, read_drawing, read_image
from core.recognition.recognizer import Recognizer
from lenet_desktop.commands.arguments import add_json, add_weights
from lenet_desktop.commands.printing import (
    confusion_table,
    per_digit_table,
    percent,
    print_record,
    progress_bar,
    run_with_bar,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    add_weights(parser)
    parser.add_argument(
        "--data",
        default=MNIST,
        metavar="DATA",
        help="mnist (default), synthetic, my-digits, a folder of IDX files or an ink file",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read every example and count."""
    recognizer = Recognizer(load_weights(arguments.weights))
    source = source_of(arguments.data)
    ink_file = source.ink_file
    if ink_file is None:
        labels, readings = _read_examples(recognizer, source)
    else:
        labels, readings = _read_drawings(recognizer, ink_file)
    done: list[Reading] = []
    with progress_bar("Reading", len(labels), "digit") as bar:
        for reading in readings:
            done.append(reading)
            bar.update()
    figures = _count(labels, done)
    if arguments.json:
        print_record(figures.to_record())
    else:
        print(figures.to_text())
    return 0


@dataclass(frozen=True)
class _Figures:
    """What came out; `confusion` is over the single digits that were read as single digits."""

    n: int
    correct: int
    unsure: int
    confusion: Confusion

    def to_record(self) -> dict[str, object]:
        return {
            "n": self.n,
            "correct": self.correct,
            "accuracy": self.correct / self.n,
            "unsure": self.unsure,
            "confusion": self.confusion.counts.tolist(),
            "per_digit": [
                asdict(row) | {"accuracy": row.accuracy} for row in self.confusion.per_digit()
            ],
        }

    def to_text(self) -> str:
        text = (
            f"Accuracy {percent(self.correct / self.n)}: {self.correct:,} of {self.n:,} right,"
            f" {self.unsure:,} unsure\n\n{per_digit_table(self.confusion)}\n\n"
            f"{confusion_table(self.confusion)}"
        )
        others = self.n - self.confusion.n
        return text + (f"\n\nNot in the tables: {others:,} blank or longer." if others else "")


def _count(labels: Sequence[str], readings: Sequence[Reading]) -> _Figures:
    pairs = [(label, reading.text) for label, reading in zip(labels, readings, strict=True)]
    single = [pair for pair in pairs if all(text in _DIGITS for text in pair)]
    digits = np.array(single, dtype=np.int64).reshape(-1, 2)
    return _Figures(
        n=len(pairs),
        correct=sum(label == text for label, text in pairs),
        unsure=sum(reading.unsure for reading in readings),
        confusion=confusion_of(digits[:, 0], digits[:, 1]),
    )


_DIGITS = frozenset("0123456789")


def _read_examples(
    recognizer: Recognizer, source: DataSource
) -> tuple[list[str], Iterator[Reading]]:
    examples = run_with_bar(source.test_only())
    if not len(examples):
        raise UserError("{source} holds no images to read.", source=source.name)
    images = (image.astype(np.float32) / np.float32(255) for image in examples.images)
    labels = [str(label) for label in examples.labels]
    return labels, (read_image(recognizer, image) for image in images)


def _read_drawings(recognizer: Recognizer, file: Path) -> tuple[list[str], Iterator[Reading]]:
    drawings = load_drawings(file)
    labels = [drawing.label for drawing in drawings if drawing.label is not None]
    if not labels:
        raise UserError("{file} holds no drawing with a label to compare with.", file=file)
    if others := len(drawings) - len(labels):
        told = f"{others:,} of {len(drawings):,} drawings have no label and are left out."
        print(told, file=sys.stderr)
    strokes = (drawing.strokes for drawing in drawings if drawing.label is not None)
    return labels, (read_drawing(recognizer, drawn) for drawn in strokes)
