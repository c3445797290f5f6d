"""Examples of drawings and of their variants."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.ink_examples import draw_examples, draw_with_variants
from core.handwriting import variation
from core.ink.drawing import Drawing
from core.progress import result_of

STEM = np.array([[0.0, 0.0], [1, 40], [0, 100]])


def test_variants_follow_their_originals():
    drawings = [Drawing((STEM,), "1"), Drawing((STEM, STEM + 30), "4")]
    examples = result_of(draw_with_variants(drawings))
    assert examples.labels.tolist() == [1, 4] * 9
    assert examples.originals.tolist() == [0, 1] * 9
    np.testing.assert_array_equal(examples.images[:2], draw_examples(drawings).images)


@pytest.mark.parametrize("label", ["1", "7"])
def test_a_quarter_of_the_variants_of_a_one_have_another_upstroke(label, monkeypatch):
    changed, add = [], variation.add_upstroke

    def add_upstroke(strokes, rng):
        changed.append(strokes)
        return add(strokes, rng)

    monkeypatch.setattr(variation, "add_upstroke", add_upstroke)
    result_of(draw_with_variants([Drawing((STEM,), label)] * 100))
    assert 0.2 < len(changed) / 800 < 0.3 if label == "1" else not changed
