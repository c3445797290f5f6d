"""Measure how well pictures of several digits are read: numbers, lines, sheets, on generated paper.

LENET_DATA_DIR=... python -m tests.benchmarks.handwriting.sheets [--pictures 40]

MNIST's test images are put on paper (`tests.support.inputs.sheets`). Each row is the share of
pictures whose whole text is right, the share of digits that are read right at their place, how
many more digits than there are were found, and the mean processor time. Sheets are 8x5 and
10x10 digits by turns, a tenth as many pictures; in a grid its lines are printed."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from time import process_time
from typing import TypeAlias

import numpy as np

import resources
from core.data.sources import MNIST, examples_to_evaluate
from core.network.weight_files import load_weights
from core.progress import result_of
from core.recognition.pictures.reading import find_in_grey, read_found
from core.recognition.reading import Reading
from core.recognition.recognizer import Recognizer
from lenet_desktop.app import BUNDLED_WEIGHTS
from tests.support.inputs.sheets import PAPERS, Sheet, grid, lines, number

SEED = 1
_Digits: TypeAlias = tuple[np.ndarray, np.ndarray]
_Write: TypeAlias = Callable[[_Digits, np.random.Generator, int], Sheet]


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--pictures", type=int, default=40, help="of each kind on each paper")
    count = parser.parse_args(argv).pictures
    recognizer = Recognizer(load_weights(resources.path(BUNDLED_WEIGHTS)))
    examples = result_of(examples_to_evaluate(MNIST))
    digits = examples.images / np.float32(255), examples.labels
    print(f"{'':32} {'whole':>8} {'digits':>8} {'too many':>9} {'ms':>6}")
    for kind, write in KINDS.items():
        n_pictures = count if kind in ("numbers", "close numbers", "lines") else -(-count // 10)
        for paper in PAPERS:
            rng = np.random.default_rng(SEED)
            row = [measure(recognizer, write, digits, paper, rng, n) for n in range(n_pictures)]
            whole, right, total, extra, time = np.array(row, float).sum(axis=0)
            print(
                f"{kind + ', ' + paper:32} {whole / n_pictures:8.1%} {right / total:8.1%}"
                f" {int(extra):9} {1000 * time / n_pictures:6.0f}",
                flush=True,
            )


def measure(
    recognizer: Recognizer,
    write: _Write,
    digits: _Digits,
    paper: str,
    rng: np.random.Generator,
    place: int,
) -> tuple[bool, int, int, int, float]:
    """Return whether a picture is read right, digits read right, all, too many, and the time."""
    sheet = write(digits, rng, place)
    picture = PAPERS[paper](sheet, rng)
    start = process_time()
    reading = read_found(recognizer, find_in_grey(recognizer, picture))
    time = process_time() - start
    margin = (np.array(picture.shape[::-1]) - sheet.coverage.shape[::-1]) / 2
    total = len(sheet.centres)
    extra = max(len(reading.digits) - total, 0)
    return reading.text == sheet.text, n_right(reading, sheet, margin), total, extra, time


def n_right(reading: Reading, sheet: Sheet, margin: np.ndarray) -> int:
    """Count the digits in whose middle exactly one digit is read, and that one right."""
    count = 0
    for (x, y), label in zip(sheet.centres + margin, sheet.text.replace("\n", ""), strict=True):
        at = [
            digit.label
            for digit, ink in zip(reading.digits, reading.inks, strict=True)
            if ink.box.left <= x <= ink.box.right and ink.box.top <= y <= ink.box.bottom
        ]
        count += at == [int(label)]
    return count


def _number(gaps: tuple[float, float]) -> _Write:
    def write(digits: _Digits, rng: np.random.Generator, place: int) -> Sheet:
        del place
        chosen = rng.integers(0, len(digits[0]), rng.integers(2, 8))
        height = int(rng.integers(24, 90))
        return number(digits[0][chosen], digits[1][chosen], rng, height, gaps)

    return write


def _lines(digits: _Digits, rng: np.random.Generator, place: int) -> Sheet:
    del place
    rows = [rng.integers(0, len(digits[0]), rng.integers(2, 8)) for _ in range(rng.integers(2, 6))]
    images, labels = ([part[row] for row in rows] for part in digits)
    return lines(images, labels, rng, int(rng.integers(24, 70)))


def _sheet(least: float, most: float) -> _Write:
    def write(digits: _Digits, rng: np.random.Generator, place: int) -> Sheet:
        count, columns = ((40, 8), (100, 10))[place % 2]
        chosen = rng.integers(0, len(digits[0]), count)
        printed, height = rng.uniform(least, most), int(rng.integers(24, 60))
        return grid(digits[0][chosen], digits[1][chosen], columns, rng, height, printed)

    return write


KINDS: Mapping[str, _Write] = {
    "numbers": _number((0.12, 0.4)),
    "close numbers": _number((0.0, 0.12)),
    "lines": _lines,
    "sheets": _sheet(0, 0),
    "grids": _sheet(0.4, 1),
}


if __name__ == "__main__":
    main()
