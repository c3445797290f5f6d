"""Datasets and their sources."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from core.data.examples import Examples
from core.data.fingerprint import Fingerprint, fingerprint_of
from core.progress import Progress


@dataclass(frozen=True, eq=False)
class Dataset:
    """A training set and a test set.

    Attributes
    ----------
    name
        The names of the sources, joined by " + ".
    test_name
        The names of the sources of the test set; empty if they are those of `name`.
    sources
        The `DataSource.location` of each source; empty if unknown.
    train, test
        The training set, and the test set, which is used once at the end.
    """

    name: str
    train: Examples
    test: Examples
    sources: tuple[str, ...] = ()
    test_name: str = ""

    @cached_property
    def fingerprint(self) -> Fingerprint:
        """The fingerprint of the training set."""
        return fingerprint_of(self.train)


class DataSource(ABC):
    """A dataset that can be loaded.

    Loading is a generator of `Progress`, and closing it stops the work. It raises a `UserError` if
    the source is missing, incomplete or damaged, or cannot be downloaded.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """The name of the dataset, as weights and runs record it."""

    @property
    def location(self) -> str:
        """A name for `core.data.sources.source_of` that does not depend on the working folder."""
        return self.name

    @property
    def ink_file(self) -> Path | None:
        """The ink file of the drawings; None if the examples are images.

        Raises
        ------
        UserError
            If there are no drawings yet.
        """
        return None

    @abstractmethod
    def is_local(self) -> bool:
        """Return whether the dataset is complete on this computer."""

    def check(self, *, for_training: bool) -> None:
        """Check, without reading them, that the files are there.

        Raises
        ------
        UserError
            If a file is missing that training or, otherwise, an evaluation needs and that cannot
            be downloaded.
        """
        del for_training

    @abstractmethod
    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        """Load the training set and the test set."""

    @abstractmethod
    def test_only(self) -> Generator[Progress, None, Examples]:
        """Load the examples to evaluate weights on."""
