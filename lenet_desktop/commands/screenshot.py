"""`screenshot`: save a picture of every page of the window."""

from __future__ import annotations

import argparse

from lenet_desktop.commands.arguments import file_path
from lenet_desktop.process import interrupts
from lenet_desktop.process.display import use_offscreen_without_display


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("folder", type=file_path, metavar="DIR", help="output folder")


def run(arguments: argparse.Namespace) -> int:
    """Save the screenshots; works without a display."""
    with interrupts.handled(interrupts.end_at_once):  # while Qt is loaded
        use_offscreen_without_display()
        from lenet_desktop.screenshots import save_screenshots

    save_screenshots(arguments.folder, arguments.language)
    return 0
