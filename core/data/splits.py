"""Which training images are held out to choose the best epoch by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.data.examples import Examples
from core.digits import NOT_A_DIGIT
from core.errors import UserError
from core.ink.drawing import Drawing

SHARE = 12
"""One training image in twelve: 5,000 of MNIST's 60,000."""
_SEED = 1998


def split_validation(examples: Examples) -> tuple[Examples, Examples]:
    """Hold one digit in twelve out, always the same ones; what is no digit is all learned from.

    Variants of a digit held out are on neither side: they would tell of it.

    Returns
    -------
    train, validation
        In that order; neither is empty.

    Raises
    ------
    UserError
        With fewer than 24 digits.
    """
    is_original = examples.originals == np.arange(len(examples))
    digits = np.flatnonzero(is_original & (examples.labels != NOT_A_DIGIT))
    n = len(digits)
    if n < 2 * SHARE:
        raise UserError(
            "{n} examples are too few to train on; it takes at least {least}.",
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


def held_aside(drawings: Sequence[Drawing]) -> npt.NDArray[np.bool_]:
    """Mark a tenth (n,) for the test, so that no writer is on both sides if that can be."""
    writers = [repr(drawing.extra.get("writer")) for drawing in drawings]
    _, groups = np.unique(writers, return_inverse=True)
    if repr(None) in writers or groups.max() == 0:
        groups = np.arange(len(drawings))
    n_groups = int(groups.max()) + 1
    chosen = np.random.default_rng(0).permutation(n_groups)[: max(1, round(n_groups / 10))]
    return np.isin(groups, chosen)
