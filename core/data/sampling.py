"""Sampling: the examples of an epoch and their order."""

from __future__ import annotations

from math import ceil

import numpy as np

from core.data.examples import Examples, Indices

_VARIANTS_PER_EPOCH = 4  # Of each original, itself included.


def epoch_size(examples: Examples) -> int:
    """Return the number of examples in an epoch."""
    return int(np.minimum(np.bincount(examples.originals), _VARIANTS_PER_EPOCH).sum())


def steps_per_epoch(examples: Examples, batch_size: int) -> int:
    """Return the number of batches in an epoch; the last one may be smaller."""
    return ceil(epoch_size(examples) / batch_size)


def epoch_order(examples: Examples, rng: np.random.Generator) -> Indices:
    """Shuffle the examples of an epoch, at most four of an original and its variants together.

    Every epoch samples other variants: they add variety, yet do not outweigh examples
    without variants.

    Returns
    -------
    Indices
        Shape (`epoch_size`,).
    """
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
    # The first of many variants come early in the permutation.
    return rng.permutation(chosen)
