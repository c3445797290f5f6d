"""The source code of a stage."""

from __future__ import annotations

import ast
import inspect
from pathlib import Path

import pytest

from core.network import layers
from core.recognition import code
from core.recognition.activations import INPUT, PROBABILITIES, activations
from core.recognition.code import code_of


@pytest.mark.parametrize(
    ("stage", "layer", "x", "y"),
    [
        ("c3", "Conv2d", (1, 6, 14, 14), (1, 16, 10, 10)),
        ("f5", "Linear", (1, 400), (1, 120)),
        ("f6", "Linear", (1, 120), (1, 84)),
        ("output", "Linear", (1, 84), (1, 10)),
    ],
)
def test_the_lines_are_those_of_the_file_that_runs(weights, image, stage, layer, x, y):
    first, *rest = code_of(activations(weights, image), stage)
    name, place = first.place.split(", ")
    assert name == f"{layer}.forward"
    file, line = place.split(":")
    assert file == "layers.py"
    source = Path(inspect.getsourcefile(layers)).read_text("utf-8").splitlines()
    shown = first.text.splitlines()
    start = int(line) - 1
    assert [each.strip() for each in source[start : start + len(shown)]] == [
        each.strip() for each in shown
    ]
    assert "def backward" in first.text
    ast.parse(first.text)
    shapes = dict(first.shapes)
    assert shapes["x"] == x
    assert shapes["y"] == y
    assert shapes["weight"] == weights.arrays[f"{stage}.weight"].shape
    names = [each.place.split(",")[0] for each in rest]
    activation = {"relu": "ReLU", "tanh": "Tanh", "sigmoid": "Sigmoid"}[weights.card.activation]
    expected = [] if stage == "output" else [f"{activation}.forward"]
    assert names == expected + (["im2col", "col2im"] if layer == "Conv2d" else [])


def test_pooling_the_softmax_and_the_image_have_code_too(weights, image):
    found = activations(weights, image)
    pooled = "AvgPool2d" if weights.card.pooling == "average" else "MaxPool2d"
    assert code_of(found, "s2")[0].place.startswith(f"{pooled}.forward")
    assert code_of(found, PROBABILITIES)[0].place.startswith("softmax, losses.py")
    assert code_of(found, INPUT)[0].place.startswith("to_image, render.py")


def test_without_its_source_a_function_has_only_a_name(weights, image, monkeypatch):
    def missing(_):
        raise OSError

    monkeypatch.setattr(code.inspect, "getsourcelines", missing)
    first = code_of(activations(weights, image), "c1")[0]
    assert (first.place, first.text) == ("Conv2d.forward", "")
