"""Spin boxes that read a number alike in every locale and keep every typed character.

A validator that refuses a character drops the key, and the remaining characters are another number:
"0,05" becomes 5 and "3.5" becomes 35. These boxes therefore refuse no character. On commit a number
outside the range becomes the nearest end, and a text that is not a number becomes the last value.
Nothing is read before the commit: while "3.5" is being typed, "3" is a whole number.
"""

from __future__ import annotations

import re
import unicodedata

from PySide6.QtGui import QValidator, QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QSpinBox, QWidget

# A minus sign of typography, and the marks of direction that Arabic and Hebrew put beside signs.
_SIGNS = str.maketrans({"\u2212": "-", "\u061c": None, "\u200e": None, "\u200f": None})
_ARABIC_POINT = "\u066b"
_DECIMAL = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
_GROUPED = re.compile(
    r"[+-]?[1-9]\d{0,2}(?P<separator>[.,'\u2019 ])\d{3}((?P=separator)\d{3})*", re.ASCII
)
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)


class DecimalBox(QDoubleSpinBox):
    """Reads both point and comma as the decimal separator; never reads or shows digit groups."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel without focus, so that it scrolls the form."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept a number in the range; keep any other text until it is committed."""
        return _state(self._number(text), self), text, position

    def fixup(self, text: str) -> str:
        """Bring a number into the range."""
        return text if self._number(text) is None else self.textFromValue(self.valueFromText(text))

    def valueFromText(self, text: str) -> float:  # noqa: N802
        """The typed number, within the range; the last value for a text that is not a number."""
        number = self._number(text)
        # Qt rounds what it shows of a typed number, but not the number.
        return self.value() if number is None else round(_clamped(number, self), self.decimals())

    def textFromValue(self, value: float) -> str:  # noqa: N802
        """The number as the locale writes it, without digit groups."""
        text = self.locale().toString(value, "f", self.decimals())
        return text.replace(self.locale().groupSeparator(), "")

    def _number(self, text: str) -> float | None:
        plain = _in_ascii(_bare(text, self))
        for separator in (self.locale().decimalPoint(), _ARABIC_POINT, ","):
            plain = plain.replace(separator, ".")
        return float(plain) if _DECIMAL.fullmatch(plain) else None


class WholeBox(QSpinBox):
    """Reads whole numbers, digit groups of any locale among them, but never a fraction."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setKeyboardTracking(False)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ignore the wheel without focus, so that it scrolls the form."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Accept a number in the range; keep any other text until it is committed."""
        return _state(self._number(text), self), text, position

    def fixup(self, text: str) -> str:
        """Bring a number into the range."""
        return text if self._number(text) is None else self.textFromValue(self.valueFromText(text))

    def valueFromText(self, text: str) -> int:  # noqa: N802
        """The typed number, within the range; the last value for a text that is not a number."""
        number = self._number(text)
        return self.value() if number is None else int(_clamped(number, self))

    def _number(self, text: str) -> float | None:
        bare = _bare(text, self)
        # Some locales group digits otherwise. Only their own form counts: toInt reads 0.500 as 500.
        number, is_read = self.locale().toInt(bare)
        if is_read and bare == self.textFromValue(number):
            return number
        plain = _in_ascii(bare)
        if grouped := _GROUPED.fullmatch(plain):
            plain = plain.replace(grouped["separator"], "")
        # Not an int: Python refuses to convert thousands of digits, which may be pasted.
        return float(plain) if _WHOLE.fullmatch(plain) else None


def _bare(text: str, box: QDoubleSpinBox | QSpinBox) -> str:
    """The text without prefix, suffix and outer spaces."""
    prefix, suffix = box.prefix().strip(), box.suffix().strip()
    return text.strip().removeprefix(prefix).removesuffix(suffix).strip()


def _in_ascii(text: str) -> str:
    """The text with the digits and signs of any script as those of ASCII."""
    narrow = unicodedata.normalize("NFKC", text).translate(_SIGNS)
    return "".join(str(unicodedata.decimal(char, char)) for char in narrow)


def _state(number: float | None, box: QDoubleSpinBox | QSpinBox) -> QValidator.State:
    if number is not None and box.minimum() <= number <= box.maximum():
        return QValidator.State.Acceptable
    return QValidator.State.Intermediate


def _clamped(number: float, box: QDoubleSpinBox | QSpinBox) -> float:
    return min(max(number, box.minimum()), box.maximum())
