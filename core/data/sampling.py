"""Which examples an epoch goes through, and in what order."""

from __future__ import annotations

from math import ceil

import numpy as np

from core.data.examples import Examples, Indices

_VARIANTS_PER_EPOCH = 4
"""How often an epoch looks at a drawing that has variants, each time at another of them."""


def epoch_size(examples: Examples) -> int:
    """Return how many examples an epoch goes through."""
    return int(np.minimum(np.bincount(examples.originals), _VARIANTS_PER_EPOCH).sum())


def steps_per_epoch(examples: Examples, batch_size: int) -> int:
    """Return how many batches an epoch goes through; the last one may be smaller."""
    return ceil(epoch_size(examples) / batch_size)


def epoch_order(examples: Examples, rng: np.random.Generator) -> Indices:
    """Draw the order of an epoch: all examples, but of a drawing and its variants only four.

    So variants make what is seen more various, and yet do not crowd out what has none.

    Returns
    -------
    ndarray
        Places, `epoch_size` of them.
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
    # The first of many come early: what was chosen is to lie anywhere.
    return rng.permutation(chosen)
