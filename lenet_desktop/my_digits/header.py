"""The head of the page of My Digits: how well they are read, and what can be done with all."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from lenet_desktop.state.my_digits.reading import DigitsRead
from lenet_desktop.text.numbers import per_cent, whole
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.headline import Headline


class MyDigitsHeader(QWidget):
    """Tells the figures in short and asks for what a person wants done."""

    import_requested = Signal()
    export_requested = Signal()
    fine_tuning_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._headline = Headline("my_digits", self)
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
        for name, text, tip, drawing, wanted in (
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
            button.setToolTip(tip)
            button.setIcon(icon(drawing))
            button.setIconSize(QSize(20, 20))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(wanted)
            layout.addWidget(button)
        layout.addSpacing(UNIT)
        layout.addWidget(self.learn_button)

    @property
    def text(self) -> str:
        """The figures as text."""
        return self._headline.text

    def show_progress(self, done: int, total: int) -> None:
        """Tell how far the reading is."""
        text = self.tr("Reading {done} of {total}…").format(done=whole(done), total=whole(total))
        self._headline.show_figures("…", text, "")

    def show_failure(self, total: int) -> None:
        """Show that the drawings could not be read."""
        text = self.tr("{total} digits, not evaluated").format(total=whole(total))
        self._headline.show_figures("–", text, "")

    def show_read(self, read: DigitsRead, weights: str) -> None:
        """Tell how many are read right with the weights of a name."""
        confusion = read.assessment.confusion
        counts = self.tr("{correct} of {total} correct, {wrong} wrong, {unsure} unsure")
        self._headline.show_figures(
            per_cent(confusion.accuracy),
            counts.format(
                correct=whole(confusion.correct),
                total=whole(confusion.n),
                wrong=whole(confusion.n - confusion.correct),
                unsure=whole(int(read.assessment.is_unsure.sum())),
            ),
            self.tr("Your digits, read by {weights}").format(weights=weights),
        )
