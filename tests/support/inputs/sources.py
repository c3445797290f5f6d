"""Datasets in files, and what is loaded from them."""

from __future__ import annotations

import json
import struct

import numpy as np

from core.data import sources
from core.progress import result_of

NAMES = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


def load(name):
    return result_of(sources.load(name))


def load_all(names):
    return result_of(sources.load_all(names))


def examples_to_evaluate(name):
    return result_of(sources.examples_to_evaluate(name))


def write_folder(folder, examples, names=NAMES, pack=bytes):
    folder.mkdir(parents=True)
    arrays = [array for part in examples for array in (part.images, part.labels)]
    for name, array in zip(names, arrays, strict=True):
        magic = 2048 + array.ndim
        header = struct.pack(f">{1 + array.ndim}I", magic, *array.shape)
        (folder / name).write_bytes(pack(header + array.tobytes()))
    return folder


def write_ink(path, labels, **keys):
    """One drawing a label; each key holds a list with one value a drawing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for i, label in enumerate(labels):
        strokes = [[[10, 10], [12 + 2 * i, 40], [30, 70 + i]]]
        extra = {key: values[i] for key, values in keys.items() if values[i] is not None}
        lines.append(json.dumps({"strokes": strokes, "label": label, **extra}))
    path.write_text("\n".join(lines))
    return path


def originals(part):
    """The images that are no variants of others."""
    return part.images[part.originals == np.arange(len(part))]


def assert_same(part, expected):
    np.testing.assert_array_equal(part.images, expected.images)
    np.testing.assert_array_equal(part.labels, expected.labels)
