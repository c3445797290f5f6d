"""The text of a step."""

from __future__ import annotations

from PySide6.QtCore import QUrl, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

_FEATURES = (
    QTextDocument.MarkdownFeature.MarkdownDialectGitHub
    | QTextDocument.MarkdownFeature.MarkdownNoHTML
)


class LessonText(QTextBrowser):
    """Shows Markdown from a file that may come from anywhere.

    HTML in it is shown as text, no picture or other file is loaded, and a click on a link does no
    more than report it.
    """

    link_clicked = Signal(str)
    """The address of the link."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lesson_text")
        self.setAccessibleName(self.tr("Text of the step"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setTabChangesFocus(True)
        self.viewport().setAutoFillBackground(False)
        self.document().setDocumentMargin(0)
        self.anchorClicked.connect(self._report)

    def show_text(self, markdown: str) -> None:
        """Show a text from its start."""
        self.document().setMarkdown(markdown, _FEATURES)

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802
        """Load nothing: a lesson is its text."""
        del kind, name
        return None

    def _report(self, link: QUrl) -> None:
        self.link_clicked.emit(link.toString())
