"""The form of a plan: presets, changes and the way back, ranges."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QSpinBox,
)

from core.data.augment import Augmentation
from core.training.presets import PRESETS
from lenet_desktop.train.form.field import NumberRange
from lenet_desktop.train.form.plan_fields import (
    basic_fields,
    changes_from,
    further_groups,
    value_of,
    with_values,
)
from tests.support.window.clicks import click
from tests.support.window.forms import editor, more_button, reset_button, type_in

FIELDS = [*basic_fields(), *(field for group in further_groups() for field in group.fields)]
NUMBERS = [field for field in FIELDS if isinstance(field.values, NumberRange)]


def name_of(field):
    return field.name


def choose_by_keys(box, row):
    QTest.keyClick(box, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(box, Qt.Key.Key_Down)


@pytest.mark.parametrize("preset", ["quick", "best", "report"])
def test_a_chosen_preset_fills_in_its_plan(qtbot, form, preset):
    rows = [form.preset_box.itemData(row) for row in range(form.preset_box.count())]
    choose_by_keys(form.preset_box, rows.index(preset))
    assert form.plan == PRESETS[preset]
    assert form.changes == 0
    assert editor(form, "epochs").value() == PRESETS[preset].epochs
    rate = editor(form, "learning_rate", QDoubleSpinBox).value()
    assert rate == pytest.approx(PRESETS[preset].learning_rate)
    assert not reset_button(form, "epochs").isVisible()


def test_a_typed_value_is_marked_as_changed_and_comes_into_the_plan(qtbot, form):
    with qtbot.waitSignal(form.changed):
        type_in(editor(form, "epochs"), "7")
    assert form.plan == replace(PRESETS["quick"], epochs=7)
    assert form.changes == 1
    assert reset_button(form, "epochs").isVisible()
    assert not reset_button(form, "batch_size").isVisible()


def test_the_reset_button_brings_the_presets_value_back_and_goes(qtbot, form):
    type_in(editor(form, "epochs"), "7")
    type_in(editor(form, "momentum", QDoubleSpinBox), "0.5")
    click(reset_button(form, "epochs"))
    assert form.plan == replace(PRESETS["quick"], momentum=0.5)
    assert form.changes == 1
    assert not reset_button(form, "epochs").isVisible()
    click(reset_button(form, "momentum"))
    assert form.plan == PRESETS["quick"]
    assert form.changes == 0


def test_typing_the_value_of_the_preset_is_not_a_change(form):
    type_in(editor(form, "epochs"), "7")
    type_in(editor(form, "epochs"), str(PRESETS["quick"].epochs))
    assert form.changes == 0
    assert not reset_button(form, "epochs").isVisible()


def test_the_reset_button_names_the_value_of_the_preset(form):
    choose_by_keys(form.preset_box, 1)
    tips = [
        reset_button(form, name).toolTip() for name in ("epochs", "warmup", "augmentation_rotation")
    ]
    assert tips == [f"Reset to {PRESETS['best'].epochs}", "Reset to 10 %", "Reset to 10 °"]


def test_a_choice_is_changed_with_the_keys_and_taken_back(form):
    box = editor(form, "activation", QComboBox)
    row = box.findData("tanh")
    choose_by_keys(box, row)
    assert form.plan == replace(PRESETS["quick"], activation="tanh")
    click(reset_button(form, "activation"))
    assert form.plan == PRESETS["quick"]


def test_arrow_keys_step_a_number(form):
    QTest.keyClick(editor(form, "epochs"), Qt.Key.Key_Up)
    assert form.plan.epochs == PRESETS["quick"].epochs + 1


def test_choosing_another_preset_discards_the_changes(form):
    type_in(editor(form, "epochs"), "7")
    choose_by_keys(form.preset_box, 1)
    assert form.plan == PRESETS["best"]
    assert form.changes == 0


def test_shares_are_typed_as_per_cent(form):
    type_in(editor(form, "label_smoothing", QDoubleSpinBox), "12.5")
    assert form.plan.label_smoothing == pytest.approx(0.125)


def test_one_deformation_added_to_a_preset_without_any_leaves_the_others_at_nothing(form):
    type_in(editor(form, "augmentation_rotation", QDoubleSpinBox), "10")
    plain = Augmentation(rotation=10, scale=0, shear=0, shift=0, elastic=0)
    assert form.plan == replace(PRESETS["quick"], augmentation=plain)


def test_all_deformations_set_to_nothing_are_none_at_all(form):
    choose_by_keys(form.preset_box, 1)
    for name in ("rotation", "scale", "shear", "shift", "elastic"):
        type_in(editor(form, f"augmentation_{name}", QDoubleSpinBox), "0")
    assert form.plan == replace(PRESETS["best"], augmentation=None)
    assert form.changes == 5


@pytest.mark.parametrize("field", NUMBERS, ids=name_of)
def test_a_number_keeps_to_its_range(form, field):
    kind = QDoubleSpinBox if field.values.decimals else QSpinBox
    box = editor(form, field.name.replace(".", "_"), kind)
    box.setValue(box.minimum())
    QTest.keyClick(box, Qt.Key.Key_Down)
    assert box.value() == pytest.approx(field.values.low)
    box.setValue(box.maximum())
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == pytest.approx(field.values.high)


@pytest.mark.parametrize("field", NUMBERS, ids=name_of)
def test_both_ends_of_a_range_make_a_plan(form, field):
    kind = QDoubleSpinBox if field.values.decimals else QSpinBox
    box = editor(form, field.name.replace(".", "_"), kind)
    if field.name == "dropout":  # LeNet-5 has none.
        editor(form, "network", QComboBox).setCurrentIndex(1)
    for end in (field.values.low, field.values.high):
        box.setValue(end if field.values.decimals else int(end))
        value = value_of(form.plan, field.name)
        assert value == pytest.approx(end / field.values.scale)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("field", NUMBERS, ids=name_of)
def test_every_preset_lies_within_the_ranges(field, preset):
    shown = value_of(PRESETS[preset], field.name) * field.values.scale
    assert field.values.low <= shown <= field.values.high
    assert round(shown, field.values.decimals) == pytest.approx(shown)


def test_a_plan_of_another_time_is_shown_with_its_changes_marked(form):
    plan = replace(PRESETS["best"], epochs=12, pooling="max", seed=4)
    form.show_plan(plan)
    assert form.preset_box.currentData() == "best"
    assert form.plan == plan
    assert form.changes == 3
    click(reset_button(form, "epochs"))
    assert form.plan == replace(plan, epochs=PRESETS["best"].epochs)


@pytest.mark.parametrize("name", ["seed", "images", "plain_epochs"])
def test_a_number_beyond_the_range_is_shown_as_its_end(form, name):
    form.show_plan(replace(PRESETS["quick"], **{name: 2**63 - 1}))
    (field,) = [field for field in FIELDS if field.name == name]
    assert getattr(form.plan, name) == field.values.high


def test_hidden_changes_are_counted_on_the_button_that_shows_them(form):
    assert more_button(form).text() == "All settings"
    type_in(editor(form, "epochs"), "7")
    assert more_button(form).text() == "All settings"
    type_in(editor(form, "momentum", QDoubleSpinBox), "0.5")
    assert more_button(form).text() == "All settings (1 changed)"


def test_further_settings_are_folded_away_and_keep_their_values(form):
    box = editor(form, "momentum", QDoubleSpinBox)
    assert box.isVisible()
    type_in(box, "0.5")
    click(more_button(form))
    assert not box.isVisible()
    assert editor(form, "epochs").isVisible()
    assert form.plan.momentum == 0.5


def test_the_wheel_passes_over_a_field_that_has_no_focus(form):
    box = editor(form, "batch_size")
    editor(form, "epochs").setFocus()
    before = box.value()
    turn_wheel(box)
    assert box.value() == before
    box.setFocus()
    turn_wheel(box)
    assert box.value() == before + 1


def turn_wheel(widget):
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        widget.mapToGlobal(middle),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)


def test_changes_from_a_preset_are_described():
    preset = PRESETS["best"]
    plan = with_values(preset, {"warmup": 0.2, "augmentation.rotation": 3.0, "schedule": "linear"})
    words = changes_from(plan, preset)
    assert words == "Schedule: Linear, Warm-up: 20 %, Rotation: 3 °"
    assert changes_from(preset, preset) == ""


@pytest.mark.parametrize(
    "plan",
    [
        PRESETS["quick"],
        replace(PRESETS["best"], preset="quick", seed=2**31 - 1, epochs=10_000, batch_size=10_000),
        replace(PRESETS["report"], preset="best", activation="sigmoid", pooling="max"),
    ],
    ids=["unchanged", "large numbers", "other choices"],
)
def test_every_row_fits_the_panel_also_when_it_is_changed(window, plan):
    window.asks_before_closing = False
    window.tabs.setCurrentWidget(window.train_page)
    window.resize(900, 600)
    setup = window.train_page.setup
    QTest.mouseClick(more_button(setup.form), Qt.MouseButton.LeftButton)
    setup.form.show_plan(plan)
    QTest.qWait(1)
    assert setup.content.minimumSizeHint().width() <= setup.viewport().width()
