"""Messages for the user are one line, whatever text of a file is part of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.errors import Message, UserError, printable, reason_of


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("two\nlines", "two lines"),
        ("tab\tand\rreturn", "tab and return"),
        ("half a pair: \ud800", "half a pair:  "),
        ("ein Bild mit Ü 数字", "ein Bild mit Ü 数字"),
    ],
)
def test_what_cannot_be_shown_becomes_a_space(text, shown):
    assert printable(text) == shown
    assert str(UserError("{file} is damaged.", file=text)) == f"{shown} is damaged."


def test_a_message_is_a_template_and_its_values():
    message = Message("{n} images in {file}.", {"n": 3, "file": "a"})
    assert str(message) == "3 images in a."
    error = UserError("It is wrong: {fault}", fault=message)
    assert str(error) == "It is wrong: 3 images in a."
    assert (error.template, error.values) == ("It is wrong: {fault}", {"fault": message})


@pytest.mark.parametrize("kind", [UserError, lambda template, **values: Message(template, values)])
def test_of_a_long_text_both_ends_are_shown(kind):
    message = str(kind("{file} is {text}.", file="a", text=f"start{'x' * 70_000}end"))
    assert len(message) < 320
    assert message.startswith("a is startxxx")
    assert message.endswith("xxxend.")
    path = Path("/x" * 400)  # A path is needed whole.
    assert str(path) in str(kind("{file}", file=path))


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ValueError("no data."), "no data"),
        (ValueError("first\nsecond"), "first second"),
        (KeyError("c1.weight"), "'c1.weight'"),
        (EOFError(), "EOFError"),
        (RuntimeError("x" * 1000), "x" * 200),
    ],
)
def test_a_reason_is_one_short_line(error, reason):
    assert reason_of(error) == reason
