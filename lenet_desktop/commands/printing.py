"""How commands print: records for programs, tables and shares for people, bars while they wait."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Generator, Mapping
from contextlib import closing
from typing import Any, TypeAlias, TypeVar

from tqdm import tqdm

from core.evaluation.confusion import Confusion
from core.progress import Progress, Stage

Bar: TypeAlias = "tqdm[Any]"
T = TypeVar("T")

_DESCRIPTIONS = {
    Stage.OPENING: "Opening",
    Stage.DOWNLOADING: "Downloading",
    Stage.DRAWING: "Drawing",
    Stage.READING: "Reading",
    Stage.TRAINING: "Training",
    Stage.EVALUATING: "Evaluating",
}


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
    # tqdm would start a thread that refreshes bars which seldom move; these move often.
    tqdm.monitor_interval = 0
    return tqdm(
        desc=description,
        total=total,
        unit=unit,
        leave=False,
        disable=None,
        dynamic_ncols=True,
        **options,
    )


class StageBar:
    """A bar for the current stage of a piece of work.

    It counts the bytes of a download, otherwise items; short stages have none.
    """

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._bar: Bar | None = None

    def show(self, progress: Progress) -> None:
        """Move the bar, or replace it if the stage is another one."""
        if self._bar is None or progress.stage is not self._stage:
            self.close()
            self._stage = progress.stage
            is_download = self._stage is Stage.DOWNLOADING
            self._bar = progress_bar(
                _DESCRIPTIONS[self._stage],
                None,
                "B" if is_download else "item",
                unit_scale=is_download,
                delay=0.5,
            )
        self._bar.total = progress.total or None
        self._bar.update(progress.done - self._bar.n)

    def close(self) -> None:
        """Remove the bar."""
        if self._bar is not None:
            self._bar.close()
        self._bar = None


def run_with_bar(work: Generator[Progress, None, T]) -> T:
    """Run a piece of work with a bar for each of its stages, and return its result.

    The work is closed if it is interrupted.
    """
    with closing(work), closing(StageBar()) as bar:
        while True:
            try:
                bar.show(next(work))
            except StopIteration as end:
                result: T = end.value
                return result
