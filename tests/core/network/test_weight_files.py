"""Weight files: saving, loading, PyTorch compatibility and error messages."""

from __future__ import annotations

import json
import pickle
from datetime import date

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from core.errors import UserError
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights

CARD = ModelCard(
    activation="tanh", pooling="max", preset="quick", seed=1, epoch=3, dataset="mnist",
    test_accuracy=0.9912, test_set="mnist", temperature=0.8731, energy_threshold=2.1,
    date=date(2026, 11, 23), program_version="0.1.0",
)  # fmt: skip


@pytest.fixture
def weights():
    return Weights(initialise(1), CARD)


@pytest.mark.parametrize("name", ["w.safetensors", "w.npz", "重量 ü.safetensors"])
def test_what_is_saved_is_loaded(name, weights, tmp_path):
    save_weights(tmp_path / name, weights)
    assert load_weights(tmp_path / name) == weights
    assert load_weights(tmp_path / name).card.date == CARD.date


def test_the_format_is_found_by_content_not_by_name(weights, tmp_path):
    save_weights(tmp_path / "w.npz", weights)
    (tmp_path / "w.npz").rename(tmp_path / "w.safetensors")
    assert load_weights(tmp_path / "w.safetensors") == weights


@pytest.mark.parametrize(
    ("entry", "found"),
    [
        *(("temperature", text) for text in ("warm", "0", "-1", "nan", "inf")),
        *(("least_evidence", text) for text in ("little", "nan", "-inf")),
        *(("test_accuracy", text) for text in ("99 %", "nan")),
        ("seed", "one"),
        ("epoch", "3.5"),
        ("date", "yesterday"),
    ],
)
def test_an_invalid_entry_of_a_card_is_reported(entry, found, weights, tmp_path):
    path = tmp_path / "w.safetensors"
    save_file(dict(weights.arrays), path, metadata={**CARD.to_metadata(), entry: found})
    with pytest.raises(UserError, match=f"w.safetensors .* its {entry} cannot be {found}"):
        load_weights(path)


def test_a_file_of_another_program_without_a_card_opens(weights, tmp_path):
    save_file(dict(weights.arrays), tmp_path / "w.safetensors")
    assert load_weights(tmp_path / "w.safetensors").card == ModelCard()


def test_pytorch_reads_the_file_into_its_own_layers(weights, tmp_path):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    save_weights(tmp_path / "w.safetensors", Weights(weights.arrays))
    tensors = {k: torch.tensor(v) for k, v in load_file(tmp_path / "w.safetensors").items()}
    image = np.random.default_rng(0).uniform(0, 1, (1, 28, 28)).astype(np.float32)
    x = torch.tensor(image)[None]
    for stage, padding in (("c1", 2), ("c3", 0)):
        x = torch.conv2d(x, tensors[f"{stage}.weight"], tensors[f"{stage}.bias"], padding=padding)
        x = torch.nn.functional.avg_pool2d(x.relu(), 2)
    x = x.flatten(1)
    for stage in ("f5", "f6"):
        x = (x @ tensors[f"{stage}.weight"].T + tensors[f"{stage}.bias"]).relu()
    expected = x @ tensors["output.weight"].T + tensors["output.bias"]
    logits = Weights(weights.arrays).network.logits(weights.arrays, image)
    np.testing.assert_allclose(logits, expected.numpy(), atol=1e-4)


def changed(**changes):
    arrays = initialise(1)
    for name, array in changes.items():
        name = name.replace("_", ".")
        arrays.pop(name, None)
        if array is not None:
            arrays[name] = array
    return arrays


@pytest.mark.parametrize(
    ("arrays", "complaint"),
    [
        (changed(f5_bias=None), "it has no f5.bias"),
        (changed(f7_bias=np.zeros(3, np.float32)), "it also holds f7.bias"),
        (changed(f5_bias=np.zeros(84, np.float32)), "f5.bias should be 120 and is 84"),
        (changed(f5_weight=np.zeros((400, 120), np.float32)), "120 x 400 and is 400 x 120"),
        (changed(f5_bias=np.zeros(120)), "f5.bias should be float32 and is float64"),
        (changed(f5_bias=np.full(120, np.nan, np.float32)), "f5.bias holds values that are not"),
    ],
)
def test_a_file_that_does_not_fit_is_reported_exactly(arrays, complaint, tmp_path):
    save_file(arrays, tmp_path / "w.safetensors")
    with pytest.raises(UserError, match=complaint):
        load_weights(tmp_path / "w.safetensors")


@pytest.mark.parametrize(
    ("metadata", "complaint"),
    [
        ({"format": "lenet5-desktop/9"}, "its format is lenet5-desktop/9"),
        ({"activation": "gelu"}, "its activation is gelu, not one of relu, tanh, sigmoid"),
        ({"pooling": "min"}, "its pooling is min, not one of average, max"),
    ],
)
def test_a_card_of_another_network_is_rejected(metadata, complaint, tmp_path):
    save_file(initialise(1), tmp_path / "w.safetensors", metadata=metadata)
    with pytest.raises(UserError, match=complaint):
        load_weights(tmp_path / "w.safetensors")


def truncated(path, weights):
    save_weights(path, weights)
    path.write_bytes(path.read_bytes()[:-100])


def truncated_npz(path, weights):
    save_weights(path.with_suffix(".npz"), weights)
    path.write_bytes(path.with_suffix(".npz").read_bytes()[:5000])


def with_object_array(path, _):
    with path.open("wb") as file:
        np.savez(file, **{"c1.weight": np.array([{"a": 1}], dtype=object)})


@pytest.mark.parametrize(
    "write",
    [
        lambda path, _: path.write_bytes(b""),
        lambda path, _: path.write_text("hello, this is not a weight file"),
        lambda path, _: path.write_bytes(pickle.dumps({"c1.weight": [1, 2]})),
        lambda path, _: path.write_bytes(b"PK\x05\x06" + b"\0" * 18),
        truncated,
        truncated_npz,
        with_object_array,
    ],
    ids=["empty", "text", "pickle", "empty zip", "cut off", "npz cut off", "objects"],
)
def test_anything_else_is_reported_as_not_a_weight_file(write, weights, tmp_path):
    path = tmp_path / "w.safetensors"
    write(path, weights)
    with pytest.raises(UserError, match=r"w\.safetensors"):
        load_weights(path)


def test_a_missing_file_and_an_unknown_suffix_are_named(weights, tmp_path):
    with pytest.raises(UserError, match="does not exist"):
        load_weights(tmp_path / "w.npz")
    with pytest.raises(UserError, match="choose a name"):
        save_weights(tmp_path / "w.pth", weights)
    assert list(tmp_path.iterdir()) == []


def test_an_npz_carries_its_card_as_plain_text(weights, tmp_path):
    save_weights(tmp_path / "w.npz", weights)
    with np.load(tmp_path / "w.npz", allow_pickle=False) as file:
        assert json.loads(str(file["card"]))["format"] == "lenet5-desktop/1"
