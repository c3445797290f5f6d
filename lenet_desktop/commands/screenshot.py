"""`screenshot`: draws every tab of the window into PNG files."""

from __future__ import annotations

import argparse
from pathlib import Path

from lenet_desktop.display import use_offscreen_without_display


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument("folder", type=Path, metavar="DIR", help="the folder for the files")


def run(arguments: argparse.Namespace) -> int:
    """Draw the window without a person, and where there is no display without that."""
    use_offscreen_without_display()
    from lenet_desktop.screenshots import save_screenshots

    save_screenshots(arguments.folder)
    return 0
