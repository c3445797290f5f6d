"""`evaluate`: measure the accuracy of a network on a dataset or an ink file."""

from __future__ import annotations

import argparse
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from core.data.dataset import DataSource
from core.data.sources import MNIST, source_of
from core.digits import LABELS, NOT_A_DIGIT
from core.errors import UserError
from core.evaluation.assessment import Rejected, assess
from core.evaluation.confusion import Confusion, confusion_of
from core.evaluation.data_faults import DataFault, find_data_fault
from core.evaluation.evaluate import uses_training_data
from core.evaluation.significance import wilson_interval
from core.ink.ink_files import load_drawings
from core.network.weights import Weights
from core.progress import Progress, Stage
from core.recognition.reading import Reading, read_drawing
from core.recognition.recognizer import Recognizer
from lenet_desktop.commands.arguments import add_json, add_weights, named
from lenet_desktop.commands.networks import load_network
from lenet_desktop.commands.printing import (
    confusion_table,
    per_digit_table,
    percent,
    print_lines,
    print_record,
    run_with_bar,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    add_weights(parser)
    parser.add_argument(
        "--data",
        type=named,
        default=MNIST,
        metavar="DATA",
        help="mnist (default), synthetic, my-digits, a folder with IDX files, or an ink file",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Classify every example and print the metrics."""
    weights = load_network(arguments.weights)
    source = source_of(arguments.data)
    ink_file = source.ink_file
    if ink_file is None:
        result = run_with_bar(_read_examples(weights, source))
    else:
        result = run_with_bar(_read_drawings(Recognizer(weights), ink_file))
    if arguments.json:
        print_record(result.to_record())
    else:
        print_lines(*result.to_text().split("\n"))
    if (fault := result.fault) is not None:
        note = f"Note: {fault.remedy} The accuracy would be {percent(fault.accuracy)}."
        print_lines(note, to_errors=True)
    if uses_training_data(weights, arguments.data):
        print_lines(_NOTE, to_errors=True)
    return 0


_NOTE = (
    "Note: some or all of these drawings were used in training."
    " Expect a lower accuracy on new ones."
)


@dataclass(frozen=True)
class _Result:
    """Metrics; `confusion` covers the single digits that were recognised as single digits.

    A drawing that is not a digit counts as correct if the network rejects it.
    """

    n: int
    correct: int
    unsure: int
    confusion: Confusion
    fault: DataFault | None = None
    non_digits: Rejected | None = None

    def to_record(self) -> dict[str, object]:
        record: dict[str, object] = {
            "n": self.n,
            "correct": self.correct,
            "accuracy": self.correct / self.n,
            "unsure": self.unsure,
            "confusion": self.confusion.counts.tolist(),
            "per_digit": [
                asdict(row) | {"accuracy": row.accuracy} for row in self.confusion.per_digit()
            ],
        }
        return record | ({"not_digits": asdict(self.non_digits)} if self.non_digits else {})

    def to_text(self) -> str:
        low, high = wilson_interval(self.correct, self.n)
        text = (
            f"Accuracy {percent(self.correct / self.n)}: {self.correct:,} of {self.n:,} correct,"
            f" {self.unsure:,} unsure\n{self._rejected_text()}"
            f"95 % confidence interval {percent(low)} to {percent(high)}"
            f"\n\n{per_digit_table(self.confusion)}\n\n"
            f"{confusion_table(self.confusion)}"
        )
        others = self.n - self.confusion.n - (self.non_digits.total if self.non_digits else 0)
        return text + (
            f"\n\nNot included in the tables: {others:,} blank or with several digits."
            if others
            else ""
        )

    def _rejected_text(self) -> str:
        non_digits = self.non_digits
        if non_digits is None:
            return ""
        return (
            f"Not a digit: {non_digits.rejected:,} of {non_digits.total:,} rejected, which counts"
            " as correct\n"
        )


def _read_examples(weights: Weights, source: DataSource) -> Generator[Progress, None, _Result]:
    """Classify the images of a dataset; blank images count as unsure and incorrect."""
    examples = yield from source.test_only()
    if not len(examples):
        raise UserError("{source} contains no images to evaluate.", source=source.name)
    assessment = yield from assess(weights, examples)
    fault = find_data_fault(weights, assessment)
    has_ink = examples.images.any(axis=(1, 2))
    confusion = confusion_of(examples.labels[has_ink], assessment.predicted[has_ink])
    unsure = np.count_nonzero(assessment.is_unsure | ~has_ink)
    return _Result(len(examples), confusion.correct, int(unsure), confusion, fault)


def _read_drawings(recognizer: Recognizer, file: Path) -> Generator[Progress, None, _Result]:
    """Read the labelled drawings of an ink file, which may show several digits."""
    drawings = load_drawings(file)
    labelled = [
        (drawing.label, drawing.strokes) for drawing in drawings if drawing.label is not None
    ]
    if not labelled:
        raise UserError("{file} contains no labelled drawings.", file=file)
    if others := len(drawings) - len(labelled):
        message = f"{others:,} of {len(drawings):,} drawings have no label and are ignored."
        print_lines(message, to_errors=True)
    labels = [label for label, _ in labelled]
    readings: list[Reading] = []
    for _, strokes in labelled:
        readings.append(read_drawing(recognizer, strokes))
        yield Progress(Stage.READING, len(readings), len(labelled))
    return _count(labels, readings)


_DIGITS = frozenset("0123456789")


def _count(labels: Sequence[str], readings: Sequence[Reading]) -> _Result:
    is_rejected = [
        reading.unsure
        for label, reading in zip(labels, readings, strict=True)
        if label == LABELS[NOT_A_DIGIT]
    ]
    pairs = [(label, reading.text) for label, reading in zip(labels, readings, strict=True)]
    single = [pair for pair in pairs if all(text in _DIGITS for text in pair)]
    digits = np.array(single, dtype=np.int64).reshape(-1, 2)
    return _Result(
        n=len(pairs),
        correct=sum(label == text for label, text in pairs) + sum(is_rejected),
        unsure=sum(reading.unsure for reading in readings),
        confusion=confusion_of(digits[:, 0], digits[:, 1]),
        non_digits=Rejected(sum(is_rejected), len(is_rejected)) if is_rejected else None,
    )
