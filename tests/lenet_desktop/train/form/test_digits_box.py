"""The digits that training focuses on are typed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QLineEdit,
)

from core.training.presets import PRESETS
from lenet_desktop.train.form.plan_fields import (
    changes_from,
)
from tests.support.window.clicks import click
from tests.support.window.forms import editor, reset_button, type_in


@pytest.mark.parametrize(
    ("typed", "digits", "shown"),
    [
        ("985", (5, 8, 9), "5, 8, 9"),
        ("9, 8 and 9", (8, 9), "8, 9"),
        ("none", (), ""),
    ],
)
def test_the_focus_is_whatever_digits_are_typed(form, typed, digits, shown):
    box = editor(form, "focus", QLineEdit)
    type_in(box, typed)
    assert form.plan == replace(PRESETS["quick"], focus=digits)
    assert box.text() == shown
    assert form.changes == (digits != ())
    assert reset_button(form, "focus").isVisible() == (digits != ())


def test_digits_of_any_script_are_read(form):
    box = editor(form, "focus", QLineEdit)
    box.insert("\u0663\u00b2")  # An Arabic 3, and a superscript.
    assert form.plan.focus == (3,)


def test_a_focus_that_is_still_being_typed_is_in_the_plan_and_can_be_reset(form):
    box = editor(form, "focus", QLineEdit)
    QTest.keyClicks(box, "3")
    assert form.plan.focus == (3,)
    click(reset_button(form, "focus"))
    assert (form.plan, box.text()) == (PRESETS["quick"], "")


def test_a_plan_with_a_focus_is_shown_with_it(form):
    plan = replace(PRESETS["best"], focus=(4, 9))
    form.show_plan(plan)
    assert form.plan == plan
    assert changes_from(plan, PRESETS["best"]) == "Focus: 4, 9"
    assert changes_from(PRESETS["best"], plan) == "Focus: none"
