"""Datasets by name: MNIST, the built-in hand, my digits, a folder of IDX files, an ink file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress
from pathlib import Path
from typing import TypeAlias

import numpy as np

from core.data.examples import Examples, concatenate
from core.data.idx import find_file, read_images, read_labels
from core.data.ink_examples import draw_examples, draw_with_variants
from core.data.my_digits import MY_DIGITS, collected_digits
from core.data.splits import held_aside
from core.digits import NOT_A_DIGIT
from core.errors import UserError
from core.handwriting.writing import write_digits
from core.ink.ink_files import check_digits, load_drawings
from core.paths import data_dir

Progress: TypeAlias = Callable[[int, int], None]
Heed: TypeAlias = Callable[[], None] | None

TRAIN_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
TEST_FILES = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")
# Enough to learn the built-in hand, which varies less than 250 people's, and soon written.
_SYNTHETIC_TRAIN = 10_000
_SYNTHETIC_TEST = 2_000
_NON_DIGITS = 20_000


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples to learn from, and others to be tested on once."""

    name: str
    train: Examples
    test: Examples


def load(source: str, progress: Progress | None = None) -> Dataset:
    """Load a dataset to train on.

    Parameters
    ----------
    source
        ``mnist`` (downloaded when it is not there), ``synthetic`` (the built-in hand),
        ``non-digits`` (the built-in letters, shapes and scribbles, only to train on beside
        digits), ``my-digits`` (an ink file, see `core.data.my_digits`), a folder with the four IDX
        files, or an ink file, which is also looked for in the ``ink`` folder of `data_dir`. Of
        an ink file a tenth is held aside for the test: a tenth of the writers when every
        drawing names its ``writer``, else of the drawings. The choice is always the same. The
        others come each with eight variants.
    progress
        Told of bytes done and bytes in all of a download, both 0 while images are drawn. May raise
        to stop.

    Returns
    -------
    Dataset
        Its name is `source`; of a folder or a file, its last part, wherever it lies.

    Raises
    ------
    UserError
        When the source is none of these, incomplete, damaged, or cannot be downloaded; for an
        ink file also when a drawing has no strokes or its label is not a single digit; for
        ``my-digits`` when there are none yet.
    """
    heed = partial(progress, 0, 0) if progress else None
    if source == "synthetic":
        train = Examples(*write_digits(_SYNTHETIC_TRAIN, 0, heed))
        return Dataset(source, train, _synthetic_test())
    if source == "non-digits":
        return _non_digits(heed)
    ink_file = find_ink_file(source)
    if ink_file is not None:
        return _split(MY_DIGITS if source == MY_DIGITS else ink_file.name, ink_file, heed)
    folder = _folder(source, TRAIN_FILES + TEST_FILES, progress)
    return Dataset(folder.resolve().name, _read(folder, TRAIN_FILES), _read(folder, TEST_FILES))


def load_all(sources: Sequence[str], progress: Progress | None = None) -> Dataset:
    """Load several datasets, one or more, and join them: train to train, test to test.

    Parameters and errors are those of `load`; the name is theirs joined by " + ".
    """
    datasets = [load(source, progress) for source in sources]
    return Dataset(
        " + ".join(dataset.name for dataset in datasets),
        concatenate([dataset.train for dataset in datasets]),
        concatenate([dataset.test for dataset in datasets]),
    )


def examples_to_evaluate(source: str, progress: Progress | None = None) -> Examples:
    """Load what weights are judged on: the test part, of an ink file every drawing.

    Parameters
    ----------
    source, progress
        As for `load`. Only the test files of a folder, or of MNIST, need be there.

    Raises
    ------
    UserError
        As for `load`.
    """
    if source == "synthetic":
        return _synthetic_test()
    ink_file = find_ink_file(source)
    if ink_file is not None:
        drawings = load_drawings(ink_file)
        check_digits(ink_file, drawings)
        return draw_examples(drawings)
    return _read(_folder(source, TEST_FILES, progress), TEST_FILES)


def find_ink_file(source: str) -> Path | None:
    """Find the ink file that a source names, here or in the ``ink`` folder of `data_dir`.

    Returns
    -------
    Path or None
        None when the source is another dataset, or there is no such file.

    Raises
    ------
    UserError
        When the source is ``my-digits`` and there are none yet.
    """
    if source == MY_DIGITS:
        return collected_digits()
    if not source.endswith((".jsonl", ".jsonl.gz")):
        return None
    candidates = (Path(source), data_dir() / "ink" / source)
    return next((path for path in candidates if path.is_file()), None)


def _synthetic_test() -> Examples:
    return Examples(*write_digits(_SYNTHETIC_TEST, seed=1))


def _non_digits(heed: Heed) -> Dataset:
    """What a network shall not take for a digit; there is nothing to test, as none has a label."""
    from core.handwriting.non_digits import paint_non_digits

    images = paint_non_digits(_NON_DIGITS, 0, heed)
    none = Examples(np.empty((0, 28, 28), np.uint8), np.empty(0, np.uint8))
    return Dataset(
        "non-digits", Examples(images, np.full(len(images), NOT_A_DIGIT, np.uint8)), none
    )


def _folder(source: str, names: Sequence[str], progress: Progress | None) -> Path:
    """Return the folder that a source names, once all of the files are in it."""
    if source == "mnist":
        folder = data_dir() / "mnist"
        if any(find_file(folder, name) is None for name in names):
            # The network libraries load slowly and are seldom needed.
            from core.data.mnist import download_missing

            download_missing(folder, names, progress)
        return folder
    folder = Path(source)
    if not folder.is_dir():
        raise UserError(
            "{path} is no dataset: expected mnist, synthetic, my-digits, a folder with MNIST's "
            "four IDX files, or an ink file (.jsonl, .jsonl.gz) here or in {ink_folder}.",
            path=folder.absolute(),
            ink_folder=data_dir() / "ink",
        )
    missing = [name for name in names if find_file(folder, name) is None]
    if missing:
        raise UserError(
            "{folder} lacks {missing} (plain or .gz).", folder=folder, missing=", ".join(missing)
        )
    return folder


def _read(folder: Path, names: tuple[str, str]) -> Examples:
    """Read an image file and the label file that belongs to it; both are in the folder."""
    images_file, labels_file = (find_file(folder, name) or folder / name for name in names)
    images, labels = read_images(images_file), read_labels(labels_file)
    if len(images) != len(labels):
        raise UserError(
            "{images_file} holds {images} images and {labels_file} {labels} labels, expected as "
            "many of both.",
            images_file=images_file,
            images=len(images),
            labels_file=labels_file,
            labels=len(labels),
        )
    return Examples(images, labels)


def _split(name: str, path: Path, heed: Heed) -> Dataset:
    """Load an ink file and hold a tenth of it aside for the test."""
    drawings = load_drawings(path)
    if len(drawings) < 2:
        raise UserError(
            "{file} holds {found} drawings, expected 2 or more: some to train on, some to test.",
            file=path,
            found=len(drawings),
        )
    check_digits(path, drawings)
    is_held = held_aside(drawings)
    learned, tested = (list(compress(drawings, chosen)) for chosen in (~is_held, is_held))
    return Dataset(name, draw_with_variants(learned, heed), draw_examples(tested))
