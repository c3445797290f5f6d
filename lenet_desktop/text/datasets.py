"""Titles and descriptions of data sources."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from core.data.sources import (
    MNIST,
    MNIST_SCANS,
    MY_DIGITS,
    NON_DIGITS,
    REGIONAL,
    SOURCES,
    SYNTHETIC,
)
from core.ink.ink_files import is_ink_file
from lenet_desktop.text.plain import name_of

translate = QCoreApplication.translate


def title_of(source: str) -> str:
    """Return the title of a source; for a file or folder, its name."""
    titles = {
        MNIST: translate("Datasets", "MNIST"),
        MNIST_SCANS: translate("Datasets", "MNIST and coarse scans"),
        SYNTHETIC: translate("Datasets", "Synthetic digits"),
        REGIONAL: translate("Datasets", "Regional shapes of digits"),
        NON_DIGITS: translate("Datasets", "Letters, shapes, scribbles"),
        MY_DIGITS: translate("Datasets", "My Digits"),
    }
    return titles.get(source) or name_of(Path(source))


def title_of_training_set(names: str) -> str:
    """Return the titles of datasets, whose names a model card joins by " + "."""
    return " + ".join(title_of(name) if name in SOURCES else name for name in names.split(" + "))


def title_of_test_images(source: str) -> str:
    """Return the title of the test images of a source."""
    titles = {
        MNIST: translate("Datasets", "MNIST test images"),
        MNIST_SCANS: translate("Datasets", "MNIST test images"),
        SYNTHETIC: translate("Datasets", "Synthetic test images"),
    }
    if source in SOURCES:
        return titles.get(source) or title_of(source)
    return title_with_folder(Path(source))


def title_of_test_set(names: str) -> str:
    """Return the titles of the test images of datasets, whose names a model card joins by " + "."""
    return " + ".join(
        title_of_test_images(name) if name in SOURCES else name for name in names.split(" + ")
    )


def title_with_folder(path: Path) -> str:
    """Return the name of a file or folder with its parent: runs have equal file names."""
    return f"{name_of(path.parent)}/{name_of(path)}"


def description_of(source: str) -> str:
    """Return a description of a source in one sentence."""
    descriptions = {
        MNIST: translate("Datasets", "70,000 digits by 500 writers; downloaded once (11 MB)."),
        MNIST_SCANS: translate(
            "Datasets", "MNIST, and a fifth of its training images again as coarse scans."
        ),
        SYNTHETIC: translate("Datasets", "22,000 digits that the program generates."),
        REGIONAL: translate(
            "Datasets",
            "Generated digits in shapes that MNIST lacks, such as a 1 with a long upstroke."
            " Add them to a digit dataset.",
        ),
        NON_DIGITS: translate(
            "Datasets",
            "Letters and scribbles that teach the network to answer “not a digit”."
            " Add them to a digit dataset.",
        ),
        MY_DIGITS: translate("Datasets", "Your own digits; a tenth is reserved for the test."),
    }
    if source in descriptions:
        return descriptions[source]
    if is_ink_file(Path(source)):
        return translate("Datasets", "Drawings; a tenth is reserved for the test.")
    return translate("Datasets", "IDX files; their test images are kept for the test.")
