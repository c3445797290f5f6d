"""Examples that are also shown as coarse scans."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from core.data.examples import Examples
from core.handwriting.scans import scan
from core.progress import Progress, Stage, giving_way

_THICKENING = 1.3  # Pixels, at most.
_SCANNED_AT_ONCE = 64


def with_scans(examples: Examples, n: int) -> Generator[Progress, None, Examples]:
    """Add coarse scans of n examples, some with thicker strokes, as variants of these examples."""
    rng = np.random.default_rng(0)
    chosen = rng.permutation(len(examples))[:n]
    scans = np.empty((len(chosen), *examples.images.shape[1:]), np.uint8)
    for index, place in enumerate(giving_way(chosen)):
        if index % _SCANNED_AT_ONCE == 0:
            yield Progress(Stage.DRAWING, index, len(chosen))
        scans[index] = scan(examples.images[place], rng, _THICKENING)
    return Examples(
        np.concatenate([examples.images, scans]),
        np.concatenate([examples.labels, examples.labels[chosen]]),
        np.concatenate([examples.originals, examples.originals[chosen]]),
    )
