"""Datasets in files: folders of IDX files and ink files."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

from core.data.dataset import Dataset, DataSource
from core.data.examples import Examples
from core.data.idx import check_start, find_file, read_examples, read_images, read_labels
from core.data.ink_examples import draw_examples, draw_with_variants
from core.data.splits import held_out_mask
from core.digits import LABELS, NOT_A_DIGIT
from core.errors import UnreadableFileError, UserError
from core.files import check_access
from core.ink.drawing import Drawing
from core.ink.ink_files import check_digits, load_drawings
from core.paths import absolute, is_file
from core.progress import Progress, Stage

TRAIN_FILES = ("train-images-idx3-ubyte", "train-labels-idx1-ubyte")
TEST_FILES = ("t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte")


@dataclass(frozen=True)
class IdxFolder(DataSource):
    """A folder with MNIST's four IDX files; an evaluation needs only the test files."""

    path: Path

    @property
    def name(self) -> str:
        """The name of the folder."""
        return self.path.resolve().name

    @property
    def location(self) -> str:
        """The absolute path."""
        return str(absolute(self.path))

    def is_local(self) -> bool:
        """Return whether all four files exist."""
        return not self.missing(TRAIN_FILES + TEST_FILES)

    def missing(self, names: Sequence[str]) -> list[str]:
        """Return the official names of the files that are missing."""
        return [name for name in names if find_file(self.path, name) is None]

    def damaged(self, names: Sequence[str]) -> list[str]:
        """Return the official names of the gzipped files that are damaged."""
        return [name for name in names if _is_damaged(self.path / f"{name}.gz")]

    def check(self, *, for_training: bool) -> None:
        """Check that all four files exist, or the two test files, and begin as they should."""
        names = TRAIN_FILES + TEST_FILES if for_training else TEST_FILES
        if missing := self.missing(names):
            check_access(self.path / missing[0])
            raise UserError(
                "{folder} does not contain {missing} (plain or .gz).",
                folder=self.path,
                missing=", ".join(missing),
            )
        for name in names:
            if file := find_file(self.path, name):
                check_start(file)

    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        """Read all four files."""
        yield Progress(Stage.OPENING)
        self.check(for_training=True)
        return Dataset(self.name, self._read(TRAIN_FILES), self._read(TEST_FILES))

    def test_only(self) -> Generator[Progress, None, Examples]:
        """Read the two test files."""
        yield Progress(Stage.OPENING)
        self.check(for_training=False)
        return self._read(TEST_FILES)

    def _read(self, names: tuple[str, str]) -> Examples:
        images_file, labels_file = (
            find_file(self.path, name) or self.path / name for name in names
        )
        return read_examples(images_file, labels_file)


def _is_damaged(file: Path) -> bool:
    """Return whether an IDX file can be read, but not understood."""
    read = read_images if "-images-" in file.name else read_labels
    try:
        read(file)
    except UnreadableFileError:
        return False
    except UserError:
        return True
    return False


@dataclass(frozen=True)
class InkFile(DataSource):
    """An ink file of single digits, and of what is not a digit, which is never tested.

    The test set is always the same tenth of the drawings, or of the writers if every drawing names
    its ``writer``. The training set is the others, with eight variants each. An evaluation uses
    all drawings.
    """

    path: Path

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name

    @property
    def location(self) -> str:
        """The absolute path."""
        return str(absolute(self.path))

    @property
    def ink_file(self) -> Path:
        """The path of the file."""
        return self.path

    def is_local(self) -> bool:
        """Return whether the file exists."""
        return is_file(self.path)

    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        """Render the examples; there must be at least two drawings."""
        drawings = yield from self._open()
        others = [each for each in drawings if each.label == LABELS[NOT_A_DIGIT]]
        digits = [each for each in drawings if each.label != LABELS[NOT_A_DIGIT]]
        if len(digits) < 2:
            raise UserError(
                "{file} contains {found} digits. At least 2 are needed, for training and for "
                "testing.",
                file=self.path,
                found=len(digits),
            )
        is_held = held_out_mask(digits)
        train, test = (list(compress(digits, chosen)) for chosen in (~is_held, is_held))
        train += others
        return Dataset(self.name, (yield from draw_with_variants(train)), draw_examples(test))

    def test_only(self) -> Generator[Progress, None, Examples]:
        """Render every drawing once."""
        return draw_examples((yield from self._open()))

    def _open(self) -> Generator[Progress, None, list[Drawing]]:
        yield Progress(Stage.OPENING)
        drawings = load_drawings(self.path)
        check_digits(self.path, drawings)
        return drawings
