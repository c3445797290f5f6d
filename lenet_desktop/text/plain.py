"""Texts as plain text: those of files as they are, but not at any length; those of controls."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from core import errors
from core.errors import printable

LONGEST = 500
"""Maximum number of characters of a text that is shown: a longer one would block the window."""

_MNEMONIC = re.compile(r"\s*\(&.\)|&(?!&)")


def without_mnemonic(text: str) -> str:
    """Return the text of a control without the letter that reaches it by the keyboard."""
    return _MNEMONIC.sub("", text).replace("&&", "&")


def shortened(text: str) -> str:
    """Return a text of at most `LONGEST` characters; the middle of a longer one is left out."""
    return errors.shortened(text, LONGEST)


def name_of(path: Path) -> str:
    """Return the name of a file or folder on one line.

    Characters that turn the direction of a text, so that ``gpj.exe`` looks like ``exe.jpg``, and
    others that are not shown become spaces.
    """
    return printable(shortened(path.name))


def literal(text: str) -> str:
    """Return a text for a tooltip or a question, which Qt would otherwise search for markup."""
    text = shortened(text)
    if "<" not in text and "&lt;" not in text:
        return text
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")
