"""The fields of a training plan, and their values in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, get_args

from PySide6.QtCore import QCoreApplication

from core.data.augment import Augmentation
from core.network.schedules import Schedule
from core.training.plan import Plan
from lenet_desktop.train.form.field import Choice, Field, FieldGroup, NumberRange, SomeDigits
from lenet_desktop.train.form.network_fields import network_fields, weight_fields

translate = QCoreApplication.translate

_AUGMENTATION = "augmentation."
_PLAIN = Augmentation(rotation=0, scale=0, shear=0, shift=0, elastic=0)


def value_of(plan: Plan, name: str) -> Any:
    """Return the value of a field; without augmentation its values are 0."""
    if name.startswith(_AUGMENTATION):
        return getattr(plan.augmentation or _PLAIN, name.removeprefix(_AUGMENTATION))
    return getattr(plan, name)


def with_values(plan: Plan, values: Mapping[str, Any]) -> Plan:
    """Return the plan with other values for some fields.

    Raises
    ------
    UserError
        If a value is invalid.
    """
    deformations = {
        name.removeprefix(_AUGMENTATION): value
        for name, value in values.items()
        if name.startswith(_AUGMENTATION)
    }
    others = {name: value for name, value in values.items() if not name.startswith(_AUGMENTATION)}
    if deformations:
        augmentation = replace(plan.augmentation or _PLAIN, **deformations)
        others["augmentation"] = None if augmentation == _PLAIN else augmentation
    return replace(plan, **others)


def changes_from(plan: Plan, preset: Plan) -> str:
    """Return the settings that differ from the preset, with their values; empty if none do."""
    fields = [*basic_fields(), *(field for group in further_groups() for field in group.fields)]
    return ", ".join(
        f"{field.label}: {field.write(value_of(plan, field.name))}"
        for field in fields
        if value_of(plan, field.name) != value_of(preset, field.name)
    )


def basic_fields() -> tuple[Field, ...]:
    """Return the most important fields."""
    return (
        Field(
            "epochs",
            translate("PlanFields", "Epochs"),
            translate("PlanFields", "Passes over all training images."),
            NumberRange(1, 100_000),
        ),
        Field(
            "batch_size",
            translate("PlanFields", "Batch size"),
            translate("PlanFields", "Images per update of the weights."),
            NumberRange(1, 60_000, unit=translate("PlanFields", "images")),
        ),
        Field(
            "learning_rate",
            translate("PlanFields", "Learning rate"),
            translate("PlanFields", "The peak step size of the weights."),
            NumberRange(0.00001, 10, 5),
        ),
    )


def further_groups() -> tuple[FieldGroup, ...]:
    """Return all other fields, in groups."""
    return (
        FieldGroup(translate("PlanFields", "Optimizer"), _course_fields()),
        FieldGroup(translate("PlanFields", "Weights"), weight_fields()),
        FieldGroup(translate("PlanFields", "Data augmentation"), _deformation_fields()),
        FieldGroup(translate("PlanFields", "Network"), network_fields()),
    )


def _course_fields() -> tuple[Field, ...]:
    schedules = dict(
        zip(
            get_args(Schedule),
            (
                translate("PlanFields", "Step decay"),
                translate("PlanFields", "Cosine"),
                translate("PlanFields", "Linear"),
            ),
            strict=True,
        )
    )
    return (
        Field(
            "schedule",
            translate("PlanFields", "Schedule"),
            translate("PlanFields", "How the learning rate decreases during the run."),
            Choice(schedules),
        ),
        Field(
            "warmup",
            translate("PlanFields", "Warm-up"),
            translate(
                "PlanFields", "Share of the run in which the learning rate rises to its peak."
            ),
            NumberRange(0, 90, 1, "%", 100),
        ),
        Field(
            "momentum",
            translate("PlanFields", "Momentum"),
            translate("PlanFields", "Share of the previous step that is added to the next."),
            NumberRange(0, 0.999, 3),
        ),
        Field(
            "images",
            translate("PlanFields", "Training images"),
            translate("PlanFields", "How many are used; 0 for all of them."),
            NumberRange(0, 1_000_000),
        ),
        Field(
            "plain_epochs",
            translate("PlanFields", "Plain epochs"),
            translate("PlanFields", "The last epochs train on the unmodified images."),
            NumberRange(0, 1000),
        ),
    )


def _deformation_fields() -> tuple[Field, ...]:
    return (
        Field(
            "augmentation.rotation",
            translate("PlanFields", "Rotation"),
            translate("PlanFields", "Each image is rotated by up to this angle."),
            NumberRange(0, 45, 1, "°"),
        ),
        Field(
            "augmentation.scale",
            translate("PlanFields", "Scale"),
            translate("PlanFields", "Each image is enlarged or reduced by up to this share."),
            NumberRange(0, 50, 1, "%", 100),
        ),
        Field(
            "augmentation.shear",
            translate("PlanFields", "Shear"),
            translate("PlanFields", "Each image is slanted by up to this share."),
            NumberRange(0, 50, 1, "%", 100),
        ),
        Field(
            "augmentation.shift",
            translate("PlanFields", "Shift"),
            translate("PlanFields", "Each image is moved by up to this distance."),
            NumberRange(0, 6, 1, translate("PlanFields", "pixels")),
        ),
        Field(
            "augmentation.elastic",
            translate("PlanFields", "Elastic distortion"),
            translate("PlanFields", "Strength of the random bending of strokes."),
            NumberRange(0, 4, 2, translate("PlanFields", "pixels")),
        ),
        Field(
            "focus",
            translate("PlanFields", "Focus"),
            translate(
                "PlanFields",
                "Digits that are used twice per epoch, with 1.5 times the augmentation.",
            ),
            SomeDigits(),
        ),
    )
