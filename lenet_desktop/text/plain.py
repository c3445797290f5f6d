"""Texts of files as plain text: a name or an entry is shown as it is, and never at any length."""

from __future__ import annotations

from html import escape

LONGEST = 500
"""Maximum number of characters of a text that is shown: a longer one would block the window."""


def shortened(text: str) -> str:
    """Return a text of at most `LONGEST` characters; the middle of a longer one is left out."""
    if len(text) <= LONGEST:
        return text
    half = (LONGEST - 1) // 2
    return f"{text[:half]}…{text[-half:]}"


def literal(text: str) -> str:
    """Return a text for a tooltip or a question, which Qt would otherwise search for markup."""
    text = shortened(text)
    if "<" not in text and "&lt;" not in text:
        return text
    return f"<qt>{escape(text)}</qt>".replace("\n", "<br>")
