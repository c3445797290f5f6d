"""The command `lenet-desktop`: reads the command line, runs one command, tells what went wrong."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
import threading
from collections.abc import Generator, Sequence
from contextlib import contextmanager, nullcontext
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from core.errors import UserError

COMMANDS = {
    "train": "train a network and fill a folder with what the run leaves behind",
    "evaluate": "tell how well a network reads a dataset or a file of drawings",
    "predict": "read images and files of drawings",
    "bench": "measure the speed of training and prediction on this machine",
    "screenshot": "draw every tab of the window into PNG files",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` asks for.

    Parameters
    ----------
    argv
        The words after the program's name; those of this process when left out.

    Returns
    -------
    int
        The exit status: 0 done, 1 failed with one line on standard error. (A usage error leaves
        through argparse with 2.)
    """
    if reconfigure := getattr(sys.stdout, "reconfigure", None):
        reconfigure(errors="backslashreplace")  # a file's name may be no text in the locale
    try:
        arguments = _parse(sys.argv[1:] if argv is None else argv)
        with nullcontext() if arguments.run is _open_window else _sigterm_interrupts():
            status: int = arguments.run(arguments)
            sys.stdout.flush()
    except UserError as error:
        return _fail(str(error))
    except OSError as error:
        _discard_unwritable_output()
        return _fail(_in_words(error))
    except MemoryError:
        return _fail("There is not enough memory; close other programs or ask for smaller batches.")
    except KeyboardInterrupt:
        return _fail("Stopped.")
    return status


def _parse(words: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="lenet-desktop",
        description="Draw a digit and see it read. Without a command the window opens.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=version("lenet-desktop"))
    parser.add_argument(
        "--weights", type=Path, metavar="FILE", dest="window_weights", help="weights to open with"
    )
    parser.set_defaults(run=_open_window)
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND")
    for name, summary in COMMANDS.items():
        subparser = subparsers.add_parser(
            name, help=summary, description=f"{summary.capitalize()}.", allow_abbrev=False
        )
        if name in words:  # only the command asked for costs its imports
            command = import_module(f"lenet_desktop.commands.{name}")
            command.add_arguments(subparser)
            subparser.set_defaults(run=command.run)
    arguments = parser.parse_args(words)
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
    """Let a command end in order when it is asked to, as Ctrl-C lets it."""
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


def _in_words(error: OSError) -> str:
    if isinstance(error, BrokenPipeError):
        return "Standard output was closed before everything was written."
    file = error.filename or "standard output"
    match error.errno:
        case errno.ENOENT:
            return f"There is no file or folder {file}."
        case errno.ENOSPC | errno.EDQUOT:
            return f"{file} could not be written: the disk is full."
        case errno.EACCES | errno.EPERM:
            return f"There is no permission to use {file}."
        case errno.EROFS:
            return f"{file} could not be written: the disk is read-only."
        case errno.EEXIST | errno.ENOTDIR:
            return f"{file} is not a folder, or a part of its path is none."
        case errno.EISDIR:
            return f"{file} is a folder where a file was expected."
        case _:
            return f"{file} could not be used: {error.strerror or error}."


def _discard_unwritable_output() -> None:
    """Keep the interpreter from complaining a second time when it flushes at exit."""
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
