"""What was changed, what that does to the accuracy, and the commands on it."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from core.errors import UserError
from lenet_desktop.inside.experiment.changes_list import ChangesList
from lenet_desktop.inside.experiment.texts import change_text
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text.datasets import title_of_test_images
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.numbers import decimal, per_cent, signed, whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption, heading
from lenet_desktop.widgets.controls.buttons import icon_button, push_button
from lenet_desktop.widgets.dialogs import ask_to_save


class ChangesPanel(QWidget):
    """Lists the changes beside the accuracy with and without them."""

    def __init__(self, workspace: Workspace, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace, self._experiment = workspace, workspace.experiment
        self._accuracy = heading("", self, "title")
        self._accuracy.setObjectName("experiment_accuracy")
        self._subject = caption("", self)
        self._subject.setObjectName("experiment_subject")
        self._subject.setWordWrap(True)
        self._subject.setMinimumWidth(1)
        self._retry = push_button("retry_accuracy_button", self.tr("Try Again"), self)
        self._list = ChangesList(self)
        self._undo = icon_button(
            "undo_change_button", "delete", self.tr("Undo the selected change (Del)"), self
        )
        self._undo.setAccessibleName(self.tr("Undo the selected change"))
        self._reset = push_button("reset_button", self.tr("&Reset"), self)
        self._save = push_button("save_experiment_button", self.tr("&Save As…"), self)
        self._lay_out()
        self._undo.clicked.connect(self._take_back)
        self._list.deletion_requested.connect(self._take_back)
        self._list.currentRowChanged.connect(self._enable)
        self._reset.clicked.connect(self._experiment.reset)
        self._save.clicked.connect(self._choose_file)
        self._experiment.changed.connect(self._show_changes)
        self._retry.clicked.connect(workspace.experiment_accuracy.retry)
        workspace.experiment_accuracy.changed.connect(self._show_accuracy)
        self._show_changes()
        self._show_accuracy()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(UNIT)
        head.addWidget(self._accuracy)
        head.addWidget(self._subject, 1)
        head.addWidget(self._retry)
        foot = QHBoxLayout()
        foot.setSpacing(UNIT)
        for button in (self._reset, self._save):
            foot.addWidget(button, 1)
        foot.addWidget(self._undo)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addLayout(head)
        layout.addWidget(self._list, 1)
        layout.addLayout(foot)

    def _show_changes(self) -> None:
        row = self._list.currentRow()
        activations = self._workspace.inspection.activations
        texts = [
            change_text(activations, self._experiment.unchanged, change)
            for change in self._experiment.changes
        ]
        self._list.show_texts(texts)
        self._list.setCurrentRow(min(row, len(texts) - 1))
        self._enable()

    def _enable(self) -> None:
        has_changes = bool(self._experiment.changes)
        for button in (self._reset, self._save):
            button.setEnabled(has_changes)
        self._undo.setEnabled(has_changes and self._list.currentRow() >= 0)

    def _take_back(self) -> None:
        row = self._list.currentRow()
        if 0 <= row < len(self._experiment.changes):
            self._experiment.undo(self._experiment.changes[row])

    def _show_accuracy(self) -> None:
        accuracy = self._workspace.experiment_accuracy
        measured = accuracy.measured
        self._accuracy.setVisible(measured is not None)
        self._retry.setVisible(accuracy.failure is not None)
        if measured is None:
            self._subject.setText(self._text_without_figures(accuracy.failure))
            return
        role = QPalette.ColorRole.WindowText if accuracy.is_current else QPalette.ColorRole.Dark
        self._accuracy.setForegroundRole(role)
        self._accuracy.setText(per_cent(measured.changed, 2))
        points = 100 * (measured.changed - measured.unchanged)
        text = self.tr("of {count} {images}\nUnchanged: {share} ({difference} points)")
        self._subject.setText(
            text.format(
                count=whole(len(measured.sample.examples)),
                images=title_of_test_images(measured.sample.source),
                share=per_cent(measured.unchanged, 2),
                difference=signed(round(points, 2), decimal(abs(points), 2)),
            )
        )

    def _text_without_figures(self, failure: Exception | None) -> str:
        if failure is not None:
            return error_message(failure, self.tr("Measuring the accuracy failed: {reason}"))
        if self._experiment.changes:
            return self.tr("Measuring the accuracy…")
        return self.tr(
            "Switch a unit off, or set a weight or a bias. Everything on this page "
            "follows; the network in use stays as it is."
        )

    def _choose_file(self) -> None:
        """Ask for a file and save the experiment as a weight file."""
        settings, notices = self._workspace.settings, self._workspace.notices
        filters = self.tr("Weights (*.safetensors);;NumPy weights (*.npz)")
        title = self.tr("Save Experiment")
        path = ask_to_save(self, settings, title, "experiment.safetensors", filters)
        if path is None:
            return
        try:
            self._experiment.save(path)
        except (UserError, OSError) as error:
            notices.error(error)
        else:
            settings.remember_file(path)
            notices.info(self.tr("Saved as {file}.").format(file=path.name))
