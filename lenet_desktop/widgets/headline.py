"""A large metric with two lines that explain it."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import Label, caption, heading


class Headline(QWidget):
    """Shows the summary of a page's result.

    Parameters
    ----------
    name
        Of the page: what the labels' object names begin with.
    wraps_subject
        Whether the subject of the figure may take several lines.
    """

    def __init__(
        self, name: str, parent: QWidget | None = None, *, wraps_subject: bool = False
    ) -> None:
        super().__init__(parent)
        self._figure = heading("", self, "headline")
        self._figure.setObjectName(f"{name}_accuracy")
        self._counts = Label("", self)
        self._counts.setObjectName(f"{name}_counts")
        self._counts.setMinimumWidth(1)
        self._counts.setWordWrap(True)
        self._what = caption("", self)
        self._what.setObjectName(f"{name}_what")
        self._what.setMinimumWidth(1)
        self._what.setWordWrap(wraps_subject)
        self._hint = Label("", self)
        self._hint.setObjectName(f"{name}_hint")
        self._hint.setWordWrap(True)
        self._hint.hide()
        lines = QVBoxLayout()
        lines.setSpacing(0)
        lines.addWidget(self._counts)
        lines.addWidget(self._what)
        lines.addWidget(self._hint)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2 * UNIT)
        layout.addWidget(self._figure)
        layout.addLayout(lines, 1)

    @property
    def text(self) -> str:
        """The metric and its explanation as text."""
        labels = self._figure, self._counts, self._what, self._hint
        return " ".join(filter(None, (label.text() for label in labels)))

    def show_metrics(self, figure: str, counts: str, what: str, hint: str = "") -> None:
        """Show a metric, its counts, its subject, and a hint how to read it, if any."""
        self._figure.setText(figure)
        self._counts.setText(counts)
        self._what.setText(what)
        self._what.setToolTip(literal(what))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
