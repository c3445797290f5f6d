"""The numbers and choices of a plan as a person meets them: words, units, ranges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from PySide6.QtCore import QCoreApplication

from core.data.augment import Augmentation
from core.network.lenet5 import ACTIVATIONS, POOLINGS
from core.network.schedules import Schedule
from core.training.plan import Plan

_AUGMENTATION = "augmentation."
_PLAIN = Augmentation(rotation=0, scale=0, shear=0, shift=0, elastic=0)


@dataclass(frozen=True)
class NumberRange:
    """A range of numbers.

    Attributes
    ----------
    low, high
        The least and the greatest that make sense, as a person sees them.
    decimals
        0 for whole numbers.
    unit
        Stands behind the number.
    scale
        What a person sees is the plan's value times this.
    """

    low: float
    high: float
    decimals: int = 0
    unit: str = ""
    scale: float = 1.0


@dataclass(frozen=True)
class Choice:
    """Values of a plan, each with its name for people."""

    names: Mapping[str, str]


@dataclass(frozen=True)
class Field:
    """One setting: its name in the plan, its label, an explanation of one line, its values."""

    name: str
    label: str
    explanation: str
    values: NumberRange | Choice

    def in_words(self, value: Any) -> str:
        """A value of the plan as a person reads it."""
        if isinstance(self.values, Choice):
            return self.values.names[value]
        return f"{value * self.values.scale:.6g} {self.values.unit}".strip()


@dataclass(frozen=True)
class FieldGroup:
    """Settings that belong together."""

    title: str
    fields: tuple[Field, ...]


def value_of(plan: Plan, name: str) -> Any:
    """The value of a field in a plan; without deformations theirs are all 0."""
    if name.startswith(_AUGMENTATION):
        return getattr(plan.augmentation or _PLAIN, name.removeprefix(_AUGMENTATION))
    return getattr(plan, name)


def with_values(plan: Plan, values: Mapping[str, Any]) -> Plan:
    """The plan with other values for some fields.

    Raises
    ------
    UserError
        When a value cannot be.
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


def changes_in_words(plan: Plan, preset: Plan) -> str:
    """Everything in which a plan is not its preset; empty when there is nothing."""
    fields = [*basic_fields(), *(field for group in further_groups() for field in group.fields)]
    return ", ".join(
        f"{field.label}: {field.in_words(value_of(plan, field.name))}"
        for field in fields
        if value_of(plan, field.name) != value_of(preset, field.name)
    )


def basic_fields() -> tuple[Field, ...]:
    """The settings that people change most."""
    return (
        Field(
            "epochs",
            _tr("Epochs"),
            _tr("How often the network goes through all images."),
            NumberRange(1, 100_000),
        ),
        Field(
            "batch_size",
            _tr("Batch size"),
            _tr("Images looked at before each change of the weights."),
            NumberRange(1, 60_000, unit=_tr("images")),
        ),
        Field(
            "learning_rate",
            _tr("Learning rate"),
            _tr("How far the weights move, at its highest."),
            NumberRange(0.00001, 10, 5),
        ),
    )


def further_groups() -> tuple[FieldGroup, ...]:
    """All other settings."""
    return (
        FieldGroup(_tr("Course"), _course_fields()),
        FieldGroup(_tr("Weights"), _weight_fields()),
        FieldGroup(_tr("Deformation of the images"), _deformation_fields()),
        FieldGroup(_tr("Network"), _network_fields()),
    )


def _course_fields() -> tuple[Field, ...]:
    schedules = dict(
        zip(get_args(Schedule), (_tr("Three stairs"), _tr("Cosine"), _tr("Linear")), strict=True)
    )
    return (
        Field(
            "schedule",
            _tr("Schedule"),
            _tr("How the learning rate falls during the run."),
            Choice(schedules),
        ),
        Field(
            "warmup",
            _tr("Warm-up"),
            _tr("Share of the run in which the learning rate first rises."),
            NumberRange(0, 90, 1, "%", 100),
        ),
        Field(
            "momentum",
            _tr("Momentum"),
            _tr("Share of the last step that is taken again."),
            NumberRange(0, 0.999, 3),
        ),
        Field(
            "plain_epochs",
            _tr("Plain epochs"),
            _tr("Last epochs, which see the images as they are."),
            NumberRange(0, 1000),
        ),
    )


def _weight_fields() -> tuple[Field, ...]:
    return (
        Field(
            "weight_decay",
            _tr("Weight decay"),
            _tr("Pulls weights towards 0, against learning by heart."),
            NumberRange(0, 0.1, 5),
        ),
        Field(
            "clip_norm",
            _tr("Gradient limit"),
            _tr("Longest gradient that is followed in full; 0 for any."),
            NumberRange(0, 1000, 2),
        ),
        Field(
            "label_smoothing",
            _tr("Label smoothing"),
            _tr("Share of certainty given to the other digits."),
            NumberRange(0, 50, 1, "%", 100),
        ),
        Field(
            "average_decay",
            _tr("Averaging"),
            _tr("Kept of the running mean of the weights; 0 for none."),
            NumberRange(0, 0.9999, 4),
        ),
    )


def _deformation_fields() -> tuple[Field, ...]:
    return (
        Field(
            "augmentation.rotation",
            _tr("Rotation"),
            _tr("Each image is turned by up to this."),
            NumberRange(0, 45, 1, "°"),
        ),
        Field(
            "augmentation.scale",
            _tr("Size"),
            _tr("Each image is made larger or smaller by up to this."),
            NumberRange(0, 50, 1, "%", 100),
        ),
        Field(
            "augmentation.shear",
            _tr("Slant"),
            _tr("Each image is made to lean by up to this."),
            NumberRange(0, 50, 1, "%", 100),
        ),
        Field(
            "augmentation.shift",
            _tr("Shift"),
            _tr("Each image is moved by up to this."),
            NumberRange(0, 6, 1, _tr("pixels")),
        ),
        Field(
            "augmentation.elastic",
            _tr("Elastic"),
            _tr("How strongly strokes are bent, as by another hand."),
            NumberRange(0, 4, 2, _tr("pixels")),
        ),
    )


def _network_fields() -> tuple[Field, ...]:
    activations = {name: name for name in ACTIVATIONS}
    poolings = {name: name for name in POOLINGS}
    return (
        Field(
            "activation",
            _tr("Activation"),
            _tr("The bend in every layer's answer."),
            Choice(activations),
        ),
        Field(
            "pooling",
            _tr("Pooling"),
            _tr("How four neighbouring values become one."),
            Choice(poolings),
        ),
        Field(
            "seed",
            _tr("Seed"),
            _tr("Of all chance: the same seed gives the same run."),
            NumberRange(0, 2**31 - 1),
        ),
    )


def _tr(text: str) -> str:
    return QCoreApplication.translate("plan", text)
