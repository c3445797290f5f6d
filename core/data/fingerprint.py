"""Fingerprints of examples, by which a resumed run recognises its data."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import numpy as np

from core.data.examples import Examples

_TOLERANCE = 0.05


@dataclass(frozen=True)
class Fingerprint:
    """What is characteristic of examples.

    Attributes
    ----------
    labels
        The SHA-256 of all labels in their order.
    brightness
        The mean of all pixels, 0 to 255. Generated and drawn images can differ by rounding between
        computers, so an exact fingerprint of them would refuse the same data.
    """

    labels: str
    brightness: float

    def matches(self, other: Fingerprint) -> bool:
        """Return whether both are of the same examples."""
        is_as_bright = abs(self.brightness - other.brightness) < _TOLERANCE
        return self.labels == other.labels and is_as_bright


def fingerprint_of(examples: Examples) -> Fingerprint:
    """Return the fingerprint of examples, of which there must be at least one."""
    labels = hashlib.sha256(examples.labels.tobytes()).hexdigest()
    brightness = int(examples.images.sum(dtype=np.uint64)) / examples.images.size
    return Fingerprint(labels, round(brightness, 4))
