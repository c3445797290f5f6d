"""The table of earlier runs: results, and the settings in which they differ."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import (
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QIcon, QPainter, QPixmap

from core.runs.library import DamagedRun, RunSummary
from core.training.presets import PRESETS
from lenet_desktop.state.training.earlier_runs import run_name, start_of
from lenet_desktop.text.datasets import title_of_training_set
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.networks import preset_name
from lenet_desktop.text.numbers import duration, per_cent, whole
from lenet_desktop.text.plain import literal, shortened
from lenet_desktop.theme.metrics import scaled_font
from lenet_desktop.train.form.field import Field
from lenet_desktop.train.form.plan_fields import basic_fields, further_groups, value_of

translate = QCoreApplication.translate

Run = RunSummary | DamagedRun
Index = QModelIndex | QPersistentModelIndex
SORT = Qt.ItemDataRole.UserRole
"""The role of the value that a column is sorted by."""
SWATCH = 12
"""Width of a sample of a curve's colour, in pixels."""


@dataclass(frozen=True, eq=False)
class Column:
    """A column: its name, its explanation, and the value and the text of a run.

    Attributes
    ----------
    setting
        What is compared between the selected runs; None for a result.
    plan_field
        The field of the plan that is compared with the preset; empty for none.
    """

    name: str
    explanation: str
    value: Callable[[RunSummary], object]
    text: Callable[[RunSummary], str]
    setting: Callable[[RunSummary], object] | None = None
    plan_field: str = ""


class RunsModel(QAbstractTableModel):
    """One row for each run, the newest first; damaged ones give the reason."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.runs: Sequence[Run] = ()
        self.columns: Sequence[Column] = _results()
        self._colours: Mapping[Path, QColor] = {}
        self._selected: Sequence[RunSummary] = ()

    def show(self, runs: Sequence[Run]) -> None:
        """Show other runs, with columns for the settings in which they differ."""
        self.beginResetModel()
        self.runs = list(runs)
        readable = [run for run in runs if isinstance(run, RunSummary)]
        self.columns = (*_results(), *_settings(readable))
        self.endResetModel()

    def mark(self, selected: Sequence[RunSummary], colours: Mapping[Path, QColor]) -> None:
        """Show the colours of curves, by folder, and where the selected runs differ."""
        self._selected, self._colours = selected, colours
        if self.runs:
            last = self.index(len(self.runs) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of runs."""
        return 0 if parent.isValid() else len(self.runs)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the name or the explanation of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal(column.explanation)
        return column.name if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell."""
        run, column = self.runs[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return shortened(self._text(run, index.column()))
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return swatch(self._colours.get(run.folder, QColor(Qt.GlobalColor.transparent)))
            case Qt.ItemDataRole.ToolTipRole if index.column() == 0:
                return literal(_tip(run))
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._difference(run, column) or None
            case Qt.ItemDataRole.FontRole if self._difference(run, column):
                return scaled_font(QFont(), weight=QFont.Weight.DemiBold)
            case _ if role == SORT:
                return self._sort_value(run, index.column())
            case _:
                return None

    def _text(self, run: Run, column: int) -> str:
        if column == 0:
            return run_name(run)
        if isinstance(run, DamagedRun):
            return self.tr("Not readable") if column == 1 else ""
        return self.columns[column].text(run)

    def _sort_value(self, run: Run, column: int) -> object:
        if column == 0:
            return run_name(run)
        if isinstance(run, DamagedRun):
            return None
        return self.columns[column].value(run)

    def _difference(self, run: Run, column: Column) -> str:
        """Describe why a setting is marked; empty if it is not."""
        if column.setting is None or not isinstance(run, RunSummary):
            return ""
        if len(self._selected) > 1:
            values = {column.setting(other) for other in self._selected}
            is_selected = any(other.folder == run.folder for other in self._selected)
            if is_selected and len(values) > 1:
                return self.tr("The selected runs differ in this setting")
            return ""
        preset, field = PRESETS.get(run.plan.preset), column.plan_field
        if preset and field and value_of(run.plan, field) != value_of(preset, field):
            return self.tr("Differs from the preset")
        return ""


def swatch(colour: QColor) -> QIcon:
    """Return a filled circle in the colour of a curve."""
    pixmap = QPixmap(SWATCH * 2, SWATCH * 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(2, 2, 2 * SWATCH - 4, 2 * SWATCH - 4)
    painter.end()
    sample = QIcon(pixmap)
    # Qt would tint the one of a selected row.
    sample.addPixmap(pixmap, QIcon.Mode.Selected)
    return sample


def _tip(run: Run) -> str:
    if isinstance(run, DamagedRun):
        return error_message(run.error)
    return "\n".join(filter(None, (run_name(run), run.notes.notes)))


def _results() -> tuple[Column, ...]:
    """Return the columns of what every run has."""
    return (
        Column(
            translate("RunsModel", "Name"),
            translate("RunsModel", "Your name for the run, or its preset and start"),
            run_name,
            run_name,
        ),
        Column(
            translate("RunsModel", "Validation"),
            translate("RunsModel", "Best accuracy on the validation images"),
            lambda run: run.best_val_accuracy,
            lambda run: per_cent(run.best_val_accuracy, 2),
        ),
        Column(
            translate("RunsModel", "Test"),
            translate(
                "RunsModel",
                "Accuracy of the best weights on the test images, once the run is complete",
            ),
            lambda run: run.test_accuracy,
            lambda run: "" if run.test_accuracy is None else per_cent(run.test_accuracy, 2),
        ),
        Column(
            translate("RunsModel", "Epochs"),
            translate("RunsModel", "Completed epochs, and planned ones if there are more"),
            lambda run: len(run.history),
            _epochs,
            lambda run: run.plan.epochs,
            "epochs",
        ),
        Column(
            translate("RunsModel", "Time"),
            translate("RunsModel", "Duration of the completed epochs"),
            lambda run: run.seconds,
            lambda run: duration(run.seconds),
        ),
        Column(
            translate("RunsModel", "Data"),
            translate("RunsModel", "The datasets that the run was trained on"),
            lambda run: run.dataset,
            lambda run: title_of_training_set(run.dataset),
            lambda run: run.dataset,
        ),
        Column(
            translate("RunsModel", "Started"),
            translate("RunsModel", "When the run was started"),
            lambda run: run.folder.name,
            start_of,
        ),
        Column(
            translate("RunsModel", "Preset"),
            translate("RunsModel", "The preset that the settings are based on"),
            lambda run: run.plan.preset,
            lambda run: preset_name(run.plan.preset),
            lambda run: run.plan.preset,
        ),
    )


def _epochs(run: RunSummary) -> str:
    done = len(run.history)
    if run.is_finished:
        return whole(done)
    text = translate("RunsModel", "{done} of {planned}")
    return text.format(done=whole(done), planned=whole(run.plan.epochs))


def _settings(runs: Sequence[RunSummary]) -> list[Column]:
    """Return a column for each setting in which the runs differ, except the number of epochs."""
    fields = [*basic_fields(), *(field for group in further_groups() for field in group.fields)]
    return [
        _setting(field)
        for field in fields
        if field.name != "epochs" and len({value_of(run.plan, field.name) for run in runs}) > 1
    ]


def _setting(field: Field) -> Column:
    def value(run: RunSummary) -> object:
        return value_of(run.plan, field.name)

    def text(run: RunSummary) -> str:
        return field.write(value(run))

    return Column(field.label, field.explanation, value, text, value, field.name)
