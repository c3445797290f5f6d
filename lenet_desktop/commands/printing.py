"""Output of the commands: JSON records, tables, percentages and progress bars."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Generator, Mapping
from contextlib import closing
from typing import Any, TypeAlias, TypeVar

from tqdm import tqdm

from core.digits import N_DIGITS
from core.errors import printable
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


def print_lines(*lines: str, to_errors: bool = False) -> None:
    """Print lines on standard output or standard error, and flush.

    What cannot be shown in a line, such as an escape sequence in the name of a file, becomes a
    space.
    """
    file = sys.stderr if to_errors else sys.stdout
    print(*map(printable, lines), sep="\n", file=file, flush=True)


def print_record(record: Mapping[str, object]) -> None:
    """Print one JSON line and flush; numbers that are not finite become null."""
    finite = {
        key: None if isinstance(value, float) and not math.isfinite(value) else value
        for key, value in record.items()
    }
    tqdm.write(
        json.dumps(finite, allow_nan=False), file=sys.stdout
    )  # Does not garble a progress bar.
    sys.stdout.flush()


def percent(share: float, decimals: int = 2) -> str:
    """Format a share (0-1) as a percentage; only 1 is shown as 100 %."""
    number = f"{100 * share:.{decimals}f}"
    if share < 1 and number == f"{100:.{decimals}f}":
        return f"> {100 - 10**-decimals:.{decimals}f} %"
    return f"{number} %"


def probability(share: float) -> str:
    """Format a probability as the window does: as a percentage, never 100 %."""
    return percent(min(share, 1 - 1e-9), decimals=1)


def per_digit_table(confusion: Confusion) -> str:
    """Format the accuracy of each digit."""
    lines = ["digit  accuracy correct   total"]
    for row in confusion.per_digit():
        accuracy = percent(row.accuracy) if row.total else "-"
        lines.append(f"{row.digit:>5}{accuracy:>10}{row.correct:>8,}{row.total:>8,}")
    return "\n".join(lines)


def confusion_table(confusion: Confusion) -> str:
    """Format the confusion matrix."""
    lines = ["true \\ predicted" + "".join(f"{digit:>7}" for digit in range(N_DIGITS))]
    lines += [
        f"{digit:>16}" + "".join(f"{count:>7,}" for count in row)
        for digit, row in enumerate(confusion.counts.tolist())
    ]
    return "\n".join(lines)


def progress_bar(description: str, total: int | None, unit: str, **options: Any) -> Bar:
    """Create a progress bar on standard error if that is a terminal; removed when closed."""
    # Without the thread with which tqdm refreshes slow bars; these are updated often.
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
    """A progress bar for the current stage, in bytes of a download or in items.

    Stages shorter than half a second show no bar.
    """

    def __init__(self) -> None:
        self._stage: Stage | None = None
        self._bar: Bar | None = None

    def show(self, progress: Progress) -> None:
        """Update the bar; a new stage has a new bar."""
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
    """Run a generator with a progress bar for each stage, and return its result.

    The generator is closed if it is interrupted.
    """
    with closing(work), closing(StageBar()) as bar:
        while True:
            try:
                bar.show(next(work))
            except StopIteration as end:
                result: T = end.value
                return result
