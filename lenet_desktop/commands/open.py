"""`open`: open the window with a drawing, a picture or weights."""

from __future__ import annotations

import argparse
from pathlib import Path

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
    return open_window(file=arguments.file, language=arguments.language)


def open_window(
    weights: Path | None = None,
    file: Path | None = None,
    language: str | None = None,
    lesson: str | None = None,
) -> int:
    """Open the window and return the exit status once it is closed; see `lenet_desktop.app.run`.

    Raises
    ------
    UserError
        If there is no display, or the weights or the lesson cannot be loaded.
    """
    from lenet_desktop.process import allocator, display, qt_modules

    display.require_display()
    # Before Qt is imported, so that the window is painted sooner.
    allocator.postpone_collection()
    qt_modules.read_no_sources()
    from lenet_desktop import app

    return app.run(weights, file, language, lesson)
