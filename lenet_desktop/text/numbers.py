"""Formatting of numbers by the locale."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from core.arrays import LARGEST_INTEGER

translate = QCoreApplication.translate

_SMALLEST_DOUBT = 1e-9
"""Smallest distance of a formatted probability from 1."""


def whole(number: int) -> str:
    """Format an integer with grouped thousands."""
    # Qt cannot format larger ones.
    return QLocale().toString(number) if abs(number) <= LARGEST_INTEGER else str(number)


def decimal(number: float, places: int) -> str:
    """Format a number with a fixed number of decimal places."""
    return QLocale().toString(float(number), "f", places)


def significant(number: float, digits: int) -> str:
    """Format a number with at most `digits` significant digits, without trailing zeros."""
    return QLocale().toString(float(number), "g", digits)


def signed(number: float, written: str) -> str:
    """Prefix a formatted absolute value with the sign of a number; 0 has none."""
    return ("+" if number > 0 else "−" if number < 0 else "") + written


def per_cent(share: float, places: int = 1) -> str:
    """Format a share (0-1) as a percentage; only 1 is shown as 100 %."""
    number = decimal(share * 100, places)
    if 1 - 0.1**places < share < 1 and number == decimal(100, places):
        largest = decimal(100 - 10.0**-places, places)
        return translate("Numbers", "> {number} %").format(number=largest)
    return translate("Numbers", "{number} %").format(number=number)


def share(part: int, total: int) -> str:
    """Format a part of a total as a percentage, or as a dash if the total is 0."""
    return per_cent(part / total, 2) if total else "–"


def short_per_cent(share: float) -> str:
    """Format a share (0-1) as a short percentage without the percent sign."""
    if share in (0, 1):
        return whole(round(100 * share))
    if share < 0.0005:
        return "<" + decimal(0.1, 1)
    return decimal(min(100 * share, 99.9), 1)


def probability(share: float) -> str:
    """Format a probability as a percentage; never shown as 100 %."""
    return per_cent(min(share, 1 - _SMALLEST_DOUBT))


def duration(seconds: float) -> str:
    """Format a duration in its two largest units."""
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
    """Format a number of bytes in the largest suitable unit."""
    return QLocale().formattedDataSize(n_bytes)


def _two_digits(number: int) -> str:
    return whole(number).rjust(2, QLocale().zeroDigit())
