"""A field of a plan: its label, explanation, unit and range."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication

from lenet_desktop.text.numbers import significant
from lenet_desktop.train.form.digits_box import digits_text

translate = QCoreApplication.translate


@dataclass(frozen=True)
class NumberRange:
    """A range of numbers.

    Attributes
    ----------
    low, high
        Minimum and maximum, as displayed.
    decimals
        Number of decimals; 0 for integers.
    unit
        Suffix of the number.
    scale
        Factor from the plan's value to the displayed value.
    """

    low: float
    high: float
    decimals: int = 0
    unit: str = ""
    scale: float = 1.0


@dataclass(frozen=True)
class Choice:
    """Values with their display names."""

    names: Mapping[Any, str]


@dataclass(frozen=True)
class SomeDigits:
    """Any of the ten digits."""


@dataclass(frozen=True)
class Field:
    """A setting of the plan.

    Attributes
    ----------
    name
        Attribute of `Plan`; ``augmentation.`` prefixes those of `Augmentation`.
    label, explanation
        Texts for the user.
    values
        The valid values.
    """

    name: str
    label: str
    explanation: str
    values: NumberRange | Choice | SomeDigits

    def write(self, value: Any) -> str:
        """Format a value of the plan with its unit."""
        if isinstance(self.values, Choice):
            return self.values.names[value]
        if isinstance(self.values, SomeDigits):
            return digits_text(value) or translate("PlanFields", "none")
        return f"{significant(value * self.values.scale, 6)} {self.values.unit}".strip()


@dataclass(frozen=True)
class FieldGroup:
    """A titled group of fields."""

    title: str
    fields: tuple[Field, ...]
