"""Model cards: their entries as text in a file's metadata, and back."""

from __future__ import annotations

from datetime import date

import pytest

from core.network.lenet5 import initialise
from core.network.model_card import ModelCard, joined_names
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights

CARD = ModelCard(
    activation="tanh", pooling="max", preset="quick", seed=1, epoch=3, dataset="mnist",
    test_accuracy=0.9912, test_set="mnist", temperature=0.8731, energy_threshold=2.1,
    date=date(2026, 11, 23), program_version="0.1.0",
)  # fmt: skip


def test_metadata_hold_the_card_as_text():
    assert CARD.to_metadata() == {
        "architecture": "lenet5",
        "activation": "tanh", "pooling": "max", "preset": "quick", "seed": "1", "epoch": "3",
        "dataset": "mnist", "test_accuracy": "0.9912", "test_set": "mnist", "temperature": "0.8731",
        "least_evidence": "2.1000", "date": "2026-11-23", "program_version": "0.1.0",
    }  # fmt: skip


def test_an_unknown_entry_is_empty_text():
    metadata = ModelCard().to_metadata()
    assert metadata.pop("architecture") == "lenet5"
    assert metadata.pop("activation") == "relu"
    assert metadata.pop("pooling") == "average"
    assert set(metadata.values()) == {""}
    assert ModelCard.from_metadata(metadata) == ModelCard()


@pytest.mark.parametrize("temperature", [0.9, 1 / 3, 0.012345678])
def test_metadata_lose_no_digits(temperature):
    card = ModelCard(temperature=temperature)
    assert ModelCard.from_metadata(card.to_metadata()) == card


def test_the_datasets_of_a_card_are_found_by_their_names():
    card = ModelCard(dataset=joined_names(["mnist", "a + b.jsonl", "", "mnist"]))
    assert card.dataset == "mnist + a + b.jsonl"
    assert all(map(card.was_trained_on, ("mnist", "a + b.jsonl")))
    assert not any(map(card.was_trained_on, ("mnis", "b.json", "my-digits", "a +")))
    assert not ModelCard().was_trained_on("mnist")


@pytest.mark.parametrize("name", ["caf\udce9", "two\nlines", "\x00", "<b>bold</b>", "手写"])
@pytest.mark.parametrize("suffix", [".safetensors", ".npz"])
def test_any_name_of_a_file_can_be_saved_and_saved_again(tmp_path, name, suffix):
    path = tmp_path / f"weights{suffix}"
    weights = Weights(initialise(0), ModelCard(dataset=name, test_set=name))
    for _ in range(2):
        save_weights(path, weights)
        weights = load_weights(path)
    assert weights.card.dataset == weights.card.test_set
    assert weights.card.dataset == "".join(c if c.isprintable() else " " for c in name).strip()
