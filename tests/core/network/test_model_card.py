"""Model cards: their entries as text in a file's metadata, and back."""

from __future__ import annotations

from datetime import date

import pytest

from core.network.model_card import ModelCard, joined_names

CARD = ModelCard(
    activation="tanh", pooling="max", preset="quick", seed=1, epoch=3, dataset="mnist",
    test_accuracy=0.9912, test_set="mnist", temperature=0.8731, energy_threshold=2.1,
    date=date(2026, 11, 23), program_version="0.1.0",
)  # fmt: skip


def test_metadata_hold_the_card_as_text():
    assert CARD.to_metadata() == {
        "activation": "tanh", "pooling": "max", "preset": "quick", "seed": "1", "epoch": "3",
        "dataset": "mnist", "test_accuracy": "0.9912", "test_set": "mnist", "temperature": "0.8731",
        "least_evidence": "2.1000", "date": "2026-11-23", "program_version": "0.1.0",
    }  # fmt: skip


def test_an_unknown_entry_is_empty_text():
    metadata = ModelCard().to_metadata()
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
