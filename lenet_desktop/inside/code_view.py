"""The code that computed the value, with the shapes of this input."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontDatabase, QShowEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from core.recognition.activations import sections_of
from core.recognition.code import Code, code_of
from lenet_desktop.inside.question import Question
from lenet_desktop.inside.stages.names import stage_title
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import heading


class CodeView(QWidget):
    """Shows the forward and the backward pass of the stage that was asked about last."""

    def __init__(
        self, inspection: Inspection, question: Question, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._inspection, self._question = inspection, question
        self._shown: object = None
        self._stage = ""
        self._title = heading("", self)
        self._text = QPlainTextEdit(self)
        self._text.setObjectName("code_view")
        self._text.setAccessibleName(self.tr("Code of the stage"))
        self._text.setReadOnly(True)
        self._text.setTabChangesFocus(True)
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        layout.addWidget(self._title)
        layout.addWidget(self._text, 1)
        question.changed.connect(self._follow)
        inspection.rested.connect(self._follow)

    def minimumSizeHint(self) -> QSize:
        """Return room for the title and a few lines."""
        return QSize(400, 5 * self.fontMetrics().height() + 2 * UNIT)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the code of the current stage."""
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        if not self.isVisible():
            return
        network = self._inspection.weights.network
        sections = sections_of(network)
        explanation = self._question.explanation
        if explanation is not None:
            self._stage = explanation.stage
        elif self._stage not in sections:
            self._stage = next(iter(sections))
        if (self._stage, network) != self._shown:
            self._shown = self._stage, network
            parts = code_of(self._inspection.activations, self._stage)
            self._title.setText(stage_title(self._stage))
            self._text.setPlainText("\n\n".join(map(self._format, parts)))

    def _format(self, code: Code) -> str:
        shapes = ", ".join(f"{name} {shape}" for name, shape in code.shapes)
        head = [f"# {code.place}", f"# {shapes}"] if shapes else [f"# {code.place}"]
        text = code.text or self.tr("The source code is not installed.")
        return "\n".join([*head, text.rstrip()])
