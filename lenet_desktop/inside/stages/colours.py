"""The colours of values: one scale for a layer, with numbers at its ends.

Both scales can be told apart with every kind of colour blindness: one hue that grows lighter or
darker, and blue against orange around a neutral zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import floor, log10

import numpy as np
import numpy.typing as npt

from core.arrays import Array

Colours32 = npt.NDArray[np.uint32]
"""Colours as 0xffRRGGBB."""

_LEVELS = 256
_LEAST = 0.1  # Smallest upper end of a scale: what is smaller is not worth a glance.
_FLATTEST = 1e-12  # Least upper end of a scale of gradients.
_STEPS = 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0
_INK = ("#000000", "#ffffff")
_SEQUENTIAL = {
    False: ("#eff3fa", "#86adf4", "#3a6de0", "#173c9c", "#0a1c4d"),
    True: ("#14171d", "#26498f", "#4b82f0", "#a3c6ff", "#f6faff"),
}
_NEGATIVE = {
    False: ("#5b2503", "#b0520d", "#ea9a52", "#f4efe9"),
    True: ("#ffe7cf", "#f6a252", "#a24d0f", "#1d1915"),
}


@dataclass(frozen=True)
class Scale:
    """A range of values and its colours.

    Attributes
    ----------
    top
        The value at the upper end.
    is_signed
        Whether the lower end is -top; otherwise it is 0.
    is_ink
        Whether the values are those of an image, which is white on black.
    """

    top: float
    is_signed: bool = False
    is_ink: bool = False

    @property
    def bottom(self) -> float:
        """The value at the lower end."""
        return -self.top if self.is_signed else 0.0

    def colours_of(self, values: Array, *, is_dark: bool) -> Colours32:
        """Return the colour of each value; values beyond the ends get the colour of the end."""
        shares = (values - np.float32(self.bottom)) * np.float32(
            (_LEVELS - 1) / (self.top - self.bottom)
        )
        levels = np.clip(shares, 0, _LEVELS - 1).astype(np.uint8)
        return colours(self.is_signed, self.is_ink, is_dark)[levels]


def scale_of(values: Array, *, is_signed: bool) -> Scale:
    """Return the scale of a layer, which ends at a round number.

    So the colours are steady while a person draws.
    """
    return Scale(_rounded_up(float(np.abs(values).max(initial=0))), is_signed)


def slope_scale_of(slopes: Array) -> Scale:
    """Return the scale of gradients, which ends at the largest of them, however small it is."""
    return Scale(max(float(np.abs(slopes).max(initial=0)), _FLATTEST), is_signed=True)


INK = Scale(1.0, is_ink=True)
"""The scale of the network's input."""


@lru_cache
def colours(is_signed: bool, is_ink: bool, is_dark: bool) -> Colours32:
    """Return the colours of a scale from its lower to its upper end."""
    stops = _INK if is_ink else _SEQUENTIAL[is_dark]
    if is_signed:
        stops = (*_NEGATIVE[is_dark], *_SEQUENTIAL[is_dark])
    parts = [[int(stop[at : at + 2], 16) for at in (1, 3, 5)] for stop in stops]
    positions = np.linspace(0, 1, len(stops))
    if is_signed:
        # The neutral colours of both halves meet in the middle.
        negative, positive = len(_NEGATIVE[is_dark]), len(_SEQUENTIAL[is_dark])
        positions = np.concatenate(
            [np.linspace(0, 0.498, negative), np.linspace(0.502, 1, positive)]
        )
    at = np.linspace(0, 1, _LEVELS)
    red, green, blue = (
        np.interp(at, positions, np.array(parts)[:, each]).round().astype(np.uint32)
        for each in range(3)
    )
    return (np.uint32(0xFF000000) | red << 16 | green << 8 | blue).astype(np.uint32)


def _rounded_up(value: float) -> float:
    if value <= _LEAST:
        return _LEAST
    power = 10.0 ** floor(log10(value))
    return next(step * power for step in _STEPS if value <= step * power * 1.0001)
