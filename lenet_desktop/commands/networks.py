"""The network of a command: the files of ``--weights``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import resources
from core.network.weight_files import load_weights
from core.network.weights import Weights, combined


def load_network(files: Sequence[Path] | None) -> Weights:
    """Load the files of ``--weights``, several as an ensemble; None for the bundled network."""
    bundled = resources.path("weights/lenet5.safetensors")
    return combined([load_weights(file) for file in files or [bundled]])
