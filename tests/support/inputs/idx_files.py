"""IDX files of images and labels, written independently of `core.data.idx`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np


def idx_file(array: np.ndarray, magic: int | None = None, shape: Sequence[int] = ()) -> bytes:
    """The content of an IDX file of bytes; another magic number or shape makes it faulty."""
    numbers = (0x0800 + array.ndim if magic is None else magic, *(shape or array.shape))
    return b"".join(number.to_bytes(4, "big") for number in numbers) + array.tobytes()


def write_part(
    folder: Path,
    part: str,
    images: np.ndarray,
    labels: np.ndarray,
    *,
    suffix: str = "",
    pack: Callable[[bytes], bytes] = bytes,
) -> None:
    """Write the two files of the part `train` or `t10k`, by their usual names."""
    for kind, array in (("images-idx3", images), ("labels-idx1", labels)):
        (folder / f"{part}-{kind}-ubyte{suffix}").write_bytes(pack(idx_file(array)))


def bars(n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Images, one bar each on noise, and labels, which say the bar's height: soon learned."""
    labels = np.arange(n, dtype=np.uint8) % 10
    images = rng.integers(0, 60, (n, 28, 28), dtype=np.uint8)
    for image, label in zip(images, labels, strict=True):
        image[4 + 2 * label : 6 + 2 * label, 5:23] = 255
    return images, labels
