"""Distances and sizes that the whole window shares."""

from __future__ import annotations

UNIT = 8
"""The grid, in pixels, that distances are multiples of."""


CORNER = 14
"""Radius of the paper's corners."""
