"""The fields of a plan that belong to the network and its weights."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from lenet_desktop.text.networks import activation_names, architecture_names, pooling_names
from lenet_desktop.train.form.field import Choice, Field, NumberRange

translate = QCoreApplication.translate


def network_fields() -> tuple[Field, ...]:
    """Return the fields of the network."""
    return (
        Field(
            "network",
            translate("PlanFields", "Network"),
            translate(
                "PlanFields",
                "LeNet-5: 62 thousand parameters, 0.8 million operations per image. Deeper: 185 "
                "and 10. Residual: 92 and 19.",
            ),
            Choice(architecture_names()),
        ),
        Field(
            "activation",
            translate("PlanFields", "Activation"),
            translate("PlanFields", "The non-linearity after each layer of LeNet-5."),
            Choice(activation_names()),
        ),
        Field(
            "pooling",
            translate("PlanFields", "Pooling"),
            translate("PlanFields", "How LeNet-5 reduces four neighbouring values to one."),
            Choice(pooling_names()),
        ),
        Field(
            "seed",
            translate("PlanFields", "Seed"),
            translate("PlanFields", "Random seed. The same seed reproduces the same run."),
            NumberRange(0, 2**31 - 1),
        ),
    )


def weight_fields() -> tuple[Field, ...]:
    """Return the fields of what changes the weights, and keeps them from overfitting."""
    return (
        Field(
            "weight_decay",
            translate("PlanFields", "Weight decay"),
            translate(
                "PlanFields",
                "Shrinks the weights a little at every step, which reduces overfitting.",
            ),
            NumberRange(0, 0.1, 5),
        ),
        Field(
            "clip_norm",
            translate("PlanFields", "Gradient clipping"),
            translate("PlanFields", "Largest gradient norm; 0 turns clipping off."),
            NumberRange(0, 1000, 2),
        ),
        Field(
            "label_smoothing",
            translate("PlanFields", "Label smoothing"),
            translate("PlanFields", "Share of the target probability given to the other digits."),
            NumberRange(0, 50, 1, "%", 100),
        ),
        Field(
            "average_decay",
            translate("PlanFields", "Weight averaging"),
            translate("PlanFields", "Decay of the moving average of the weights; 0 turns it off."),
            NumberRange(0, 0.9999, 4),
        ),
        Field(
            "dropout",
            translate("PlanFields", "Dropout"),
            translate(
                "PlanFields",
                "Share of the last features that every step leaves out; not for LeNet-5.",
            ),
            NumberRange(0, 90, 1, "%", 100),
        ),
        Field(
            "patience",
            translate("PlanFields", "Patience"),
            translate(
                "PlanFields",
                "Ends the run after so many epochs without a better one; 0 turns it off.",
            ),
            NumberRange(0, 1000, unit=translate("PlanFields", "epochs")),
        ),
    )
