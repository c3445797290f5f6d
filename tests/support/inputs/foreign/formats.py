"""The formats of foreign files: how to make a good one, and the reader at the edge."""

from __future__ import annotations

import gzip
import io

import numpy as np
from PIL import Image

import resources
from core.data.idx import read_images, read_labels
from core.ink.drawing import Drawing
from core.ink.ink_files import encode_drawings, load_drawings
from core.ink.picture_files import PICTURE_FORMATS, load_picture
from core.network.lenet5 import initialise
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights, combined
from core.runs.experiments import load_experiment
from core.training.checkpoints import load_checkpoint, save_checkpoint
from lenet_desktop.state.lessons.lesson import load_lesson
from tests.support.inputs.networks import random_weights
from tests.support.inputs.runs import checkpoint


def weights_in(suffix):
    def make(folder):
        path = folder / f"w{suffix}"
        save_weights(path, Weights(initialise(0), ModelCard(dataset="mnist", temperature=1.2)))
        return path.read_bytes()

    return make


def ensemble(folder):
    path = folder / "both.safetensors"
    save_weights(path, combined([random_weights(seed) for seed in range(2)]))
    return path.read_bytes()


def lesson(folder):
    """Return a lesson with every kind of line, as short as possible."""
    return b"""---
title: The rate
summary: In short
minutes: 5
hides: inside_page undo_button
---

## Draw

```stop
page: draw
point: pad
until: reads 7 sure
until: choice train learning_rate_box > 0.5
```

A *seven*, see **{{clear_button}}** and [more](control:undo_button).

## Train

```stop
preset: quick, epochs = 2, learning_rate = 0.5, network = deeper, data = mnist my-digits
experiment: 1-rate
until: run done epochs < 3
until: pinned c1 strong
```

| a | b |
|---|---|
| 1 | 2 |
"""


def experiment(folder):
    return next(resources.path("experiments").glob("*.json")).read_bytes()


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
    "ensemble.safetensors": (ensemble, load_weights),
    "ink.jsonl": (ink, load_drawings),
    "ink.jsonl.gz": (gzipped(ink), load_drawings),
    "images-idx3-ubyte": (idx_images, read_images),
    "images-idx3-ubyte.gz": (gzipped(idx_images), read_images),
    "labels-idx1-ubyte": (idx_labels, read_labels),
    "experiment.json": (experiment, load_experiment),
    "lesson.md": (lesson, load_lesson),
    **{f"picture.{kind.lower()}": (picture_in(kind), load_picture) for kind in PICTURE_FORMATS},
}
