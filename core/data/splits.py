"""Splits: examples held out for validation and drawings held out for testing."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.data.examples import Examples
from core.digits import NOT_A_DIGIT
from core.errors import UserError
from core.ink.drawing import Drawing

SHARE = 12
"""One training digit in twelve is held out, 5,000 of MNIST's 60,000."""
_SEED = 1998


def split_validation(examples: Examples) -> tuple[Examples, Examples]:
    """Hold out one digit in twelve for validation, the same ones in every run.

    Non-digits are never held out. Variants of held-out digits are dropped, because they would leak
    into the training set.

    Returns
    -------
    train, validation
        Neither is empty.

    Raises
    ------
    UserError
        If there are fewer than 24 digits.
    """
    is_original = examples.originals == np.arange(len(examples))
    digits = np.flatnonzero(is_original & (examples.labels != NOT_A_DIGIT))
    n = len(digits)
    if n < 2 * SHARE:
        raise UserError(
            "{n} digits are not enough for training. At least {least} are needed.",
            n=n,
            least=2 * SHARE,
        )
    held_out = digits[np.random.default_rng(_SEED).permutation(n)[: n // SHARE]]
    kept = np.flatnonzero(~np.isin(examples.originals, held_out))
    originals = np.searchsorted(kept, examples.originals[kept])
    return (
        Examples(examples.images[kept], examples.labels[kept], originals),
        Examples(examples.images[held_out], examples.labels[held_out]),
    )


def random_part(examples: Examples, n: int) -> Examples:
    """Return a fixed subset of `n` examples, or all of them if there are fewer.

    Parameters
    ----------
    n
        0 for all examples. A chosen variant counts as an example of its own.
    """
    if not 0 < n < len(examples):
        return examples
    chosen = np.sort(np.random.default_rng(_SEED).permutation(len(examples))[:n])
    return Examples(examples.images[chosen], examples.labels[chosen])


def held_out_mask(drawings: Sequence[Drawing]) -> npt.NDArray[np.bool_]:
    """Select about a tenth of the drawings for testing.

    If the drawings name their writers, whole writers are selected, so that none is in both sets.

    Returns
    -------
    ndarray of bool
        Shape (n,).
    """
    writers = [repr(drawing.extra.get("writer")) for drawing in drawings]
    _, groups = np.unique(writers, return_inverse=True)
    if repr(None) in writers or groups.max() == 0:
        groups = np.arange(len(drawings))
    n_groups = int(groups.max()) + 1
    chosen = np.random.default_rng(0).permutation(n_groups)[: max(1, round(n_groups / 10))]
    return np.isin(groups, chosen)
