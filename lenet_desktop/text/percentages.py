"""Shares of 1 as a person reads them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale


def per_cent(share: float, decimals: int = 1) -> str:
    """Write a share of 1 as per cent; less than 1 is never rounded up to 100 %."""
    number = QLocale().toString(share * 100, "f", decimals)
    if share < 1 and number == QLocale().toString(100.0, "f", decimals):
        largest = QLocale().toString(100 - 10.0**-decimals, "f", decimals)
        return QCoreApplication.translate("percentages", "> {number} %").format(number=largest)
    return QCoreApplication.translate("percentages", "{number} %").format(number=number)


def probability(share: float) -> str:
    """Write a network's probability as per cent; it is never certain, whatever float32 says."""
    return per_cent(min(share, 1 - 1e-9))
