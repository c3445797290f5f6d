"""What every part of the program knows about digits and their images."""

from __future__ import annotations

SIDE = 28
"""Height and width of an image, in pixels."""

N_DIGITS = 10
"""The number of classes."""

NOT_A_DIGIT = 10
"""The label of an image that is not a digit; its target is a uniform distribution."""
