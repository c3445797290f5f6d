"""Faults of a dataset that a network which reads digits reveals.

EMNIST's files hold rows and columns exchanged, other sets are dark on light, and labels may be
counted from 1 or belong to the image beside. A network that reads most digits correctly once the
fault is mended shows which one it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from core.arrays import ByteArray
from core.errors import Message
from core.evaluation.assessment import Assessment
from core.network.weights import Weights
from core.recognition.recognizer import Recognizer

_SUSPICIOUS = 0.7  # Accuracy below which faults are looked for.
_CONVINCING = 0.8  # Least accuracy after the fault is mended,
_GAIN = 0.2  # which must be this much higher than before.
_FEWEST_DIGITS = 5  # Different labels needed: a few digits may be misread alike.
_SAMPLE = 1000  # Images that are classified once more for each fault.


@dataclass(frozen=True)
class DataFault:
    """A fault of a dataset.

    Attributes
    ----------
    remedy
        What mends it, without the accuracy.
    accuracy
        The accuracy of the network once it is mended, 0-1.
    """

    remedy: Message
    accuracy: float


def find_data_fault(weights: Weights, assessment: Assessment) -> DataFault | None:
    """Find the fault of a dataset that explains a low accuracy.

    Parameters
    ----------
    weights
        Weights that read digits.
    assessment
        Their answers to the dataset.

    Returns
    -------
    DataFault or None
        None if the accuracy is not low, there are too few different digits to tell, or no remedy
        raises the accuracy clearly.
    """
    assessment = assessment.of_digits
    before = assessment.confusion.accuracy
    if before >= _SUSPICIOUS or len(np.unique(assessment.examples.labels)) < _FEWEST_DIGITS:
        return None
    faults = [*_label_faults(assessment), *_image_faults(Recognizer(weights), assessment)]
    fault = max(faults, key=lambda fault: fault.accuracy)
    return fault if fault.accuracy >= max(_CONVINCING, before + _GAIN) else None


def _label_faults(assessment: Assessment) -> Iterator[DataFault]:
    labels, predicted = assessment.examples.labels.astype(np.int64), assessment.predicted
    for number in range(1, 10):
        remedy = Message("The labels seem to be {number} too high, modulo 10.", {"number": number})
        yield DataFault(remedy, float(((labels - number) % 10 == predicted).mean()))
    for offset, remedy in (
        (1, Message("Each label seems to belong to the next image.")),
        (-1, Message("Each label seems to belong to the previous image.")),
    ):
        yield DataFault(remedy, float((np.roll(labels, offset) == predicted).mean()))


def _image_faults(recognizer: Recognizer, assessment: Assessment) -> Iterator[DataFault]:
    step = -(-len(assessment.predicted) // _SAMPLE)
    images, labels = assessment.examples.images[::step], assessment.examples.labels[::step]
    for remedy, mended in _mended(images):
        predicted = recognizer.probabilities(np.ascontiguousarray(mended)).argmax(axis=1)
        yield DataFault(remedy, float((predicted == labels).mean()))


def _mended(images: ByteArray) -> Iterator[tuple[Message, ByteArray]]:
    yield (
        Message("The images seem to lie on their side, as EMNIST's do: exchange rows and columns."),
        images.swapaxes(1, 2),
    )
    yield (
        Message("The images seem to be dark on light: invert them, white ink (255) on black (0)."),
        255 - images,
    )
    for quarters, remedy in (
        (1, Message("The images seem to be rotated: rotate them by 90 degrees to the left.")),
        (2, Message("The images seem to be upside down: rotate them by 180 degrees.")),
        (3, Message("The images seem to be rotated: rotate them by 90 degrees to the right.")),
    ):
        yield remedy, np.rot90(images, quarters, axes=(1, 2))
