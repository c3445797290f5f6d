"""What the commands are called with, and what they print."""

from __future__ import annotations

from pathlib import Path


def train_arguments(data: Path | str, out: Path, *options: str) -> list[str]:
    """The arguments that train on the CPU in batches of 20."""
    words = ["train", "--data", str(data), "--device", "cpu", "--batch-size", "20"]
    return [*words, "--out", str(out), *options]


def one_line(text: str) -> str:
    """Return an error message, which takes one line."""
    assert text.startswith("lenet-desktop: ")
    assert text.count("\n") == 1
    return text
