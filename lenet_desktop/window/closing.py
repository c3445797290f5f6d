"""Questions before the window is closed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from lenet_desktop.state.workspace import Workspace
from lenet_desktop.widgets.dialogs import ask

translate = QCoreApplication.translate


def may_close(workspace: Workspace, window: QWidget) -> bool:
    """Ask whether running work may be stopped, and whether an undecided result may be lost.

    Returns
    -------
    bool
        Whether the user has agreed to everything, or there was nothing to ask.
    """
    return all(ask(window, *question) for question in _questions(workspace))


def _questions(workspace: Workspace) -> list[tuple[str, str, str, str]]:
    """Return the title and the text of each question, and its two answers."""
    questions: list[tuple[str, str, str, str]] = []
    stop = translate("Closing", "&Stop and Close")
    if workspace.training.is_busy:
        title = translate("Closing", "Training Is Running")
        text = translate(
            "Closing",
            "Training is still running. Stop it and close the window?\n\n"
            "The best weights so far remain available under Earlier Runs.",
        )
        questions.append((title, text, stop, translate("Closing", "&Keep Training")))
    if workspace.fine_tuning.is_running:
        title = translate("Closing", "Fine-Tuning Is Running")
        text = translate(
            "Closing",
            "Fine-tuning is still running. Stop it and close the window?\n\n"
            "Nothing that it has learned is kept.",
        )
        questions.append((title, text, stop, translate("Closing", "&Keep Training")))
    elif workspace.fine_tuning.result is not None:
        title = translate("Closing", "Result Not Kept")
        text = translate(
            "Closing",
            "You have not kept the network that learned your digits."
            " Discard it and close the window?",
        )
        discard = translate("Closing", "&Discard and Close")
        questions.append((title, text, discard, translate("Closing", "&Cancel")))
    return questions
