"""ONNX files answer as the program does, in onnxruntime."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from core.errors import UserError
from core.network.architectures import ARCHITECTURES, network_of
from core.network.lenet5 import LeNet5
from core.network.model_card import ModelCard
from core.network.weights import Weights, combined
from core.recognition.onnx_graph import OPSET, to_onnx
from core.recognition.recognizer import Recognizer


def weights_of(architecture, seed=1, **card):
    network = network_of(
        architecture, card.get("activation", "relu"), card.get("pooling", "average")
    )
    params = network.initialise(seed)
    rng = np.random.default_rng(seed)
    for array in params.values():
        if array.ndim == 1:
            array += rng.uniform(0.05, 0.2, array.shape).astype(np.float32)
    return Weights(params, ModelCard(architecture=architecture, **card))


NETWORKS = {
    **{name: lambda name=name: weights_of(name, temperature=1.5) for name in ARCHITECTURES},
    "tanh, max": lambda: weights_of("lenet5", activation="tanh", pooling="max"),
    "sigmoid": lambda: weights_of("lenet5", activation="sigmoid"),
    "ensemble": lambda: combined(
        [weights_of("lenet5", 1), weights_of("lenet5", 2), weights_of("residual", 3)]
    ),
}


@pytest.mark.parametrize("name", NETWORKS)
def test_onnxruntime_answers_as_the_program(name, rng):
    pytest.importorskip("onnx", reason="onnx is not installed")
    runtime = pytest.importorskip("onnxruntime", reason="onnxruntime is not installed")
    weights = NETWORKS[name]()
    images = rng.uniform(0, 1, (5, 28, 28)).astype(np.float32)
    session = runtime.InferenceSession(to_onnx(weights), providers=["CPUExecutionProvider"])
    logits, probabilities = session.run(["logits", "probabilities"], {"images": images[:, None]})
    expected = weights.network.logits(weights.arrays, images)
    np.testing.assert_allclose(logits, expected, atol=1e-5 * max(1, np.abs(expected).max()))
    np.testing.assert_allclose(probabilities, Recognizer(weights).probabilities(images), atol=1e-5)
    (one,) = session.run(["logits"], {"images": images[:1, None]})
    np.testing.assert_allclose(one, logits[:1], atol=1e-5)


def test_stages_keep_their_names():
    onnx = pytest.importorskip("onnx", reason="onnx is not installed")
    model = onnx.load_from_string(to_onnx(weights_of("lenet5", dataset="mnist")))
    names = [node.name for node in model.graph.node]
    assert names[: len(LeNet5().stages)] == [name for name, _ in LeNet5().stages]
    assert {tensor.name for tensor in model.graph.initializer} >= LeNet5().shapes.keys()
    assert model.opset_import[0].version == OPSET
    assert {entry.key: entry.value for entry in model.metadata_props}["dataset"] == "mnist"


def test_without_the_package_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "onnx", None)
    with pytest.raises(UserError, match=r"install lenet-desktop\[export\]"):
        to_onnx(weights_of("lenet5"))
