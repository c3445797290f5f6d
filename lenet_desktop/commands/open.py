"""`open`: open the window with a drawing, a picture or weights."""

from __future__ import annotations

import argparse

from lenet_desktop.commands.arguments import file_path


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "file",
        type=file_path,
        nargs="?",
        metavar="FILE",
        help="ink file, picture or weight file; none for an empty pad",
    )


def run(arguments: argparse.Namespace) -> int:
    """Open the window; a file that cannot be read is reported there."""
    from lenet_desktop.commands.window import run_window

    return run_window(file=arguments.file, language=arguments.language)
