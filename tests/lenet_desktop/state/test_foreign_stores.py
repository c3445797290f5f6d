"""What the program keeps is usable, or refused in one line, whatever its files hold."""

from __future__ import annotations

import random
import warnings

import pytest

from core.errors import UserError
from tests.support.inputs.foreign.mutation import mutations_of
from tests.support.inputs.foreign.stores import STORES, RefusedError

INPUTS = 50


def refusal_of(read, *given):
    """Return why a reader refuses a file; empty if it does not."""
    try:
        read(*given)
    except (UserError, RefusedError) as refusal:
        return str(refusal)
    return ""


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", STORES)
def test_foreign_files_are_usable_or_refused_in_one_line(name, tmp_path):
    make, read = STORES[name]
    content, rng = make(tmp_path), random.Random(name)
    read(content, tmp_path, -1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for number in range(INPUTS):
            refusal = refusal_of(
                read, rng.choice(mutations_of(name))(content, rng), tmp_path, number
            )
            assert not refusal or refusal.isprintable()
            assert len(refusal) < 600
