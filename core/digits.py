"""Constants of digits and their images."""

from __future__ import annotations

SIDE = 28
"""Height and width of an image, in pixels."""

N_DIGITS = 10
"""Number of classes."""

NOT_A_DIGIT = 10
"""Label of an image that is not a digit; the target is the uniform distribution."""

LABELS = (*map(str, range(N_DIGITS)), "not a digit")
"""The labels as ink files write them, each at the index that is its number."""
