"""Output of the commands: JSON records, tables and progress bars."""

from __future__ import annotations

import json
import math
from io import StringIO

import numpy as np
import pytest
from tqdm import tqdm

from core.evaluation.confusion import confusion_of
from core.progress import Progress, Stage
from lenet_desktop.commands import printing
from lenet_desktop.commands.printing import (
    confusion_table,
    per_digit_table,
    percent,
    print_record,
    probability,
    run_with_bar,
)
from lenet_desktop.text import numbers


def test_non_finite_numbers_become_null(capsys):
    print_record({"loss": math.nan, "best": math.inf, "epoch": 3, "text": "é"})
    line = capsys.readouterr().out
    assert json.loads(line) == {"loss": None, "best": None, "epoch": 3, "text": "é"}
    assert line.count("\n") == 1


def test_only_certainty_is_100_percent():
    assert percent(1.0) == "100.00 %"
    assert percent(0.99999) == "> 99.99 %"
    assert percent(0.99999, decimals=1) == "> 99.9 %"
    assert percent(0.9959) == "99.59 %"
    assert percent(0.0) == "0.00 %"


@pytest.mark.parametrize("share", [0.0, 0.0004, 0.5, 0.9994, 0.9995, 0.99999, 1.0])
def test_a_probability_is_formatted_as_in_the_window(share):
    assert probability(share) == numbers.probability(share)


def test_the_tables_hold_every_count():
    confusion = confusion_of(np.array([4, 4, 4, 9]), np.array([4, 9, 4, 9]))
    rows = per_digit_table(confusion).splitlines()
    assert rows[5].split() == ["4", "66.67", "%", "2", "3"]
    assert rows[1].split() == ["0", "-", "0", "0"]
    assert confusion_table(confusion).splitlines()[5].split() == ["4", *"0000200001"]


def work(*items):
    yield from items
    return "result"


def test_no_bar_is_shown_where_nobody_watches(capsys):
    download = work(Progress(Stage.DOWNLOADING, 10, 100), Progress(Stage.DOWNLOADING, 100, 100))
    assert run_with_bar(download) == "result"
    assert capsys.readouterr() == ("", "")


def test_each_stage_has_its_bar_of_bytes_or_items(monkeypatch):
    bars = []

    def progress_bar(description, total, unit, **options):
        bars.append(tqdm(desc=description, total=total, unit=unit, file=StringIO(), **options))
        return bars[-1]

    monkeypatch.setattr(printing, "progress_bar", progress_bar)
    items = [
        Progress(Stage.DOWNLOADING, 10, 100),
        Progress(Stage.DOWNLOADING, 5, 100),  # a second mirror
        Progress(Stage.DRAWING),
        Progress(Stage.READING, 3, 4),
    ]
    assert run_with_bar(work(*items)) == "result"
    assert [(bar.desc, bar.unit, bar.n, bar.total) for bar in bars] == [
        ("Downloading", "B", 5, 100),
        ("Drawing", "item", 0, None),
        ("Reading", "item", 3, 4),
    ]


def test_an_error_comes_through():
    def fail():
        yield Progress(Stage.READING)
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        run_with_bar(fail())
