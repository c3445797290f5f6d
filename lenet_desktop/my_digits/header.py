"""The header of the My Digits page: accuracy, import, export and fine-tuning."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from lenet_desktop.state.my_digits.reading import DigitsRead
from lenet_desktop.text.labels import counts_text, rejected_text
from lenet_desktop.text.numbers import per_cent, whole
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.headline import Headline


class MyDigitsHeader(QWidget):
    """Shows a summary of the predictions, and the commands for all drawings."""

    collecting_requested = Signal()
    import_requested = Signal()
    export_requested = Signal()
    fine_tuning_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = Headline("my_digits", self, wraps_subject=True)
        self.learn_button = QPushButton(self.tr("&Learn My Digits"), self)
        self.learn_button.setObjectName("learn_button")
        self.learn_button.setProperty("primary", True)
        self.learn_button.setMinimumHeight(4 * UNIT)
        self.learn_button.setToolTip(
            self.tr("Fine-tune the network on these digits; you can review the result first")
        )
        self.learn_button.clicked.connect(self.fine_tuning_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        layout.addWidget(self._headline, 1)
        for name, text, tip, drawing, requested in (
            (
                "collect_button",
                self.tr("Collect"),
                self.tr("Write digits that the program asks for"),
                "pen",
                self.collecting_requested,
            ),
            (
                "import_button",
                self.tr("Import"),
                self.tr("Add the drawings of an ink file"),
                "open",
                self.import_requested,
            ),
            (
                "export_my_digits_button",
                self.tr("Export"),
                self.tr("Save all digits as an ink file"),
                "export",
                self.export_requested,
            ),
        ):
            button = QToolButton(self)
            button.setObjectName(name)
            button.setText(text)
            button.setToolTip(literal(tip))
            button.setIcon(icon(drawing))
            button.setIconSize(QSize(20, 20))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(requested)
            layout.addWidget(button)
        layout.addSpacing(UNIT)
        layout.addWidget(self.learn_button)

    @property
    def text(self) -> str:
        """The summary as text."""
        return self._headline.text

    def show_progress(self, done: int, total: int) -> None:
        """Show the progress of the predictions."""
        text = self.tr("Evaluating {done} of {total}…").format(done=whole(done), total=whole(total))
        self._headline.show_metrics("…", text, "")

    def show_failure(self, total: int) -> None:
        """Show that the evaluation has failed."""
        text = self.tr("{total} digits, not evaluated").format(total=whole(total))
        self._headline.show_metrics("–", text, "")

    def show_read(self, read: DigitsRead, weights: str, *, is_trained_on: bool) -> None:
        """Show a summary of the predictions.

        Parameters
        ----------
        read
            The predictions.
        weights
            Name of the weights.
        is_trained_on
            Whether the weights were trained on My Digits.
        """
        hint = self.tr("Trained on these digits. Expect less on new ones.") if is_trained_on else ""
        assessment = read.assessment
        self._headline.show_metrics(
            per_cent(assessment.accuracy, 2),
            counts_text(assessment),
            self.tr("{weights} on My Digits").format(weights=weights),
            " ".join(filter(None, (rejected_text(assessment), hint))),
        )
