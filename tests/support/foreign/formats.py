"""The formats of foreign files: how to make a good one, and the reader at the edge."""

from __future__ import annotations

import gzip
import io

import numpy as np
from PIL import Image

from core.data.idx import read_images, read_labels
from core.ink.drawing import Drawing
from core.ink.ink_files import encode_drawings, load_drawings
from core.ink.picture_files import PICTURE_FORMATS, load_picture
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from core.training.checkpoints import load_checkpoint, save_checkpoint
from tests.support.runs import checkpoint


def weights_in(suffix):
    def make(folder):
        path = folder / f"w{suffix}"
        save_weights(path, Weights(initialise(0), ModelCard(dataset="mnist", temperature=1.2)))
        return path.read_bytes()

    return make


def picture_in(kind):
    def make(folder):
        rng = np.random.default_rng(0)
        picture = Image.fromarray((rng.random((16, 12, 3)) * 255).astype(np.uint8))
        exif = Image.Exif()
        exif[0x0112] = 6
        content = io.BytesIO()
        picture.save(content, kind, **({"exif": exif} if kind in ("PNG", "JPEG", "WEBP") else {}))
        return content.getvalue()

    return make


def ink(folder):
    strokes = (np.array([[0.1, 0.2], [3.5, 0.9]]), np.array([[1.0, 1.0]]))
    return encode_drawings([Drawing(strokes, "7", {"writer": "W"}) for _ in range(4)])


def gzipped(make):
    return lambda folder: gzip.compress(make(folder))


def idx_images(folder):
    return bytes([0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 28, 0, 0, 0, 28]) + bytes(2 * 784)


def idx_labels(folder):
    return bytes([0, 0, 8, 1, 0, 0, 0, 5, 1, 2, 3, 4, 5])


def run_state(folder):
    path = folder / "last.safetensors"
    save_checkpoint(path, checkpoint(3))
    return path.read_bytes()


FORMATS = {
    "last.safetensors": (run_state, load_checkpoint),
    "weights.safetensors": (weights_in(".safetensors"), load_weights),
    "weights.npz": (weights_in(".npz"), load_weights),
    "ink.jsonl": (ink, load_drawings),
    "ink.jsonl.gz": (gzipped(ink), load_drawings),
    "images-idx3-ubyte": (idx_images, read_images),
    "images-idx3-ubyte.gz": (gzipped(idx_images), read_images),
    "labels-idx1-ubyte": (idx_labels, read_labels),
    **{f"picture.{kind.lower()}": (picture_in(kind), load_picture) for kind in PICTURE_FORMATS},
}
