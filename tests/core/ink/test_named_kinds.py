"""Files that are opened as pictures and are something else."""

from __future__ import annotations

import pytest

from core.errors import UserError
from core.ink.picture_files import load_picture


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b'{"strokes": [[[1, 2]]]}', "an ink file: give it a name that ends in .jsonl"),
        (bytes(4) + b"ftypheic" + bytes(40), "a HEIC or AVIF picture"),
    ],
)
def test_what_is_something_else_is_named(content, kind, tmp_path):
    (tmp_path / "a.txt").write_bytes(content)
    with pytest.raises(UserError, match=rf"a\.txt is {kind}"):
        load_picture(tmp_path / "a.txt")
