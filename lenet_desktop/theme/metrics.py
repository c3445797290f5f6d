"""Distances and sizes, in pixels, that the whole window shares."""

from __future__ import annotations

UNIT = 8
"""Distances are multiples of this."""

CORNER = 14
"""Corner radius of the drawing area."""
