"""Writing a file so that a reader only ever sees it whole."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Generator[Path]:
    """Yield a temporary path beside `path` and move it into place when the block succeeds.

    Parameters
    ----------
    path
        The file to write; its folder must exist. A file already there stays as it is until the
        new one is complete, and for good when the block fails.

    Yields
    ------
    Path
        Where to write. It has the suffixes of `path`, by which many libraries choose a format.

    Raises
    ------
    OSError
        When the folder is missing, not writable or full. Nothing is left behind.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=path.name, dir=path.parent)
    os.close(handle)
    temporary = Path(name)
    try:
        yield temporary
        # mkstemp makes the file private; what a person saves follows their own umask.
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
