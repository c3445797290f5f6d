"""The training images closest to the drawing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from core.data.examples import Examples
from core.evaluation.units import Unit
from core.handwriting.writing import write_digits
from core.progress import Progress, Stage, result_of
from core.recognition.activations import activations
from core.recognition.neighbours import TrainingImages
from lenet_desktop.state import neighbours as searching
from lenet_desktop.widgets.images.image_tile import ImageTile
from tests.support.window.clicks import button, click
from tests.support.window.hand import Hand

WAIT_MS = 60_000


@pytest.fixture(scope="module")
def digits():
    return Examples(*result_of(write_digits(60, 5)))


@pytest.fixture
def loaded(digits, monkeypatch):
    """How often the training images, a few others in their place, are loaded."""
    times = []

    def load():
        times.append(1)
        yield Progress(Stage.READING)
        return TrainingImages("synthetic", digits)

    monkeypatch.setattr(searching, "load_training_images", load)
    monkeypatch.setattr(searching, "local_source", lambda: "synthetic")
    return times


@pytest.fixture
def search(window):
    return window.workspace.neighbours


@pytest.fixture
def neighbours(loaded, page):
    click(button(page, "answers_5"))
    return page


def tiles_of(page):
    return sorted(page.findChildren(ImageTile, None), key=ImageTile.objectName)[:8]


def found(qtbot, search):
    qtbot.waitUntil(lambda: search.is_current, timeout=WAIT_MS)


def f6_of(weights, image):
    return activations(weights, image).values["f6"]


def shows_the_closest(page, digits, weights):
    image = page.window().workspace.reader.image
    images = digits.images / np.float32(255)
    distances = [np.linalg.norm(f6_of(weights, each) - f6_of(weights, image)) for each in images]
    order = np.argsort(distances)[:8].tolist()
    tiles = tiles_of(page)
    assert [tile.digit for tile in tiles] == [str(digits.labels[at]) for at in order]
    shown = [float(tile.text()) for tile in tiles]
    np.testing.assert_allclose(shown, [distances[at] for at in order], atol=6e-3)
    for tile, at in zip(tiles, order, strict=True):
        assert tile.accessibleName().startswith(f"Training image {at + 1}, labelled")
    return order


def test_the_closest_images_are_shown_and_follow(qtbot, window, neighbours, search, digits, loaded):
    weights = window.workspace.network.weights
    found(qtbot, search)
    shows_the_closest(neighbours, digits, weights)
    title = neighbours.findChild(QLabel, "neighbours_title").text()
    assert title.startswith("The closest of 60 training images in F6 (Synthetic digits)")
    neighbours.actions_in("edit")[0].trigger()
    Hand(neighbours.pad).draw((0.5, 0.2), (0.5, 0.8))
    QTest.qWait(0)
    found(qtbot, search)
    shows_the_closest(neighbours, digits, weights)
    window.workspace.experiment.switch(Unit("c1", 1), is_on=False)
    found(qtbot, search)
    shows_the_closest(neighbours, digits, window.workspace.experiment.weights)
    assert len(loaded) == 1


def test_a_click_puts_an_image_on_the_pad(qtbot, window, neighbours, search, digits):
    workspace = window.workspace
    found(qtbot, search)
    order = shows_the_closest(neighbours, digits, workspace.network.weights)
    click(tiles_of(neighbours)[2])
    np.testing.assert_allclose(
        workspace.reader.image, digits.images[order[2]] / np.float32(255), atol=1e-6
    )
    assert window.tabs.currentWidget() is neighbours
    found(qtbot, search)
    assert float(tiles_of(neighbours)[0].text()) == 0
    neighbours.actions_in("undo")[0].trigger()
    QTest.qWait(0)
    assert len(workspace.reader.content.strokes) == 2
    tile = tiles_of(neighbours)[0]
    tile.setFocus()
    found(qtbot, search)
    QTest.keyClick(tile, Qt.Key.Key_Space)
    assert workspace.reader.content.picture is not None


def test_nothing_is_searched_for_unless_it_is_seen(qtbot, page, loaded, search):
    Hand(page.pad).draw((0.2, 0.2), (0.2, 0.8))
    QTest.qWait(0)
    assert not loaded
    click(button(page, "answers_5"))
    found(qtbot, search)
    assert search.found is not None
    click(button(page, "answers_0"))
    before = search.found
    Hand(page.pad).draw((0.3, 0.2), (0.3, 0.8))
    QTest.qWait(0)
    assert search.found is before
    click(button(page, "answers_5"))
    found(qtbot, search)
    assert search.found is not before


def test_a_blank_pad_has_no_neighbours(qtbot, neighbours, search):
    found(qtbot, search)
    neighbours.actions_in("edit")[0].trigger()
    QTest.qWait(0)
    assert search.found is None
    assert neighbours.findChild(QLabel, "neighbours_title").text() == "Draw a digit."
    assert not any(tile.isEnabled() for tile in tiles_of(neighbours))


def test_a_failure_is_shown_and_the_search_offered_again(
    qtbot, loaded, page, search, digits, monkeypatch
):
    def fail():
        yield Progress(Stage.READING)
        raise OSError(5, "no such disk")

    title, retry = page.findChild(QLabel, "neighbours_title"), "retry_neighbours_button"
    with monkeypatch.context() as broken:
        broken.setattr(searching, "load_training_images", fail)
        click(button(page, "answers_5"))
        found(qtbot, search)
        assert "no such disk" in title.text()
    button(page, retry).setFocus()
    QTest.keyClick(button(page, retry), Qt.Key.Key_Space)
    found(qtbot, search)
    assert title.text().startswith("The closest of 60")
    assert not button(page, retry).isVisible()
    shows_the_closest(page, digits, page.window().workspace.network.weights)
