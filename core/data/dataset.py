"""Datasets, and what loads them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from core.data.examples import Examples
from core.progress import Progress


@dataclass(frozen=True, eq=False)
class Dataset:
    """Examples to train on, and others for one test at the end.

    Attributes
    ----------
    name
        The names of the sources, joined by " + ".
    sources
        The sources by their `DataSource.location`; empty if unknown.
    """

    name: str
    train: Examples
    test: Examples
    sources: tuple[str, ...] = ()


class DataSource(ABC):
    """A dataset that can be loaded.

    Loading is a generator of `Progress`; closing it stops the work. It raises a `UserError` when
    the source is missing, incomplete, damaged, or cannot be downloaded.
    """

    @property
    @abstractmethod
    def name(self) -> str:
        """The name of the dataset, by which weights and runs remember it."""

    @property
    def location(self) -> str:
        """What `core.data.sources.source_of` finds the source by, in any working directory."""
        return self.name

    @property
    def ink_file(self) -> Path | None:
        """The ink file that holds the drawings; None when the examples are images.

        Raises
        ------
        UserError
            When the drawings do not exist yet.
        """
        return None

    @abstractmethod
    def is_at_hand(self) -> bool:
        """Whether all of it is on this computer."""

    @abstractmethod
    def train_and_test(self) -> Generator[Progress, None, Dataset]:
        """Load what to train on and what to test with."""

    @abstractmethod
    def test_only(self) -> Generator[Progress, None, Examples]:
        """Load what weights are evaluated on."""
