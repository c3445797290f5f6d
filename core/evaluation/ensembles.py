"""Ensembles: several networks combined, with one temperature and one energy threshold."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from core.arrays import FloatArray
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.data.sources import load_all
from core.data.splits import split_validation
from core.engines.predictor import predictor_of
from core.evaluation.confusion import confusion_of
from core.network.confidence import fit_energy_threshold, fit_temperature
from core.network.weights import Weights, combined
from core.progress import Progress, Stage
from core.version import program_version

_CHUNK = 250


def combine(
    networks: Sequence[Weights], sources: Sequence[str]
) -> Generator[Progress, None, Weights]:
    """Combine networks, and fit the temperature and the energy threshold of the ensemble.

    Parameters
    ----------
    networks
        Two or more.
    sources
        The datasets that they were trained on, as `core.data.sources.load_all` takes them. Of
        those, the images that are held out for validation in every run are used.

    Raises
    ------
    UserError, OSError
        If two networks are the same, or a dataset cannot be loaded.
    """
    ensemble = combined(networks)
    data = yield from load_all(sources)
    return (yield from calibrated(ensemble, data))


def calibrated(ensemble: Weights, data: Dataset) -> Generator[Progress, None, Weights]:
    """Fit the temperature and the energy threshold of an ensemble on the validation images."""
    _, validation = split_validation(data.train)
    logits = yield from _logits(ensemble, validation)
    card = replace(
        ensemble.card,
        temperature=round(fit_temperature(logits, validation.labels), 4),
        energy_threshold=round(fit_energy_threshold(logits), 4),
        date=date.today(),
        program_version=program_version(),
    )
    return Weights(ensemble.arrays, card)


def tested(ensemble: Weights, data: Dataset) -> Generator[Progress, None, Weights]:
    """Evaluate an ensemble on the test images, and return it with the accuracy on its card."""
    logits = yield from _logits(ensemble, data.test)
    accuracy = confusion_of(data.test.labels, logits.argmax(axis=1)).accuracy
    test_set = data.test_name or data.name
    return Weights(
        ensemble.arrays,
        replace(ensemble.card, test_accuracy=round(accuracy, 4), test_set=test_set),
    )


def _logits(weights: Weights, examples: Examples) -> Generator[Progress, None, FloatArray]:
    predict, n = predictor_of(weights), len(examples)
    greys, parts = examples.images.reshape(n, -1), list[FloatArray]()
    for start in range(0, n, _CHUNK):
        parts.append(predict(greys[start : start + _CHUNK]))
        yield Progress(Stage.READING, min(start + _CHUNK, n), n)
    return np.concatenate(parts)
