"""Images without a pattern, few of them, so that runs are short, and plots that take no time."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.dataset import Dataset
from core.data.examples import Examples


@pytest.fixture(scope="session")
def data() -> Dataset:
    rng = np.random.default_rng(0)
    images = rng.integers(0, 256, (96, 28, 28), dtype=np.uint8)
    examples = Examples(images, (np.arange(96) % 10).astype(np.uint8))
    return Dataset("noise", examples, examples)


class _NoFigure:
    def savefig(self, path, **_):
        path.write_text("a plot by LeNet Desktop")


@pytest.fixture
def quick_plots(monkeypatch) -> None:
    """A plot takes a second; a small file written by the same function takes its place."""
    for name in ("training_history", "loss_curve", "accuracy_comparison", "confusion_matrix"):
        monkeypatch.setattr(f"core.runs.plots.{name}", lambda *_: _NoFigure())
