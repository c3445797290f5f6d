"""The glossary."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from lenet_desktop.text.glossary import Term, glossary
from lenet_desktop.theme.metrics import UNIT, scaled, text_width
from lenet_desktop.theme.pictures import term_picture
from lenet_desktop.widgets.screen import resize_dialog

_TERM = Qt.ItemDataRole.UserRole
_TEXT_CHARACTERS, _LINES = 56, 26


class GlossaryDialog(QDialog):
    """Explains a term beside the list of all terms, which can be searched.

    Parameters
    ----------
    language
        A code of `text.language.LANGUAGES`.
    """

    def __init__(self, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("glossary")
        self.setWindowTitle(self.tr("Glossary"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.term = ""
        """The name of the term that is explained."""
        self._search = QLineEdit(self)
        self._search.setObjectName("glossary_search")
        self._search.setPlaceholderText(self.tr("Search"))
        self._search.setAccessibleName(self.tr("Search"))
        self._search.setClearButtonEnabled(True)
        self._search.textChanged.connect(self._filter)
        self._list = QListWidget(self)
        self._list.setObjectName("glossary_terms")
        self._list.setAccessibleName(self.tr("Terms"))
        self._list.currentItemChanged.connect(self._show_item)
        self._text = QTextBrowser(self)
        self._text.setObjectName("glossary_text")
        self._text.setAccessibleName(self.tr("Explanation"))
        self._text.setFrameShape(QFrame.Shape.NoFrame)
        self._text.document().setDocumentMargin(2 * UNIT)
        for section in glossary(language):
            self._add_section(section.title)
            for term in section.terms:
                self._add_term(term)
        left = QVBoxLayout()
        left.setSpacing(UNIT)
        left.addWidget(self._search)
        left.addWidget(self._list, 1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(2 * UNIT)
        layout.addLayout(left)
        layout.addWidget(self._text, 1)
        titles = (self._list.item(row).text() for row in range(self._list.count()))
        longest = max(map(self.fontMetrics().horizontalAdvance, titles))
        self._list.setFixedWidth(longest + round(scaled(5 * UNIT)))
        width = self._list.width() + text_width(self.font(), _TEXT_CHARACTERS)
        resize_dialog(self, QSize(width, _LINES * self.fontMetrics().height()))

    def show_term(self, name: str) -> None:
        """Explain a term; the first one if there is none of that name."""
        self._search.clear()
        items = [self._list.item(row) for row in range(self._list.count())]
        terms = [item for item in items if item.data(_TERM) is not None]
        chosen = next((item for item in terms if self._term_of(item).name == name), terms[0])
        self._list.setCurrentItem(chosen)
        self._list.scrollToItem(chosen)
        self._list.setFocus()

    def _add_section(self, title: str) -> None:
        item = QListWidgetItem(title, self._list)
        item.setFlags(Qt.ItemFlag.NoItemFlags)

    def _add_term(self, term: Term) -> None:
        item = QListWidgetItem(term.title, self._list)
        item.setData(_TERM, term)

    def _filter(self, text: str) -> None:
        """Show the terms whose title or explanation contains a text."""
        wanted = text.casefold().strip()
        for row in range(self._list.count()):
            item = self._list.item(row)
            if item.data(_TERM) is None:
                item.setHidden(bool(wanted))
            else:
                term = self._term_of(item)
                item.setHidden(wanted not in f"{term.title}\n{term.text}".casefold())

    def _show_item(self, item: QListWidgetItem | None) -> None:
        if item is not None and item.data(_TERM) is not None:
            term = self._term_of(item)
            self.term = term.name
            features = QTextDocument.MarkdownFeature.MarkdownNoHTML
            self._text.document().setMarkdown(f"## {term.title}\n\n{term.text}", features)
            self._add_picture(term.name)

    def _add_picture(self, term: str) -> None:
        picture = term_picture(term, self.palette(), self.devicePixelRatioF())
        if picture is not None:
            cursor = QTextCursor(self._text.document())
            cursor.movePosition(QTextCursor.MoveOperation.End)
            cursor.insertBlock()
            cursor.insertImage(picture)

    def changeEvent(self, event: QEvent) -> None:
        """Paint the picture for another appearance."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self.term:
            self._show_item(self._list.currentItem())

    def _term_of(self, item: QListWidgetItem) -> Term:
        term = item.data(_TERM)
        assert isinstance(term, Term)
        return term
