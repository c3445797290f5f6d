"""The modules of docs/pytorch.md load the program's files, and the program loads theirs."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from core.network.architectures import network_of
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights

DOCUMENT = Path(__file__).parents[1] / "docs" / "pytorch.md"
MODULES = {"lenet5": "LeNet5", "deeper": "Deeper", "residual": "Residual"}


@pytest.fixture(scope="module")
def names():
    """What the code of the document defines."""
    pytest.importorskip("torch", reason="PyTorch is not installed")
    defined: dict[str, object] = {}
    for block in re.findall(r"```python\n(.*?)```", DOCUMENT.read_text("utf-8"), re.DOTALL):
        exec(block, defined)
    return defined


@pytest.mark.parametrize("architecture", MODULES)
def test_a_module_has_the_parameters_of_the_network(architecture, names):
    state = names[MODULES[architecture]]().state_dict()
    shapes = {n: tuple(a.shape) for n, a in state.items() if not n.endswith("batches_tracked")}
    assert shapes == dict(network_of(architecture).shapes)


@pytest.mark.parametrize("architecture", MODULES)
def test_files_travel_both_ways(architecture, names, tmp_path):
    rng = np.random.default_rng(3)
    network = network_of(architecture)
    params = network.initialise(2)
    for array in params.values():
        if array.ndim == 1:
            array += rng.uniform(0.05, 0.2, array.shape).astype(np.float32)
    weights = Weights(params, ModelCard(architecture=architecture))
    save_weights(tmp_path / "ours.safetensors", weights)
    module = names["load"](names[MODULES[architecture]](), tmp_path / "ours.safetensors")
    images = rng.uniform(0, 1, (4, 28, 28)).astype(np.float32)
    found = module(names["torch"].tensor(images[:, None])).detach().numpy()
    np.testing.assert_allclose(found, network.logits(params, images), rtol=1e-3, atol=1e-4)
    names["save"](module, tmp_path / "theirs.safetensors", architecture)
    assert load_weights(tmp_path / "theirs.safetensors") == weights


@pytest.mark.parametrize("architecture", MODULES)
def test_the_document_names_every_parameter(architecture):
    text = DOCUMENT.read_text("utf-8")
    for name in network_of(architecture).shapes:
        assert f"self.{name.rpartition('.')[0].rpartition('.')[2]} = " in text, name
