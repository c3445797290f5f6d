"""The command line: parses it, runs a command, and reports errors on one line."""

from __future__ import annotations

import argparse
import signal
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from importlib import import_module

from core.errors import UserError
from core.version import program_version
from lenet_desktop.commands.arguments import file_path, named
from lenet_desktop.commands.os_errors import os_error_message
from lenet_desktop.process import interrupts

COMMANDS = {
    "train": "train a network and save its weights, curves and report in a folder",
    "evaluate": "measure the accuracy of a network on a dataset or an ink file",
    "predict": "read the digits in images and ink files",
    "combine": "combine weight files to one whose answers are the means of theirs",
    "export": "write a network as an ONNX file for other programs",
    "bench": "measure the speed of training and prediction on this machine",
    "screenshot": "save a picture of every page of the window",
    "open": "open the window with a drawing, a picture or weights",
    "install-launcher": "add the program to the applications menu (Linux)",
}


def run_command(argv: Sequence[str]) -> int:
    """Run the command given by `argv`, the arguments after the program's name.

    Returns
    -------
    int
        The exit status.
    """
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="backslashreplace")  # a file name may not be representable in the locale
    try:
        return _run(argv)
    except UserError as error:
        message = str(error)
    except OSError as error:
        _discard_unwritable_output()
        message = os_error_message(error)
    except MemoryError:
        message = "Not enough memory. Close other programs or use a smaller batch size."
    except KeyboardInterrupt:
        message = "Stopped."
    interrupts.report(message)
    return 1


def _run(argv: Sequence[str]) -> int:
    try:
        arguments = _parse(argv)
        # The window handles signals itself.
        is_window = arguments.opens_window
        with nullcontext() if is_window else interrupts.handled(signal.default_int_handler):
            status: int = arguments.run(arguments)
    finally:
        sys.stdout.flush()
    return status


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="lenet-desktop",
        description="Recognise handwritten digits. Without a command, the window opens.",
        allow_abbrev=False,
    )
    version = program_version() if "--version" in argv else ""
    parser.add_argument("--version", action="version", version=version)
    parser.add_argument(
        "--weights",
        type=file_path,
        metavar="FILE",
        dest="window_weights",
        help="weight file to open in the window",
    )
    parser.add_argument(
        "--lesson",
        type=named,
        metavar="FILE|NUMBER",
        help="lesson to open beside the pages of the window",
    )
    parser.add_argument(
        "--language",
        choices=("en", "zh"),
        help="language of the window (default: the language chosen in the View menu, or the"
        " system's)",
    )
    parser.set_defaults(run=_open_window, opens_window=True, shows_window=True)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(
            name, help=summary, description=f"{summary.capitalize()}.", allow_abbrev=False
        )
        if name in argv:  # Import only the command that runs.
            command = import_module(f"lenet_desktop.commands.{name.replace('-', '_')}")
            command.add_arguments(subparser)
            subparser.set_defaults(
                run=command.run,
                opens_window=name == "open",
                shows_window=name in ("open", "screenshot"),
            )
    arguments = parser.parse_args(argv)
    if arguments.window_weights and arguments.run is not _open_window:
        parser.error("--weights comes after the command")
    if arguments.language and not arguments.shows_window:
        parser.error("--language is for the window, which this command does not show")
    if arguments.lesson and arguments.run is not _open_window:
        parser.error("--lesson is for the window, without a command")
    return arguments


def _open_window(arguments: argparse.Namespace) -> int:
    from lenet_desktop.commands.open import open_window

    return open_window(
        arguments.window_weights, language=arguments.language, lesson=arguments.lesson
    )


def _discard_unwritable_output() -> None:
    """Prevent a second error when the interpreter flushes standard output at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        interrupts.discard(sys.stdout)
