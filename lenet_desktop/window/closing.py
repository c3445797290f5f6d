"""Questions before the window is closed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from lenet_desktop.state.workspace import Workspace
from lenet_desktop.widgets.dialogs import ask

translate = QCoreApplication.translate


def may_close(workspace: Workspace, window: QWidget) -> bool:
    """Ask whether running work may be stopped, and whether an undecided result may be lost.

    A question about work that ends meanwhile is withdrawn, and the window stays open: its result
    has not been seen.

    Returns
    -------
    bool
        Whether the user has agreed to everything, or there was nothing to ask.
    """
    questions = _may_stop_training, _may_stop_fine_tuning, _may_discard_learned
    return all(may(workspace, window) for may in questions)


def _may_stop_training(workspace: Workspace, window: QWidget) -> bool:
    training = workspace.training
    return not training.is_busy or ask(
        window,
        translate("Closing", "Training Is Running"),
        translate(
            "Closing",
            "Training is still running. Stop it and close the window?\n\n"
            "The best weights of completed epochs remain available under Earlier Runs.",
        ),
        translate("Closing", "&Stop and Close"),
        translate("Closing", "&Keep Training"),
        withdrawn_by=training.ended,
    )


def _may_stop_fine_tuning(workspace: Workspace, window: QWidget) -> bool:
    fine_tuning = workspace.fine_tuning
    return not fine_tuning.is_running or ask(
        window,
        translate("Closing", "Fine-Tuning Is Running"),
        translate(
            "Closing",
            "Fine-tuning is still running. Stop it and close the window?\n\n"
            "Nothing that it has learned is kept.",
        ),
        translate("Closing", "&Stop and Close"),
        translate("Closing", "&Keep Training"),
        withdrawn_by=fine_tuning.ended,
    )


def _may_discard_learned(workspace: Workspace, window: QWidget) -> bool:
    return workspace.fine_tuning.result is None or ask(
        window,
        translate("Closing", "Result Not Kept"),
        translate(
            "Closing",
            "You have not kept the network that learned your digits."
            " Discard it and close the window?",
        ),
        translate("Closing", "&Discard and Close"),
        translate("Closing", "&Cancel"),
    )
