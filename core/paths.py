"""The user's folders and files; none of them need exist."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs


def user_data_dir() -> Path:
    """Return the platform's folder for what this program keeps for its user."""
    return platformdirs.user_data_path("lenet-desktop", appauthor=False)


def my_digits_path() -> Path:
    """The ink file, in the user's data folder whatever LENET_DATA_DIR names; it need not exist."""
    return user_data_dir() / "my-digits.jsonl"


def data_dir() -> Path:
    """Return the folder of datasets: LENET_DATA_DIR, else the platform's user data folder.

    ``mnist/`` in it holds MNIST's files, ``ink/`` ink files. It need not exist.
    """
    chosen = os.environ.get("LENET_DATA_DIR")
    if chosen:
        return Path(chosen)
    return user_data_dir()


def runs_dir() -> Path:
    """Return the folder that holds one folder for each run; it need not exist."""
    return user_data_dir() / "runs"
