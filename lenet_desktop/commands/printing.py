"""How commands print: records for programs, tables and shares for people, bars while they wait."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

from tqdm import tqdm

from core.data.sources import Progress
from core.evaluation.confusion import Confusion

Bar: TypeAlias = "tqdm[Any]"


def print_record(record: Mapping[str, object]) -> None:
    """Print one JSON line at once; what JSON has no number for becomes null."""
    finite = {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in record.items()
    }
    tqdm.write(json.dumps(finite, allow_nan=False), file=sys.stdout)  # keeps clear of a bar
    sys.stdout.flush()


def percent(share: float, decimals: int = 2) -> str:
    """Write a share of 1 as a percentage; what is not all of it is never rounded up to 100 %."""
    most = 100 if share == 1 else 100 - 10**-decimals
    return f"{min(100 * share, most):.{decimals}f} %"


def per_digit_table(confusion: Confusion) -> str:
    """Lay out how many examples of each digit were read right."""
    lines = ["digit  accuracy   right      of"]
    lines += [
        f"{row.digit:>5}{percent(row.accuracy):>10}{row.correct:>8,}{row.total:>8,}"
        for row in confusion.per_digit()
    ]
    return "\n".join(lines)


def confusion_table(confusion: Confusion) -> str:
    """Lay out what was read for what."""
    lines = ["true \\ predicted" + "".join(f"{digit:>7}" for digit in range(10))]
    lines += [
        f"{digit:>16}" + "".join(f"{count:>7,}" for count in row)
        for digit, row in enumerate(confusion.counts.tolist())
    ]
    return "\n".join(lines)


def progress_bar(description: str, total: int | None, unit: str, **options: Any) -> Bar:
    """Show progress on standard error where that is a terminal; it leaves no trace."""
    tqdm.monitor_interval = 0  # bars that move often need no thread to watch over them
    return tqdm(
        desc=description,
        total=total,
        unit=unit,
        leave=False,
        disable=None,
        dynamic_ncols=True,
        **options,
    )


@contextmanager
def download_bar() -> Generator[Progress]:
    """Yield what shows a download's progress, once there is one to show."""
    with progress_bar("Downloading", None, "B", unit_scale=True, delay=0.5) as bar:

        def show(done: int, total: int) -> None:
            if total:
                bar.total = total
                bar.update(done - bar.n)

        yield show
