"""Changes of the network on the page Inside, with few digits to measure them by."""

from __future__ import annotations

import pytest

from core.data.examples import Examples
from core.evaluation.experiment import Sample
from core.handwriting.writing import write_digits
from core.progress import Progress, Stage, result_of
from lenet_desktop.state.experiment import accuracy as measuring
from tests.support.window.clicks import button, click


@pytest.fixture(scope="session")
def digits():
    return Examples(*result_of(write_digits(300, 5)))


@pytest.fixture(autouse=True)
def sample(digits, monkeypatch):
    """Other digits in place of the 2,000 test images."""
    sample = Sample("mnist", digits)

    def load():
        yield Progress(Stage.READING)
        return sample

    monkeypatch.setattr(measuring, "load_sample", load)
    return sample


@pytest.fixture
def change(page):
    """The page with the changes in front."""
    click(button(page, "answers_4"))
    return page


@pytest.fixture
def experiment(window):
    return window.workspace.experiment
