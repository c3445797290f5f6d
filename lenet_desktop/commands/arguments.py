"""Arguments shared by several commands."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

from core.paths import expanded


def whole_number(least: int) -> Callable[[str], int]:
    """Return an argparse type for integers of at least `least`."""

    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least:
            raise argparse.ArgumentTypeError(f"{text} is not an integer of at least {least}")
        return number

    return parse


def positive_number(text: str) -> float:
    """Parse a finite number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number > 0):
        raise argparse.ArgumentTypeError(f"{text} is not a finite number above 0")
    return number


def fraction(text: str) -> float:
    """Parse a number from 0 to below 1."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 <= number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to below 1")
    return number


def digits(text: str) -> tuple[int, ...]:
    """Parse digits separated by commas, in any order."""
    words = [word.strip() for word in text.split(",")]
    if not all(len(word) == 1 and word in "0123456789" for word in words):
        raise argparse.ArgumentTypeError(f"{text} is not a list of digits such as 9,8,5")
    return tuple(sorted(set(map(int, words))))


def named(text: str) -> str:
    """Parse a name; an empty one, as of a shell's unset variable, would be the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name is empty")
    return text


def file_path(text: str) -> Path:
    """Parse a path, which may begin with ``~``: a shell leaves that in ``--out=~/run``."""
    return expanded(Path(named(text)))


def add_weights(parser: argparse.ArgumentParser) -> None:
    """Add ``--weights``; the default is the bundled network."""
    parser.add_argument(
        "--weights",
        type=file_path,
        action="append",
        metavar="FILE",
        help="weight file of the network, .safetensors or .npz (default: the bundled network); "
        "repeat the option to average the probabilities of several networks",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON lines to standard output")
