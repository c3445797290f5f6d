"""The exports of an evaluation."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, QSizeF

from core.evaluation.evaluate import Evaluation
from lenet_desktop.charts.export import Export, matrix_export, table_export
from lenet_desktop.charts.matrix.values import MatrixValues
from lenet_desktop.charts.share_chart import ShareChart
from lenet_desktop.evaluate.calibration_view import CalibrationView
from lenet_desktop.evaluate.comparison_view import (
    comparison_of,
    comparison_texts,
    comparison_values,
)
from lenet_desktop.evaluate.digit_table import PerDigitTable
from lenet_desktop.text.datasets import title_of_test_images
from lenet_desktop.text.numbers import per_cent
from lenet_desktop.theme.palette import LIGHT, palette_of

translate = QCoreApplication.translate

_CHART_SIZE = QSizeF(640, 360)


def exports_of(
    evaluation: Evaluation,
    matrix: MatrixValues,
    table: PerDigitTable,
    calibration: CalibrationView,
) -> list[tuple[str, Export]]:
    """Return the exports of an evaluation, each with its menu text.

    Parameters
    ----------
    matrix, table, calibration
        The views to export.
    """
    data = title_of_test_images(evaluation.request.data)
    title = translate("EvaluationExports", "{weights} on {data}: {share} correct").format(
        weights=evaluation.request.weights.name,
        data=data,
        share=per_cent(evaluation.assessment.accuracy, 2),
    )
    exports = [
        (
            translate("EvaluationExports", "Confusion &Matrix…"),
            matrix_export("confusion_matrix", title, matrix),
        ),
        (
            translate("EvaluationExports", "&Digit Table…"),
            table_export("per_digit", title, table.to_values(), table.to_texts()),
        ),
        (
            translate("EvaluationExports", "&Reliability…"),
            _chart_export("reliability", title, calibration.reliability),
        ),
        (
            translate("EvaluationExports", "&Accuracy with Rejection…"),
            _chart_export("coverage", title, calibration.coverage),
        ),
    ]
    comparison = comparison_of(evaluation)
    if comparison is not None:
        compared = translate("EvaluationExports", "{first} and {second} on {data}").format(
            first=comparison.first_name,
            second=comparison.second_name,
            data=data,
        )
        rows = comparison_values(comparison), comparison_texts(comparison)
        exports.append(
            (
                translate("EvaluationExports", "&Comparison…"),
                table_export("comparison", compared, *rows),
            )
        )
    return exports


def _chart_export(name: str, title: str, chart: ShareChart) -> Export:
    paint = partial(chart.paint, size=_CHART_SIZE, palette=palette_of(LIGHT))
    return Export(name, title, chart.to_values(), _CHART_SIZE, paint)
