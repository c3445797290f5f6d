"""A weight file with very many arrays is refused before they are read."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import save_file

from core.errors import UserError
from core.network import weight_files
from core.network.weight_files import load_weights


@pytest.mark.parametrize("suffix", [".safetensors", ".npz"])
def test_a_file_with_too_many_arrays_is_refused(suffix, tmp_path, monkeypatch):
    monkeypatch.setattr(weight_files, "_MOST_ARRAYS", 20)
    path = tmp_path / f"many{suffix}"
    arrays = {f"x{number}": np.zeros(1, np.float32) for number in range(21)}
    if suffix == ".npz":
        np.savez(path, **arrays)
    else:
        save_file(arrays, path)
    with pytest.raises(UserError, match="too large to be a weight file"):
        load_weights(path)


def test_a_header_that_is_too_long_is_refused_before_it_is_parsed(tmp_path, monkeypatch):
    monkeypatch.setattr(weight_files, "_LARGEST_HEADER", 100)
    monkeypatch.setattr(weight_files, "_read_safetensors", pytest.fail)
    header = b"{" + b" " * 200 + b"}"
    path = tmp_path / "long.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header + bytes(20))
    with pytest.raises(UserError, match="too large to be a weight file"):
        load_weights(path)
