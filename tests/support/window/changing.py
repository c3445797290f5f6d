"""Changing the network on the page Inside, and what the page must then show."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.evaluation.experiment import SwitchedOff
from core.network.weights import Weights
from core.recognition.activations import PROBABILITIES, activations
from lenet_desktop.widgets.controls.number_boxes import DecimalBox


def boxes_of(page):
    weight, bias = page.answers.shown.findChildren(DecimalBox)
    return weight, bias


def typed(box, text):
    box.setFocus()
    box.selectAll()
    QTest.keyClicks(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def texts_in(changes):
    return [changes.item(row).text() for row in range(changes.count())]


def follows(page, changes):
    """Check everything on the page against a copy of the network that is changed here."""
    workspace = page.window().workspace
    arrays = {name: array.copy() for name, array in workspace.network.weights.arrays.items()}
    for each in changes:
        if isinstance(each, SwitchedOff):
            for key in ("weight", "bias"):
                arrays[f"{each.unit.stage}.{key}"][each.unit.number] = 0
        else:
            arrays[each.name][each.index] = each.value
    shown = workspace.inspection.weights.arrays
    for name, array in arrays.items():
        np.testing.assert_array_equal(shown[name], array)
    expected = activations(Weights(arrays), workspace.reader.image)
    for name, values in expected.values.items():
        if name != PROBABILITIES:
            np.testing.assert_allclose(workspace.inspection.activations.values[name], values)
    return expected
