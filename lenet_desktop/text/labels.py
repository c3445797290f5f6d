"""Labels of examples as text: a digit, or what is not one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.digits import NOT_A_DIGIT
from core.evaluation.assessment import Assessment
from lenet_desktop.text.numbers import whole

translate = QCoreApplication.translate


def label_title(label: int) -> str:
    """Return a label as a title: the digit, or "Not a digit"."""
    return translate("Label", "Not a digit") if label == NOT_A_DIGIT else str(label)


def label_in_sentence(label: int) -> str:
    """Return a label within a sentence: the digit, or “not a digit” in quotation marks."""
    return translate("Label", "“not a digit”") if label == NOT_A_DIGIT else str(label)


def rejected_text(assessment: Assessment) -> str:
    """Return a sentence on how many non-digits were rejected; empty without any."""
    non_digits = assessment.non_digits
    if not non_digits.total:
        return ""
    text = translate("Label", "Not a digit: {rejected} of {total} rejected, counted as correct.")
    return text.format(rejected=whole(non_digits.rejected), total=whole(non_digits.total))
