"""What commands print, for programs and for people."""

from __future__ import annotations

import json
import math

import numpy as np

from core.evaluation.confusion import confusion_of
from lenet_desktop.commands.printing import (
    confusion_table,
    download_bar,
    per_digit_table,
    percent,
    print_record,
)


def test_numbers_that_json_lacks_become_null(capsys):
    print_record({"loss": math.nan, "best": math.inf, "epoch": 3, "text": "é"})
    line = capsys.readouterr().out
    assert json.loads(line) == {"loss": None, "best": None, "epoch": 3, "text": "é"}
    assert line.count("\n") == 1


def test_only_certainty_is_100_percent():
    assert percent(1.0) == "100.00 %"
    assert percent(0.99999) == "99.99 %"
    assert percent(0.99999, decimals=1) == "99.9 %"
    assert percent(0.9959) == "99.59 %"
    assert percent(0.0) == "0.00 %"


def test_the_tables_hold_every_count():
    confusion = confusion_of(np.array([4, 4, 4, 9]), np.array([4, 9, 4, 9]))
    rows = per_digit_table(confusion).splitlines()
    assert rows[5].split() == ["4", "66.67", "%", "2", "3"]
    assert confusion_table(confusion).splitlines()[5].split() == ["4", *"0000200001"]


def test_a_download_is_not_shown_where_nobody_watches(capsys):
    with download_bar() as show:
        show(10, 100)
        show(100, 100)
    assert capsys.readouterr() == ("", "")
