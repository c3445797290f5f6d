"""Sampling: the examples of an epoch and their order."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

import numpy as np
import numpy.typing as npt

from core.arrays import Indices
from core.data.examples import Examples

_VARIANTS_PER_EPOCH = 4  # Per original, including the original.


def epoch_size(examples: Examples, focus: Sequence[int] = ()) -> int:
    """Return the number of examples in an epoch; digits in `focus` count twice."""
    return _sampled(examples.originals) + _sampled(examples.originals[_is_in(focus, examples)])


def steps_per_epoch(examples: Examples, batch_size: int, focus: Sequence[int] = ()) -> int:
    """Return the number of batches in an epoch; the last one may be smaller."""
    return ceil(epoch_size(examples, focus) / batch_size)


def epoch_order(examples: Examples, rng: np.random.Generator, focus: Sequence[int] = ()) -> Indices:
    """Sample and shuffle the examples of an epoch.

    At most four of an original and its variants are sampled, different ones in every epoch, so that
    variants do not outweigh examples without variants. What is sampled of the digits in `focus`
    comes twice.

    Returns
    -------
    Indices
        Shape (`epoch_size`,).
    """
    order = _sample(examples, rng)
    if not focus:
        return order
    repeated = order[np.isin(examples.labels[order], focus)]
    return rng.permutation(np.concatenate([order, repeated]))


def _is_in(focus: Sequence[int], examples: Examples) -> npt.NDArray[np.bool_]:
    return np.isin(examples.labels, focus)


def _sampled(originals: Indices) -> int:
    return int(np.minimum(np.bincount(originals), _VARIANTS_PER_EPOCH).sum())


def _sample(examples: Examples, rng: np.random.Generator) -> Indices:
    """Sample and shuffle the examples of an epoch, each at most once."""
    order = rng.permutation(len(examples))
    if epoch_size(examples) == len(examples):
        return order
    families = examples.originals[order]
    by_family = np.argsort(families, kind="stable")
    firsts = np.flatnonzero(np.diff(families[by_family], prepend=-1))
    sizes = np.diff(firsts, append=len(order))
    nth = np.empty(len(order), np.intp)
    nth[by_family] = np.arange(len(order)) - np.repeat(firsts, sizes)
    chosen = order[nth < _VARIANTS_PER_EPOCH]
    # Without this, originals with many variants would come early.
    return rng.permutation(chosen)
