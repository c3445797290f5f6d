"""The drawings of My Digits, and the tiles that show them."""

from __future__ import annotations

import numpy as np

from lenet_desktop.widgets.images.example_tiles import EXAMPLE


def ink(place):
    return (np.array([[0.3, 0.1], [0.4 + 0.01 * place, 0.9]]),)


def shown(page):
    """Return the drawings of the tiles in their order."""
    model = page.gallery.tiles.model()
    rows = [model.index(row, 0).data(EXAMPLE) for row in range(model.rowCount())]
    return [str(example.label) for example in rows]


def labels(digits):
    return [drawing.label for drawing in digits.drawings]
