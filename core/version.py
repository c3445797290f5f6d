"""The version of the program."""

from __future__ import annotations


def program_version() -> str:
    """Return the version of the installed package."""
    # Imported here because it loads slowly, and most commands do not need the version.
    from importlib.metadata import version

    return version("lenet-desktop")
