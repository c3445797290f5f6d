"""The conditions that are true of the page Inside; see `conditions`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import get_args

from core.ink.preparations import Way
from core.recognition.activations import PROBABILITIES
from lenet_desktop.state.lessons.facts import Check, Facts, pinned_on
from lenet_desktop.state.lessons.value_kinds import KINDS
from lenet_desktop.state.lessons.words import RELATIONS, compares, digit_of, number_of, one_of
from lenet_desktop.state.shown.shown_weights import InUse, StoredRun


def way(name: str) -> Check:
    """The network input on the page Inside is prepared in a way."""
    one_of(name, *get_args(Way))
    return lambda facts: facts.workspace.inspection.way == name


def ways(how: str) -> Check:
    """The answers to the four ways of preparing are ``different`` or ``equal``."""
    one_of(how, "different", "equal")

    def check(facts: Facts) -> bool:
        answers = {answer.label for answer in facts.workspace.inspection.answers.values()}
        return None not in answers and (len(answers) > 1) == (how == "different")

    return check


def pinned(stage: str, kind: str = "any") -> Check:
    """A value of a stage was clicked: any, or one of `value_kinds.KINDS`.

    A weight of a kernel is a value of a stage such as ``c1.weight``.
    """
    one_of(kind, *KINDS)

    def check(facts: Facts) -> bool:
        if stage.endswith(".weight"):
            place = pinned_on(facts.desk)
            return place is not None and place[0] == stage
        found = facts.pinned
        return found is not None and found.stage == stage and KINDS[kind](facts, found)

    return check


def target(digit: str) -> Check:
    """The page Inside shows the gradient of the loss for a digit, for ``any``, or for ``none``.

    ``likely`` and ``unlikely``: the digit with the largest, the smallest probability.
    """
    wanted = None if digit in ("any", "none", "likely", "unlikely") else digit_of(digit)

    def check(facts: Facts) -> bool:
        chosen = facts.workspace.inspection.target
        if chosen is None or digit in ("any", "none"):
            return (chosen is None) == (digit == "none")
        shares = facts.workspace.inspection.activations.values[PROBABILITIES]
        found = {"likely": shares.argmax(), "unlikely": shares.argmin()}
        return chosen == found.get(digit, wanted)

    return check


def loss(relation: str, value: str) -> Check:
    """The loss for the chosen digit on the page Inside: ``loss > 2``."""
    one_of(relation, *RELATIONS)
    number_of(value)

    def check(facts: Facts) -> bool:
        slopes = facts.workspace.inspection.gradients
        return slopes is not None and compares(slopes.loss, relation, value)

    return check


def overlay(method: str) -> Check:
    """The page Inside shows which ink an answer rests on: ``saliency`` or ``occlusion``."""
    one_of(method, "saliency", "occlusion")
    return lambda facts: facts.workspace.reasons.method == method


def changed_to(digit: str) -> Check:
    """A small change of the image was found that makes it a digit, or ``any``."""
    wanted = None if digit == "any" else digit_of(digit)

    def check(facts: Facts) -> bool:
        reasons = facts.workspace.reasons
        if reasons.found is None or reasons.found.changed is None:
            return False
        return wanted is None or reasons.target == wanted

    return check


def changes(relation: str, value: str) -> Check:
    """How many changes of the network are in effect on the page Inside: ``changes > 0``."""
    one_of(relation, *RELATIONS)
    number_of(value)
    return lambda facts: compares(len(facts.workspace.experiment.changes), relation, value)


def neighbours() -> Check:
    """The training images closest to the drawing were found."""
    return lambda facts: facts.workspace.neighbours.found is not None


def weights(where: str) -> Check:
    """The page Inside shows the network in ``use``, or that of an earlier ``run``."""
    one_of(where, "use", "run")
    kind = InUse if where == "use" else StoredRun
    return lambda facts: isinstance(facts.workspace.shown_weights.source, kind)


def epoch(relation: str, value: str) -> Check:
    """The page Inside shows an earlier run after so many epochs: ``epoch = 0``."""
    one_of(relation, *RELATIONS)
    number_of(value)

    def check(facts: Facts) -> bool:
        series = facts.workspace.shown_weights.series
        if not series.epochs:
            return False
        return compares(series.epochs[series.place].card.epoch or 0, relation, value)

    return check


CONDITIONS: Mapping[str, Callable[..., Check]] = {
    condition.__name__: condition
    for condition in (
        way, ways, pinned, target, loss, overlay, changed_to, changes, neighbours, weights, epoch,
    )
}  # fmt: skip
"""The conditions by the word that a lesson calls them by."""
