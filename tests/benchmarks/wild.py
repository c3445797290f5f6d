"""Measure how well handwriting from elsewhere is read: other people, devices, papers and scans.

LENET_DATA_DIR=... python -m tests.benchmarks.wild [--only ink] [--limit N] [--weights FILE]

`wild/` in that folder holds digits and letters as ink, scans cropped to the ink, and folders of
pictures, which are enriched with failures: their rows are for comparison only. The generated
papers put MNIST's test images on a page (`tests.support.inputs.papers`). Each row is the number of
drawings, the share read right (whether sure or not), the share refused, and the share read wrong
and surely: not refused, with a confidence above 99 %. Letters have no right answer but refusal.
"""

from __future__ import annotations

import argparse
import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np
from PIL import Image

import resources
from core.data.sources import MNIST, examples_to_evaluate
from core.ink.ink_files import load_drawings
from core.ink.picture_files import open_picture
from core.network.weight_files import load_weights
from core.paths import data_dir
from core.progress import result_of
from core.recognition.pictures.reading import find_in_grey, read_found, read_picture
from core.recognition.reading import Reading, read_drawing
from core.recognition.recognizer import Recognizer
from lenet_desktop.app import BUNDLED_WEIGHTS
from tests.support.inputs.papers import KINDS

SURE = 0.99
SEED = 5
PAPERS = 500
"""Pictures of each generated kind."""

Readings: TypeAlias = Iterable[tuple[Reading, str | None]]
"""Readings with the right text; None if it is no digit."""
Rows: TypeAlias = Iterator[tuple[str, Readings]]


def ink(recognizer: Recognizer) -> Rows:
    """Yield the drawings in strokes."""
    for name in ("web-pad-digits", "letters"):
        drawings = load_drawings(data_dir() / "wild" / "ink" / f"{name}.jsonl.gz")
        yield name, ((read_drawing(recognizer, each.strokes), each.label) for each in drawings)


def scans(recognizer: Recognizer) -> Rows:
    """Yield the scans cropped to the ink, as they are and enlarged tenfold."""
    for name, (images, labels) in {"semeion": _semeion(), "optdigits 8x8": _optdigits()}.items():
        for suffix, enlarge in ENLARGEMENTS.items():
            pictures = map(enlarge, images)
            yield name + suffix, _read_pictures(recognizer, zip(pictures, labels, strict=True))


def pictures(recognizer: Recognizer) -> Rows:
    """Yield the folders of pictures; a name begins with the label."""
    folder = data_dir() / "wild" / "pictures"
    for name in ("optdigits32", "kensanata_0001_CH4M", "sudoku_boxed"):
        paths = sorted((folder / name).iterdir())
        yield name, ((read_picture(recognizer, open_picture(path)), path.name[0]) for path in paths)


def papers(recognizer: Recognizer) -> Rows:
    """Yield the generated papers."""
    examples = result_of(examples_to_evaluate(MNIST))
    images, labels = examples.images[:PAPERS] / np.float32(255), examples.labels[:PAPERS]
    for name, kind in KINDS.items():
        rng = np.random.default_rng(SEED)
        made = (kind(image, rng) for image in images)
        yield name, _read_pictures(recognizer, zip(made, labels, strict=True))


PARTS: Mapping[str, Callable[[Recognizer], Rows]] = {
    part.__name__: part for part in (ink, scans, pictures, papers)
}


def _enlarged(resampling: Image.Resampling) -> Callable[[np.ndarray], np.ndarray]:
    def enlarge(image: np.ndarray) -> np.ndarray:
        size = image.shape[1] * 10, image.shape[0] * 10
        return np.asarray(Image.fromarray(image).resize(size, resampling))

    return enlarge


ENLARGEMENTS: Mapping[str, Callable[[np.ndarray], np.ndarray]] = {
    ", as is": lambda image: image,
    ", tenfold, nearest": _enlarged(Image.Resampling.NEAREST),
    ", tenfold, bicubic": _enlarged(Image.Resampling.BICUBIC),
}


def _semeion() -> tuple[np.ndarray, np.ndarray]:
    table = _table(data_dir() / "wild" / "semeion.data.gz", None)
    return (table[:, :256] * 255).reshape(-1, 16, 16).astype(np.uint8), table[:, 256:].argmax(1)


def _optdigits() -> tuple[np.ndarray, np.ndarray]:
    table = _table(data_dir() / "wild" / "optdigits-8x8.csv.gz", ",")
    return (table[:, :64] * 255 / 16).reshape(-1, 8, 8).astype(np.uint8), table[:, 64].astype(int)


def _table(path: Path, delimiter: str | None) -> np.ndarray:
    with gzip.open(path, "rt", encoding="ascii") as lines:
        return np.loadtxt(lines, delimiter=delimiter)


def _read_pictures(
    recognizer: Recognizer, labelled: Iterable[tuple[np.ndarray, int]]
) -> Iterator[tuple[Reading, str]]:
    for picture, label in labelled:
        yield read_found(recognizer, find_in_grey(recognizer, picture)), str(label)


def row_of(readings: Readings) -> str:
    """Return the columns of a row: n, right, refused, wrong and sure."""
    judged = [
        (
            reading.text == label,
            reading.unsure,
            not reading.unsure and min(each.confidence for each in reading.digits) > SURE,
            label is not None and label.isdigit(),
        )
        for reading, label in readings
    ]
    right, refused, sure, is_digit = np.array(judged, bool).T
    share_right = f"{right.mean():9.2%}" if is_digit.any() else f"{'':>9}"
    wrong_and_sure = (sure & ~right).mean()
    return f"{len(right):6,} {share_right} {refused.mean():9.2%} {wrong_and_sure:15.2%}"


def main(argv: Sequence[str] | None = None) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS), metavar="PART")
    parser.add_argument("--limit", type=int, default=None, help="only the first of each row")
    parser.add_argument("--weights", type=Path, default=resources.path(BUNDLED_WEIGHTS))
    arguments = parser.parse_args(argv)
    recognizer = Recognizer(load_weights(arguments.weights))
    print(f"{'':32} {'n':>6} {'right':>9} {'refused':>9} {'wrong and sure':>15}")
    for part in arguments.only:
        for name, readings in PARTS[part](recognizer):
            print(f"{name:32} {row_of(islice(readings, arguments.limit))}", flush=True)


if __name__ == "__main__":
    main()
