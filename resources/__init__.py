"""The files that ship with the program: weights, icons, translations."""

from __future__ import annotations

from pathlib import Path


def path(name: str) -> Path:
    """Locate a shipped file.

    Parameters
    ----------
    name
        Its place below this folder, such as ``"weights/lenet5.safetensors"``.
    """
    return Path(__file__).parent / name
