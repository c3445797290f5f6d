"""The entry point of the program, which imports everything else once it handles signals."""

from __future__ import annotations

import os
import sys

# Nothing else is imported before signals are handled: every import delays that.


def main(argv: list[str] | None = None) -> int:
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
    _open_missing_streams()
    _ignore_settings_of_libraries()
    try:
        return _run_handling_signals(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:  # before they are handled
        sys.exit("lenet-desktop: Stopped.")


def _run_handling_signals(argv: list[str]) -> int:
    from lenet_desktop.process import interrupts

    with interrupts.handled(interrupts.end_at_once):
        _put_own_packages_first()
        try:
            from lenet_desktop.commands.command_line import run_command
        except ImportError as error:
            sys.exit(
                f"lenet-desktop: another package has replaced the program's own `core` ({error}). "
                "Install lenet-desktop in a separate virtual environment."
            )
        return run_command(argv)


def _open_missing_streams() -> None:
    """Open the standard streams that do not exist, as under ``pythonw`` or after ``>&-``.

    Libraries write to them, and the next file to be opened would be taken for one of them.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115


def _ignore_settings_of_libraries() -> None:
    """Remove variables by which other programs are set up; odd values make libraries fail."""
    for name in tuple(os.environ):
        if name.startswith(("TQDM_", "PILLOW_", "NUMPY_MADVISE_")):
            del os.environ[name]


def _put_own_packages_first() -> None:
    """Search our own folder first: ``python -m`` searches the current one, with another `core`."""
    own = os.path.dirname(os.path.dirname(os.path.realpath(__file__)))  # noqa: PTH120
    if sys.path[0] != own:
        sys.path.insert(0, own)


if __name__ == "__main__":
    sys.exit(main())
