"""Labels of examples as text: a digit, or what is not one."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.digits import NOT_A_DIGIT
from core.evaluation.assessment import Assessment
from core.evaluation.significance import wilson_interval
from lenet_desktop.text.numbers import per_cent, whole

translate = QCoreApplication.translate


def label_title(label: int) -> str:
    """Return a label as a title: the digit, or "Not a digit"."""
    return translate("Label", "Not a digit") if label == NOT_A_DIGIT else str(label)


def label_in_sentence(label: int) -> str:
    """Return a label within a sentence: the digit, or “not a digit” in quotation marks."""
    return translate("Label", "“not a digit”") if label == NOT_A_DIGIT else str(label)


def counts_text(assessment: Assessment) -> str:
    """Return the counts of an assessment, and how far its accuracy may be due to chance."""
    correct, total = assessment.correct, len(assessment.examples)
    low, high = wilson_interval(correct, total)
    text = translate(
        "Label",
        "{correct} of {total} correct, {wrong} incorrect, {unsure} unsure;"
        " 95 % confidence interval {low} to {high}",
    )
    return text.format(
        correct=whole(correct),
        total=whole(total),
        wrong=whole(total - correct),
        unsure=whole(int(assessment.is_unsure.sum())),
        low=per_cent(low, 2),
        high=per_cent(high, 2),
    )


def interval_text(assessment: Assessment) -> str:
    """Return the 95 % confidence interval of an accuracy."""
    low, high = wilson_interval(assessment.correct, len(assessment.examples))
    text = translate("Label", "95 % confidence interval {low} to {high}")
    return text.format(low=per_cent(low, 2), high=per_cent(high, 2))


def rejected_text(assessment: Assessment) -> str:
    """Return a sentence on how many non-digits were rejected; empty without any."""
    non_digits = assessment.non_digits
    if not non_digits.total:
        return ""
    text = translate("Label", "Not a digit: {rejected} of {total} rejected, counted as correct.")
    return text.format(rejected=whole(non_digits.rejected), total=whole(non_digits.total))
