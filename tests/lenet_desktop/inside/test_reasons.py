"""Why this answer, and what would make it another."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QSlider

from core.digits import SIDE
from core.handwriting.writing import write_digits
from core.progress import result_of
from core.recognition.activations import INPUT, PROBABILITIES
from core.recognition.attribution import occlusion, saliency
from core.recognition.counterfactual import counterfactual
from lenet_desktop.screenshots import five
from lenet_desktop.state.pad_content import content_of
from lenet_desktop.widgets.images.example_content import content_of_example
from lenet_desktop.widgets.images.ink_painter import picture_rect
from tests.support.window.clicks import click
from tests.support.window.hand import Hand

WAIT_MS = 60_000


@pytest.fixture
def reasons(window):
    return window.workspace.reasons


@pytest.fixture
def why(page):
    """The page with the reasons in front."""
    click(page.findChild(QAbstractButton, "answers_1"))
    return page


def choose(page, name, value):
    """Choose an entry of a box by the keys."""
    box = page.findChild(QComboBox, name)
    place = box.findData(value)
    box.setFocus()
    while box.currentIndex() != place:
        QTest.keyClick(box, Qt.Key.Key_Down if box.currentIndex() < place else Qt.Key.Key_Up)


def found(qtbot, reasons):
    qtbot.waitUntil(lambda: reasons.found is not None and not reasons.is_searching, timeout=WAIT_MS)
    return reasons.found


def pixels_of(widget):
    image = widget.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), -1).copy()


@pytest.mark.parametrize(("method", "compute"), [("saliency", saliency), ("occlusion", occlusion)])
def test_the_overlay_shows_on_the_ink_what_supports_the_answer(
    qtbot, why, window, reasons, method, compute
):
    before = pixels_of(why.pad)
    choose(why, "overlay_box", method)
    result = found(qtbot, reasons)
    workspace = window.workspace
    expected = compute(workspace.network.weights, workspace.reader.image, 5)
    assert result.label == 5
    np.testing.assert_allclose(result.attribution, expected, atol=1e-6)
    after = pixels_of(why.pad)
    side = why.pad.width()
    changed = before != after
    assert changed.any()
    # Far from the ink, nothing is painted.
    assert not changed[: side // 12, 20:-20].any()
    # The middle of the strongest pixel is coloured.
    row, column = np.unravel_index(int(expected.argmax()), expected.shape)
    placement = why.overlay._placement
    x, y = ((at - origin) / placement.scale for at, origin in (
        (column, placement.x), (row, placement.y)))  # fmt: skip
    colour = QColor(int(after[round(y * side), round(x * side)]))
    assert colour.blue() > colour.red() + 40
    choose(why, "overlay_box", None)
    assert (pixels_of(why.pad) == before).all()


def test_the_overlay_lies_on_the_selected_digit_of_a_picture(why, window, reasons, tmp_path):
    images, _ = result_of(write_digits(3, seed=4))
    sheet = np.full((120, 360), 230, np.uint8)
    for place, image in enumerate(images):
        sheet[20:104, 20 + 110 * place : 104 + 110 * place] -= image.repeat(3, 0).repeat(3, 1) // 2
    Image.fromarray(sheet).save(tmp_path / "digits.png")
    window.files.open(tmp_path / "digits.png")
    window.workspace.opening.finish()
    window.tabs.setCurrentWidget(why)
    window.workspace.reader.catch_up()
    assert len(why.pad.marks.boxes) == 3
    choose(why, "overlay_box", "saliency")
    for index, box in enumerate(why.pad.marks.boxes):
        window.workspace.reader.select(index)
        values = reasons.found.attribution
        rows, columns = np.nonzero(np.abs(values) > np.abs(values).max() / 2)
        placement, side = why.overlay._placement, why.pad.width()
        xs = (columns - placement.x) / placement.scale * side
        ys = (rows - placement.y) / placement.scale * side
        assert all(box.contains(x, y) for x, y in zip(xs, ys, strict=True))
        assert why.overlay.isVisible()


def test_the_overlay_lies_on_an_example_of_a_dataset(why, window, reasons):
    image = result_of(write_digits(1, seed=1))[0][0]
    content = content_of_example(image)
    window.workspace.pad_history.replace(content)
    window.workspace.reader.read_now()
    choose(why, "overlay_box", "saliency")
    placement, place = why.overlay._placement, picture_rect(content.picture, why.pad.width())
    left, right = (
        (at - placement.x) / placement.scale * why.pad.width() for at in (-0.5, SIDE - 0.5)
    )
    assert (left, right) == pytest.approx((place.left(), place.right()), abs=1)


def test_the_gradient_follows_the_pen(why, window, reasons):
    choose(why, "overlay_box", "saliency")
    hand, labels = Hand(why.pad), []
    why.actions_in("edit")[0].trigger()
    hand.press(0.5, 0.15)
    for y in (0.5, 0.85):
        hand.move(0.5, y)
        QTest.qWait(0)
        labels.append(reasons.found.label)
        image = window.workspace.reader.image
        expected = saliency(window.workspace.network.weights, image, labels[-1])
        np.testing.assert_allclose(reasons.found.attribution, expected, atol=1e-6)
    hand.release(0.5, 0.85)
    assert labels[-1] == 1


def test_the_slider_leads_from_the_drawing_to_the_change(qtbot, why, window, reasons):
    choose(why, "target_box", 3)
    changed = found(qtbot, reasons).changed
    workspace = window.workspace
    image = workspace.reader.image
    expected = counterfactual(workspace.network.weights, image, 3)
    np.testing.assert_allclose(changed, expected, atol=1e-6)
    slider = why.findChild(QSlider, "target_slider")
    assert slider.value() == slider.maximum()
    assert workspace.inspection.activations.values[PROBABILITIES].argmax() == 3
    slider.setFocus()
    QTest.keyClick(slider, Qt.Key.Key_Home)
    np.testing.assert_array_equal(workspace.inspection.activations.values[INPUT][0], image)
    for _ in range(40):
        QTest.keyClick(slider, Qt.Key.Key_Right)
    values = workspace.inspection.activations.values
    np.testing.assert_allclose(values[INPUT][0], image + 0.4 * (changed - image), atol=1e-6)


def test_a_new_stroke_ends_the_change_and_looks_again(qtbot, why, window, reasons):
    choose(why, "target_box", 8)
    first = found(qtbot, reasons)
    Hand(why.pad).draw((0.3, 0.3), (0.7, 0.3))
    QTest.qWait(0)
    assert reasons.found is not first
    second = found(qtbot, reasons)
    image = window.workspace.reader.image
    expected = counterfactual(window.workspace.network.weights, image, 8)
    np.testing.assert_allclose(second.changed, expected, atol=1e-6)


def test_a_blank_pad_has_no_reasons(qtbot, why, window, reasons):
    choose(why, "overlay_box", "occlusion")
    found(qtbot, reasons)
    why.actions_in("edit")[0].trigger()
    QTest.qWait(0)
    assert reasons.found is None
    assert not reasons.is_searching
    assert not why.overlay.isVisible()
    window.workspace.pad_history.replace(content_of(five()))
    assert found(qtbot, reasons).label == 5


def test_closing_the_window_stops_the_search(why, window, reasons):
    choose(why, "target_box", 0)
    window.close()
    assert not reasons.is_searching
