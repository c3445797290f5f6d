"""Measure the accuracy lost by importing digits as pictures: MNIST, enlarged and inverted.

LENET_DATA_DIR=... python -m tests.benchmarks.pictures [--images 10000]
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence

import numpy as np
from PIL import Image

import resources
from core.data.sources import MNIST, examples_to_evaluate
from core.ink.pictures import normalise
from core.network.weight_files import load_weights
from core.progress import result_of
from core.recognition.recognizer import Recognizer

ENLARGEMENTS = {
    "nearest, tenfold": Image.Resampling.NEAREST,
    "bicubic, tenfold": Image.Resampling.BICUBIC,
}


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--images", type=int, default=10_000, help="only the first images")
    arguments = parser.parse_args(argv)
    recognizer = Recognizer(load_weights(resources.path("weights/lenet5.safetensors")))
    examples = result_of(examples_to_evaluate(MNIST))
    images, labels = examples.images[: arguments.images], examples.labels[: arguments.images]

    def accuracy(pictures):
        return (recognizer.probabilities(pictures).argmax(axis=1) == labels).mean()

    plain = accuracy(images)
    print(f"{'original images':32} {plain:8.2%}")
    for name, resampling in ENLARGEMENTS.items():
        enlarged = [
            np.asarray(Image.fromarray(image).resize((280, 280), resampling)) for image in images
        ]
        inverted = [255 - picture for picture in enlarged]
        for polarity, pictures in (("white on black", enlarged), ("black on white", inverted)):
            found = accuracy(np.stack([normalise(picture) for picture in pictures]))
            print(f"{name + ', ' + polarity:32} {found:8.2%}  {100 * (found - plain):+.2f} points")


if __name__ == "__main__":
    main()
