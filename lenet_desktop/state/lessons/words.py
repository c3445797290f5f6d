"""The words of lessons: pages, digits, numbers and comparisons."""

from __future__ import annotations

from core.digits import N_DIGITS
from core.errors import UserError

PAGES = "draw", "inside", "train", "evaluate", "my_digits"
"""Names of the pages; the object name of a page ends in ``_page``."""

RELATIONS = "=", "<", ">"
"""How a value is compared."""


def one_of(word: str, *words: str) -> None:
    """Check a word of a condition.

    Raises
    ------
    UserError
        If it is not one of the words.
    """
    if word not in words:
        raise UserError("{word} is not one of {words}.", word=word, words=", ".join(words))


def page_of(word: str) -> str:
    """Return the name of a page; raises `UserError` if there is no such page."""
    if word not in PAGES:
        raise UserError(
            "Unknown page: {page}. Available: {pages}.", page=word, pages=", ".join(PAGES)
        )
    return word


def digit_of(word: str) -> int:
    """Return a word as a digit; raises `UserError` if it is not one."""
    one_of(word, *map(str, range(N_DIGITS)))
    return int(word)


def whole_of(word: str) -> int:
    """Return a word as an integer; raises `UserError` if it is not one, or is very large."""
    if not (word.isdecimal() and len(word) < 6):
        raise UserError("{word} is not a whole number.", word=word)
    return int(word)


def number_of(word: str) -> float:
    """Return a word as a number; raises `UserError` if it is not one."""
    try:
        return float(word)
    except ValueError:
        raise UserError("{word} is not a number.", word=word) from None


def compares(found: object, relation: str, word: str) -> bool:
    """Return whether a value is equal to, less or more than a word; texts can only be equal."""
    try:
        here, there = float(str(found)), float(word)
    except ValueError:
        return relation == "=" and str(found) == word
    return {"=": here == there, "<": here < there, ">": here > there}[relation]
