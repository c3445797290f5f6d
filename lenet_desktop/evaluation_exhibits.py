"""What of an evaluation can be exported."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from lenet_desktop.comparison import comparison_of
from lenet_desktop.evaluation_session import Evaluation
from lenet_desktop.exports import Exhibit, matrix_exhibit, table_exhibit
from lenet_desktop.matrix_figures import MatrixFigures
from lenet_desktop.per_digit_table import PerDigitTable
from lenet_desktop.percentages import per_cent


def exhibits_of(
    evaluation: Evaluation, figures: MatrixFigures, table: PerDigitTable
) -> list[tuple[str, Exhibit]]:
    """Make the exhibits of an evaluation, each with its name for people.

    Parameters
    ----------
    figures, table
        The matrix and the table of the digits as they are shown.
    """
    title = _tr("{weights} on {data}: {share} read right").format(
        weights=evaluation.request.weights.name,
        data=evaluation.request.data_name,
        share=per_cent(evaluation.assessment.confusion.accuracy, 2),
    )
    exhibits = [
        (_tr("Confusion &Matrix…"), matrix_exhibit("confusion_matrix", title, figures)),
        (
            _tr("Table of the &Digits…"),
            table_exhibit("per_digit", title, table.to_values(), table.to_texts()),
        ),
    ]
    comparison = comparison_of(evaluation)
    if comparison is not None:
        compared = _tr("{first} and {second} on {data}").format(
            first=comparison.first_name,
            second=comparison.second_name,
            data=evaluation.request.data_name,
        )
        rows = comparison.to_values(), comparison.to_texts()
        exhibits.append((_tr("&Comparison…"), table_exhibit("comparison", compared, *rows)))
    return exhibits


def _tr(text: str) -> str:
    return QCoreApplication.translate("exhibits", text)
