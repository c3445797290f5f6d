"""Every named source has a distinct title and description."""

from __future__ import annotations

from core.data.sources import MNIST, MY_DIGITS, NON_DIGITS, REGIONAL, SYNTHETIC
from lenet_desktop.text.datasets import (
    description_of,
    title_of,
    title_of_test_images,
    title_of_test_set,
)

NAMED = (MNIST, SYNTHETIC, REGIONAL, NON_DIGITS, MY_DIGITS)


def test_named_sources_differ_from_each_other_and_from_files():
    for describe in (title_of, title_of_test_images, description_of):
        texts = [describe(source) for source in (*NAMED, "/data/drawn.jsonl")]
        assert len(set(texts)) == len(texts)
        assert not set(texts) & set(NAMED)


def test_a_folder_has_its_own_test_images():
    assert "tenth" in description_of("/data/drawn.JSONL.gz")
    assert "tenth" not in description_of("/data/digits")


def test_a_file_is_called_by_its_name():
    assert title_of("/data/drawn.jsonl.gz") == "drawn.jsonl.gz"


def test_a_test_set_of_several_datasets_has_all_their_titles():
    assert title_of_test_set("mnist + my-digits + pen.jsonl") == (
        "MNIST test images + My Digits + pen.jsonl"
    )
