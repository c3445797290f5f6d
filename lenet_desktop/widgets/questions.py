"""Questions that the user answers with Yes or No."""

from __future__ import annotations

from PySide6.QtWidgets import QMessageBox, QWidget

from lenet_desktop.text.plain import literal


def ask(parent: QWidget, title: str, question: str) -> bool:
    """Ask a question in front of a widget's window; No is the default.

    Parameters
    ----------
    parent
        A widget of the window.
    title, question
        Plain text.
    """
    button = QMessageBox.StandardButton
    answer = QMessageBox.question(
        parent, title, literal(question), button.Yes | button.No, button.No
    )
    return answer == button.Yes
