"""Numbers as the locale writes them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

translate = QCoreApplication.translate

_SMALLEST_DOUBT = 1e-9
"""What at least is left of certainty when a probability is written."""


def whole(number: int) -> str:
    """Write an integer, its thousands grouped."""
    return QLocale().toString(number)


def decimal(number: float, places: int) -> str:
    """Write a number with a fixed number of decimal places."""
    return QLocale().toString(float(number), "f", places)


def significant(number: float, digits: int) -> str:
    """Write a number with that many significant digits at most, without trailing zeros."""
    return QLocale().toString(float(number), "g", digits)


def signed(number: float, written: str) -> str:
    """Put the sign of a number before its absolute value as written; 0 has none."""
    return ("+" if number > 0 else "−" if number < 0 else "") + written


def per_cent(share: float, places: int = 1) -> str:
    """Write a share of 1 as a percentage; less than 1 is never rounded up to 100 %."""
    number = decimal(share * 100, places)
    if share < 1 and number == decimal(100, places):
        largest = decimal(100 - 10.0**-places, places)
        return translate("Numbers", "> {number} %").format(number=largest)
    return translate("Numbers", "{number} %").format(number=number)


def short_per_cent(share: float) -> str:
    """Write a share of 1 as a percentage in as few characters as possible, without the sign."""
    if share in (0, 1):
        return whole(round(100 * share))
    if share < 0.0005:
        return "<" + decimal(0.1, 1)
    return decimal(min(100 * share, 99.9), 1)


def probability(share: float) -> str:
    """Write a network's probability as a percentage, never as certain even if rounded to 1."""
    return per_cent(min(share, 1 - _SMALLEST_DOUBT))


def duration(seconds: float) -> str:
    """Write a duration in its two largest units."""
    total = round(seconds)
    if total < 60:
        return translate("Numbers", "{s} s").format(s=whole(total))
    if total < 3600:
        return translate("Numbers", "{m} min {s} s").format(
            m=whole(total // 60), s=_two_digits(total % 60)
        )
    return translate("Numbers", "{h} h {m} min").format(
        h=whole(total // 3600), m=_two_digits(total % 3600 // 60)
    )


def data_size(n_bytes: int) -> str:
    """Write a number of bytes in the largest unit that leaves a number of 1 or more."""
    return QLocale().formattedDataSize(n_bytes)


def _two_digits(number: int) -> str:
    return whole(number).rjust(2, QLocale().zeroDigit())
