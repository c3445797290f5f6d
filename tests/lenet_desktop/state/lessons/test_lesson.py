"""The file of a lesson: what it says, and how it is refused."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import UserError
from core.training.presets import PRESETS
from lenet_desktop.state.lessons.lesson import load_lesson
from lenet_desktop.state.lessons.library import find_lesson, in_language, own_lessons
from lenet_desktop.state.lessons.preset import parse_preset

WHOLE = """---
title: A & b <c>
summary: What it is about
minutes: 12
hides: train_page  clear_button
---

## Draw

```stop
page: draw
point: pad
until: ink
until: reads 7
preset: quick, epochs = 3, learning_rate = 0.5, activation = tanh, data = mnist non-digits
experiment: rate
```

Draw **7**.

### A smaller heading

```
## not in a stop
```
## Read
Only.
"""
HEAD = "---\ntitle: x\n---\n"


@pytest.fixture
def load(tmp_path):
    def load(text, name="a.md"):
        file = tmp_path / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return load_lesson(file)

    return load


def test_everything_in_a_file_is_in_the_lesson(load, tmp_path):
    lesson = load(WHOLE.replace("```\n## not in a stop\n```\n", ""))
    assert (lesson.file, lesson.title) == (tmp_path / "a.md", "A & b <c>")
    assert (lesson.summary, lesson.minutes) == ("What it is about", 12)
    assert lesson.hides == ("train_page", "clear_button")
    draw, read = lesson.steps
    assert (draw.title, draw.page, draw.point, draw.experiment) == ("Draw", "draw", "pad", "rate")
    assert draw.text == "Draw **7**.\n\n### A smaller heading"
    assert len(draw.checks) == 2
    plan = draw.preset.plan
    assert (plan.epochs, plan.learning_rate, plan.activation) == (3, 0.5, "tanh")
    assert plan.batch_size == PRESETS["quick"].batch_size
    assert draw.preset.sources == ("mnist", "non-digits")
    assert (read.title, read.text, read.page, read.checks) == ("Read", "Only.", "", ())
    assert read.preset is None


def test_line_ends_and_a_byte_order_mark_do_not_matter(load):
    plain = load(WHOLE)
    other = load(b"\xef\xbb\xbf" + WHOLE.replace("\n", "\r\n").encode())
    assert [step.text for step in other.steps] == [step.text for step in plain.steps]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "a.md, line 0: A lesson begins with a line ---."),
        ("# Title", "a.md, line 1: A lesson begins with a line ---."),
        (
            "---\ntitle: x\n",
            "a.md, line 2: The block of names and values is not closed by a line ---.",
        ),
        ("---\nminutes: 3\n---\n## a", "a.md, line 3: The lesson has no title."),
        ("---\ntitle: x\ntitle: y\n---", "a.md, line 3: title is given twice."),
        (
            "---\nsubject: x\n---",
            "a.md, line 2: Expected one of title, summary, minutes, hides, then a colon.",
        ),
        ("---\nminutes: -1\n---", "a.md, line 2: -1 is not a number of minutes."),
        (
            HEAD,
            "a.md, line 3: The lesson has no steps. Each step begins with a line such as ## Draw.",
        ),
        (HEAD + f"## {'x' * 301}\n", "a.md, line 4: The title is longer than 300 characters."),
        ("---\ntitle: " + "x" * 301, "a.md, line 2: The title is longer than 300 characters."),
        (
            HEAD + "## a\n" + "[" * 10_001,
            "a.md, line 5: The text of the step is longer than 10000 characters.",
        ),
        ("---\nhides: " + "a " * 51, "a.md, line 2: More than 50 names are given."),
        (HEAD + "Hello", "a.md, line 4: A step begins with a line such as ## Draw."),
        (
            HEAD + "## a\n```stop\npage: 1\n```",
            "a.md, line 6: Unknown page: 1. Available: draw, inside, train, evaluate, my_digits.",
        ),
        (HEAD + "## a\n```stop\npoint: a b\n```", "a.md, line 6: a b is not a name."),
        (
            HEAD + "## a\n```stop\nuntil: it rains\n```",
            "a.md, line 6: Unknown condition: it. Available: page,",
        ),
        (HEAD + "## a\n```stop\nuntil:\n```", "a.md, line 6: Unknown condition: . Available:"),
        (
            HEAD + "## a\n```stop\nuntil: ink 7\n```",
            "a.md, line 6: The words after the condition ink are invalid.",
        ),
        (HEAD + "## a\n```stop\nuntil: reads x\n```", "a.md, line 6: x is not one of 0"),
        (
            HEAD + "## a\n```stop\npreset: fast\n```",
            "a.md, line 6: Unknown preset: fast. Available: report, quick, best.",
        ),
        (HEAD + "## a\n```stop\npreset: best, rate = 1\n```", "Unknown setting: rate."),
        (HEAD + "## a\n```stop\npreset: best, epochs = 0\n```", "epochs cannot be 0."),
        (
            HEAD + "## a\n```stop\npreset: best, data = /etc\n```",
            "Unknown dataset: /etc. Available:",
        ),
        (b"---\ntitle: \xff\n---\n## a", "a.md is not UTF-8 text."),
        (HEAD + "## a\n" + "x" * 2**18, "a.md is too large for a lesson."),
    ],
)
def test_a_file_that_is_not_a_lesson_is_refused_in_one_line(load, text, message):
    with pytest.raises(UserError) as caught:
        load(text)
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_damaged_files_are_lessons_or_refused(load):
    rng = np.random.default_rng(4)
    messages = []
    for _ in range(300):
        at, much = rng.integers(0, len(WHOLE)), rng.integers(0, 9)
        text = WHOLE[:at] + "".join(map(chr, rng.integers(1, 300, much))) + WHOLE[at + much :]
        try:
            load(text)
        except UserError as error:
            messages.append(str(error))
    assert 0 < len(messages) < 300
    assert not [message for message in messages if "\n" in message]


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(UserError, match="cannot be read"):
        load_lesson(tmp_path / "none.md")


def test_a_preset_may_be_the_name_alone():
    assert parse_preset("best").plan == PRESETS["best"]
    assert parse_preset("best").sources == ()


def test_a_lesson_is_found_by_its_number():
    file = find_lesson("2", "en")
    assert (file.name, file.parent.name) == ("02-convolution.md", "en")
    assert find_lesson("2", "zh_CN") == in_language(file, "zh_CN") != file
    assert in_language(in_language(file, "zh_CN"), "en") == file
    with pytest.raises(UserError, match="Lesson 99 does not exist"):
        find_lesson("99", "en")
    assert str(find_lesson("mine.md", "en")) == "mine.md"


def test_a_lesson_of_ones_own_has_one_language(tmp_path):
    file = tmp_path / "02-convolution.md"
    assert in_language(file, "zh_CN") == file


def test_a_folder_may_contain_other_files(tmp_path):
    (tmp_path / "b.md").write_text(WHOLE, "utf-8")
    (tmp_path / "a.md").write_text(HEAD + "## a", "utf-8")
    (tmp_path / "notes.md").write_text("notes", "utf-8")
    (tmp_path / "c.txt").write_text(WHOLE, "utf-8")
    lessons, errors = own_lessons(tmp_path)
    assert [lesson.file.name for lesson in lessons] == ["a.md", "b.md"]
    assert [str(error) for error in errors] == [
        "notes.md, line 1: A lesson begins with a line ---."
    ]
    assert own_lessons(tmp_path / "none") == ([], [])
