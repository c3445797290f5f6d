"""The kinds of argument that several commands take."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from pathlib import Path

import resources


def whole_number(least: int) -> Callable[[str], int]:
    """Return an argument type for whole numbers of at least `least`."""

    def parse(text: str) -> int:
        try:
            number = int(text)
        except ValueError:
            number = least - 1
        if number < least:
            raise argparse.ArgumentTypeError(f"{text} is no whole number of at least {least}")
        return number

    return parse


def positive_number(text: str) -> float:
    """Read a finite number above 0."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number > 0):
        raise argparse.ArgumentTypeError(f"{text} is no finite number above 0")
    return number


def add_weights(parser: argparse.ArgumentParser) -> None:
    """Add ``--weights``, which is the bundled network when left out."""
    parser.add_argument(
        "--weights",
        type=Path,
        default=resources.path("weights/lenet5.safetensors"),
        metavar="FILE",
        help="the network to read with (.safetensors or .npz; default: the bundled one)",
    )


def add_json(parser: argparse.ArgumentParser) -> None:
    """Add ``--json``."""
    parser.add_argument("--json", action="store_true", help="print JSON lines")
