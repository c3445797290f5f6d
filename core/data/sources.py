"""Datasets by name: MNIST, synthetic and regional digits, non-digits, My Digits, and files.

The handwriting of the program is imported by the datasets that write with it, when they are loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np

from core.data.dataset import Dataset, DataSource
from core.data.examples import Examples, concatenate
from core.data.file_sources import TEST_FILES, TRAIN_FILES, IdxFolder, InkFile
from core.digits import NOT_A_DIGIT
from core.errors import UnreadableFileError, UserError
from core.files import check_access, read_content
from core.ink.ink_files import is_ink_file
from core.paths import absolute, data_dir, expanded, is_file, is_folder, my_digits_path
from core.progress import Progress, Stage

MNIST = "mnist"
MNIST_SCANS = "mnist-scans"
SYNTHETIC = "synthetic"
REGIONAL = "regional"
NON_DIGITS = "non-digits"
MY_DIGITS = "my-digits"

_NON_DIGITS = 24_000
_SCANS = 12_000


_Loaded = TypeVar("_Loaded", Dataset, Examples)


class _Mnist(DataSource):
    """MNIST's files in `data_dir`; missing files, and damaged downloads, are downloaded."""

    @property
    def name(self) -> str:
        return MNIST

    def is_local(self) -> bool:
        return self._folder.is_local()

    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        read = self._folder.train_and_test
        return replace((yield from self._load(TRAIN_FILES + TEST_FILES, read)), name=self.name)

    def test_only(self) -> Generator[Progress, None, Examples]:
        return (yield from self._load(TEST_FILES, self._folder.test_only))

    @property
    def _folder(self) -> IdxFolder:
        return IdxFolder(data_dir() / "mnist")

    def _load(
        self, names: Sequence[str], read: Callable[[], Generator[Progress, None, _Loaded]]
    ) -> Generator[Progress, None, _Loaded]:
        """Read files; download the missing ones first, and then those that are damaged."""
        yield from self._download(self._folder.missing(names))
        try:
            return (yield from read())
        except UserError as fault:
            damaged = self._folder.damaged(names)
            if not damaged:
                raise
            try:
                yield from self._download(damaged)
            except UserError as error:
                raise UserError("{fault} {error}", fault=fault, error=error) from error
            return (yield from read())

    def _download(self, names: Sequence[str]) -> Generator[Progress, None, None]:
        if names:
            # Imported here because `requests` loads slowly and is rarely needed.
            from core.data.mnist import download

            yield from download(self._folder.path, names)


class _MnistScans(_Mnist):
    """MNIST, with coarse scans of a fifth of its training images as their variants."""

    @property
    def name(self) -> str:
        return MNIST_SCANS

    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        from core.data.scanned import with_scans

        dataset = yield from super().train_and_test()
        return replace(dataset, train=(yield from with_scans(dataset.train, _SCANS)))


class _Written(DataSource):
    """Digits that the program writes."""

    def __init__(self, name: str, n_train: int, n_test: int) -> None:
        self._name = name
        self.n_train, self.n_test = n_train, n_test

    @property
    def name(self) -> str:
        return self._name

    def is_local(self) -> bool:
        return True

    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        train = yield from self._write(self.n_train, seed=0)
        return Dataset(self.name, train, (yield from self.test_only()))

    def test_only(self) -> Generator[Progress, None, Examples]:
        return (yield from self._write(self.n_test, seed=1))

    def _write(self, n: int, seed: int) -> Generator[Progress, None, Examples]:
        from core.handwriting.writing import EVERYBODY, REGIONAL_HAND, write_digits

        hand = REGIONAL_HAND if self.name == REGIONAL else EVERYBODY
        return Examples(*(yield from write_digits(n, seed, hand)))


class _NonDigits(DataSource):
    """Letters, shapes and scribbles, to train on together with digits; the test set is empty."""

    @property
    def name(self) -> str:
        return NON_DIGITS

    def is_local(self) -> bool:
        return True

    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        from core.handwriting.non_digits import paint_non_digits

        images = yield from paint_non_digits(_NON_DIGITS, seed=0)
        train = Examples(images, np.full(len(images), NOT_A_DIGIT, np.uint8))
        return Dataset(self.name, train, (yield from self.test_only()))

    def test_only(self) -> Generator[Progress, None, Examples]:
        yield Progress(Stage.DRAWING)
        return Examples(np.empty((0, 28, 28), np.uint8), np.empty(0, np.uint8))


class _MyDigits(DataSource):
    """The drawings that the user has labelled."""

    @property
    def name(self) -> str:
        return MY_DIGITS

    @property
    def ink_file(self) -> Path:
        if not self.is_local():
            raise UserError("My Digits is empty. Draw digits on the Draw page and label them.")
        return my_digits_path()

    def is_local(self) -> bool:
        try:
            return bool(read_content(my_digits_path()).strip())
        except UnreadableFileError as error:
            if isinstance(error.__cause__, FileNotFoundError | NotADirectoryError):
                return False
            raise

    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        return replace((yield from InkFile(self.ink_file).train_and_test()), name=self.name)

    def test_only(self) -> Generator[Progress, None, Examples]:
        return (yield from InkFile(self.ink_file).test_only())


SOURCES: Mapping[str, DataSource] = {
    source.name: source
    for source in (
        _Mnist(),
        _MnistScans(),
        # Enough to learn the synthetic digits, which vary less than those of 250 people.
        _Written(SYNTHETIC, 20_000, 2_000),
        _Written(REGIONAL, 12_000, 1_000),
        _NonDigits(),
        _MyDigits(),
    )
}
"""The built-in sources by name."""


def source_of(name: str) -> DataSource:
    """Find a source by its name.

    Parameters
    ----------
    name
        A key of `SOURCES`, a folder, or an ink file, which is also searched in the folder ``ink``
        of `data_dir`.

    Raises
    ------
    UserError
        If the source does not exist.
    """
    if name in SOURCES:
        return SOURCES[name]
    path = expanded(Path(name))
    if is_ink_file(path):
        for file in (path, data_dir() / "ink" / name):
            if is_file(file):
                return InkFile(file)
    if is_folder(path):
        return IdxFolder(path)
    check_access(path)
    raise UserError(
        "{path} is not a dataset: expected mnist, synthetic, my-digits, a folder with MNIST's "
        "four IDX files, or an ink file (.jsonl, .jsonl.gz) here or in {ink_folder}.",
        path=absolute(path),
        ink_folder=data_dir() / "ink",
    )


def local_source() -> str:
    """Return the best built-in source of digits that needs no download."""
    return MNIST if SOURCES[MNIST].is_local() else SYNTHETIC


def load(name: str) -> Generator[Progress, None, Dataset]:
    """Load the training set and the test set of a source; see `source_of`."""
    return (yield from source_of(name).train_and_test())


def load_all(names: Sequence[str]) -> Generator[Progress, None, Dataset]:
    """Load one or more sources and concatenate their training sets and their test sets.

    Their names are joined by " + ".
    """
    yield Progress(Stage.OPENING)
    sources = [source_of(name) for name in names]
    for source in sources:
        source.check(for_training=True)
    if set(names) == {NON_DIGITS}:
        raise UserError(
            "Letters and shapes alone teach a network no digits. Add a dataset of digits."
        )
    datasets: list[Dataset] = []
    for source in sources:
        dataset = yield from source.train_and_test()
        datasets.append(dataset)
    return Dataset(
        " + ".join(dataset.name for dataset in datasets),
        concatenate([dataset.train for dataset in datasets]),
        concatenate([dataset.test for dataset in datasets]),
        tuple(source.location for source in sources),
        " + ".join(dataset.name for dataset in datasets if len(dataset.test)),
    )


def examples_to_evaluate(name: str) -> Generator[Progress, None, Examples]:
    """Load the examples to evaluate on: the test set, or all drawings of an ink file."""
    return (yield from source_of(name).test_only())
