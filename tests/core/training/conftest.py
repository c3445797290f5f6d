"""Small data, the events of a run that was not disturbed, and drawings to learn."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import resources
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import cpu
from core.handwriting.writing import write_digits, write_drawings
from core.ink.drawing import Drawing
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.progress import result_of
from core.training.train import train
from tests.support.inputs.small_runs import PLAN, patterns


@pytest.fixture(scope="session")
def data() -> Dataset:
    return Dataset("bars", patterns(480, 0), patterns(101, 1))


@pytest.fixture(scope="session")
def whole(data) -> list:
    return list(train(PLAN, data, cpu()))


@pytest.fixture(scope="session")
def weights() -> Weights:
    return load_weights(resources.path("weights/lenet5.safetensors"))


@pytest.fixture(scope="session")
def rehearsal() -> Dataset:
    train, test = (Examples(*result_of(write_digits(n, seed))) for n, seed in ((1000, 0), (300, 1)))
    return Dataset("hand", train, test)


@pytest.fixture(scope="session")
def odd_sevens() -> list[Drawing]:
    """Sevens as nobody writes them: in a mirror."""
    sevens = [drawing for drawing in write_drawings(600, 2) if drawing.label == "7"]
    mirror = np.array([-1, 1])
    return [replace(seven, strokes=tuple(s * mirror for s in seven.strokes)) for seven in sevens]
