"""What a lesson can know of the program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeAlias, cast

from core.evaluation.evaluate import Evaluation
from core.recognition.explain import Explanation, Index, explain_value
from lenet_desktop.state.training.run import Outcome
from lenet_desktop.state.workspace import Workspace


class Desk(Protocol):
    """What the lesson has to know of the window."""

    @property
    def page(self) -> str:
        """Name of the page in front, as in a stop."""
        ...

    def choice(self, page: str, name: str) -> object:
        """Return a choice of `Page.view_state`; None if there is none of that name."""
        ...

    def was_clicked(self, name: str) -> bool:
        """Return whether a button was clicked since it was first asked about."""
        ...


@dataclass(frozen=True, eq=False)
class Start:
    """What there was when the step began, so that only something new ends it."""

    outcome: Outcome | None
    evaluation: Evaluation | None
    n_my_digits: int
    pinned: tuple[str, Index] | None


def start_of(workspace: Workspace, desk: Desk) -> Start:
    """Return what there is now."""
    return Start(
        workspace.training.outcome,
        workspace.evaluation.result,
        len(workspace.my_digits.drawings),
        pinned_on(desk),
    )


def pinned_on(desk: Desk) -> tuple[str, Index] | None:
    """Return the stage and the index of the value that was clicked on the page Inside."""
    return cast("tuple[str, Index] | None", desk.choice("inside", "pinned"))


@dataclass(frozen=True, eq=False)
class Facts:
    """The program as a check sees it."""

    workspace: Workspace
    desk: Desk
    start: Start

    @property
    def new_outcome(self) -> Outcome | None:
        """The end of a run that began or ended after the step did; None if there is none."""
        outcome = self.workspace.training.outcome
        return None if outcome is self.start.outcome else outcome

    @property
    def new_evaluation(self) -> Evaluation | None:
        """An evaluation that ended after the step began; None if there is none."""
        result = self.workspace.evaluation.result
        return None if result is self.start.evaluation else result

    @property
    def pinned(self) -> Explanation | None:
        """The value that was clicked on the page Inside; None if none was."""
        pinned = pinned_on(self.desk)
        if pinned is None:
            return None
        try:
            return explain_value(self.workspace.inspection.activations, *pinned)
        except LookupError:
            return None  # of another network


Check: TypeAlias = Callable[[Facts], bool]
"""Whether a condition is true now."""
