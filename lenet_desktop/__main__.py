"""The command `lenet-desktop`: parses the command line, runs a command, and reports errors."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

# ``python -m`` searches the current folder first, where another `core` would hide ours.
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

try:
    from core.errors import UserError
    from lenet_desktop.commands.arguments import file_path
    from lenet_desktop.commands.os_errors import os_error_message
except ImportError as error:
    sys.exit(
        f"lenet-desktop: another package has replaced the program's own `core` ({error}). "
        "Install lenet-desktop in a separate virtual environment."
    )

COMMANDS = {
    "train": "train a network and save its weights, curves and report in a folder",
    "evaluate": "measure the accuracy of a network on a dataset or an ink file",
    "predict": "read the digits in images and ink files",
    "bench": "measure the speed of training and prediction on this machine",
    "screenshot": "save a picture of every page of the window",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command given by `argv`.

    Parameters
    ----------
    argv
        The arguments after the program's name; by default those of this process.

    Returns
    -------
    int
        The exit status: 0 on success, 1 on failure with one line on standard error. Usage errors
        exit through argparse with status 2.
    """
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="backslashreplace")  # a file name may not be representable in the locale
    try:
        arguments = _parse(sys.argv[1:] if argv is None else argv)
        with nullcontext() if arguments.run is _open_window else _sigterm_interrupts():
            status: int = arguments.run(arguments)
            sys.stdout.flush()
    except UserError as error:
        return _fail(str(error))
    except OSError as error:
        _discard_unwritable_output()
        return _fail(os_error_message(error))
    except MemoryError:
        return _fail("Not enough memory. Close other programs or use a smaller batch size.")
    except KeyboardInterrupt:
        return _fail("Stopped.")
    return status


def _parse(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="lenet-desktop",
        description="Recognise handwritten digits. Without a command, the window opens.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=version("lenet-desktop"))
    parser.add_argument(
        "--weights",
        type=file_path,
        metavar="FILE",
        dest="window_weights",
        help="weight file to open in the window",
    )
    parser.set_defaults(run=_open_window)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(
            name, help=summary, description=f"{summary.capitalize()}.", allow_abbrev=False
        )
        if name in argv:  # Import only the command that runs.
            command = import_module(f"lenet_desktop.commands.{name}")
            command.add_arguments(subparser)
            subparser.set_defaults(run=command.run)
    arguments = parser.parse_args(argv)
    if arguments.window_weights and arguments.run is not _open_window:
        parser.error("--weights comes after the command")
    return arguments


def _open_window(arguments: argparse.Namespace) -> int:
    from lenet_desktop import display

    display.require_display()
    from lenet_desktop import app

    return app.run(arguments.window_weights)


@contextmanager
def _sigterm_interrupts() -> Generator[None]:
    """Handle SIGTERM like Ctrl-C while a command runs."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _fail(message: str) -> int:
    print("lenet-desktop:", " ".join(message.split()), file=sys.stderr)
    return 1


def _discard_unwritable_output() -> None:
    """Prevent a second error when the interpreter flushes standard output at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
