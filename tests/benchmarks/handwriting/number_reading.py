"""Measure how many numbers are read correctly, and how many are segmented correctly.

Numbers of 2 to 8 digits are composed of the single digits of an ink file whose drawings name their
writer. Each number uses one writer's digits, side by side with gaps of 15 to 40 % of their height,
small variations of size and baseline, and some last strokes drawn late. Run it from the root of the
repository:

    python -m tests.benchmarks.handwriting.number_reading
        [--writers 1-6,9] [--numbers N] [--weights FILE]

It also prints how many single digits are recognised as one digit, by writer, the results for
numbers whose digits nearly touch or overlap, and how long a reading takes.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from time import perf_counter

import numpy as np

import resources
from core.data.sources import source_of
from core.ink.drawing import Drawing
from core.ink.ink_files import load_drawings
from core.network.weight_files import load_weights
from core.recognition.reading import DrawingReader, read_drawing
from core.recognition.recognizer import Recognizer
from lenet_desktop.app import BUNDLED_WEIGHTS
from tests.support.inputs.composing import Number, numbers_of

GAPS = (0.15, 0.4)
OTHER_GAPS = ((0.0, 0.15), (-0.1, 0.1))
SEED = 1


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    arguments = parse(argv)
    file = source_of(arguments.data).ink_file
    if file is None:
        sys.exit(f"{arguments.data} is not an ink file.")
    digits = by_writer(load_drawings(file), arguments.writers)
    weights = arguments.weights or resources.path(BUNDLED_WEIGHTS)
    recognizer = Recognizer(load_weights(weights))
    print(f"{sum(map(len, digits.values())):,} digits of {len(digits)} writers\n")
    print_singles(recognizer, digits)
    numbers = list(numbers_of(digits, arguments.numbers, GAPS, SEED))
    print_numbers(recognizer, numbers)
    for gaps in OTHER_GAPS:
        others = list(numbers_of(digits, arguments.numbers, gaps, SEED))
        print_row(f"gaps {gaps[0]:.0%} to {gaps[1]:.0%}", [assess(recognizer, n) for n in others])
    print_times(recognizer, numbers)
    return 0


def parse(argv: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", default="pendigits-train.jsonl.gz", metavar="INK")
    parser.add_argument("--writers", type=writers, default=None, metavar="1-6,9")
    parser.add_argument("--numbers", type=int, default=1000)
    parser.add_argument("--weights", type=Path, default=None)
    return parser.parse_args(argv)


def writers(text: str) -> set[int]:
    """Parse a selection of writers such as ``1-6,9``."""
    ranges = [part.split("-") for part in text.split(",")]
    return {writer for ends in ranges for writer in range(int(ends[0]), int(ends[-1]) + 1)}


def by_writer(drawings: Iterable[Drawing], chosen: set[int] | None) -> dict[object, list[Drawing]]:
    """Group the drawings of the chosen writers (of all by default) by writer."""
    sorted_: dict[object, list[Drawing]] = defaultdict(list)
    for drawing in drawings:
        writer = drawing.extra.get("writer")
        if chosen is None or writer in chosen:
            sorted_[writer].append(drawing)
    return dict(sorted(sorted_.items(), key=lambda item: str(item[0]).zfill(4)))


def print_singles(recognizer: Recognizer, digits: Mapping[object, Sequence[Drawing]]) -> None:
    """Print how many single digits are recognised as one digit."""
    wrong: dict[object, int] = {}
    for writer, drawings in digits.items():
        readings = [read_drawing(recognizer, drawing.strokes) for drawing in drawings]
        wrong[writer] = sum(
            [ink.strokes for ink in reading.inks] != [tuple(range(len(drawing.strokes)))]
            for reading, drawing in zip(readings, drawings, strict=True)
        )
    n = sum(map(len, digits.values()))
    print(f"single digits recognised as one  {1 - sum(wrong.values()) / n:.2%} of {n:,}")
    for writer, count in wrong.items():
        if count:
            print(f"  errors of writer {writer}: {count} of {len(digits[writer])}")


def assess(recognizer: Recognizer, number: Number) -> tuple[bool, bool]:
    """Return whether a number is segmented correctly, and whether it is read correctly."""
    reading = read_drawing(recognizer, number.drawing.strokes)
    is_segmented = [ink.strokes for ink in reading.inks] == number.digits
    return is_segmented, reading.text == number.drawing.label


def print_numbers(recognizer: Recognizer, numbers: Sequence[Number]) -> None:
    """Print a row for each number of digits and for each range of the narrowest gap."""
    results = [assess(recognizer, number) for number in numbers]
    print(f"\n{'numbers':24} {'n':>6} {'segmented':>10} {'read':>11}")
    lengths = [len(number.digits) for number in numbers]
    for length in sorted(set(lengths)):
        print_row(
            f"{length} digits", [r for r, n in zip(results, lengths, strict=True) if n == length]
        )
    narrowest = np.array([narrowest_gap(number) for number in numbers])
    for low in np.arange(*GAPS, 0.05):
        inside = (narrowest >= low) & (narrowest < low + 0.05)
        rows = [r for r, is_in in zip(results, inside, strict=True) if is_in]
        print_row(f"narrowest gap {low:.0%} to {low + 0.05:.0%}", rows)
    print_row("all", results)


def narrowest_gap(number: Number) -> float:
    """Return the narrowest gap between neighbours, in median heights of the digits."""
    inks = [np.concatenate([number.drawing.strokes[p] for p in digit]) for digit in number.digits]
    gaps = [right[:, 0].min() - left[:, 0].max() for left, right in pairwise(inks)]
    return float(min(gaps) / np.median([np.ptp(ink[:, 1]) for ink in inks]))


def print_row(name: str, results: Sequence[tuple[bool, bool]]) -> None:
    """Print the shares of numbers segmented and read correctly."""
    if results:
        cut, read = np.mean(results, axis=0)
        print(f"{name:24} {len(results):6,} {cut:10.1%} {read:11.1%}")


def print_times(recognizer: Recognizer, numbers: Iterable[Number]) -> None:
    """Print how long it takes to read 8 digits, from scratch and as the last stroke grows."""
    scratch: list[float] = []
    growing: list[float] = []
    for number in [number for number in numbers if len(number.digits) == 8][:30]:
        *earlier, last = number.drawing.strokes
        start = perf_counter()
        read_drawing(recognizer, number.drawing.strokes)
        scratch.append(perf_counter() - start)
        reader = DrawingReader(recognizer)
        reader.read(earlier)
        for length in range(1, len(last) + 1):
            start = perf_counter()
            reader.read([*earlier, last[:length]])
            growing.append(perf_counter() - start)
    for name, times in (("from scratch", scratch), ("per point of the last stroke", growing)):
        p50, p99 = np.percentile(np.array(times) * 1e3, (50, 99))
        print(f"8 digits, {name}: p50 {p50:.2f} ms, p99 {p99:.2f} ms")


if __name__ == "__main__":
    sys.exit(main())
