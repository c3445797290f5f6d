"""The conditions that end a step of a lesson: what is true of the program now.

A condition is a function of words of a lesson that returns a check. Each is a few lines and is
listed in `CONDITIONS`; docs/lessons.md describes them to authors of lessons.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from typing import cast

from core.errors import UserError
from core.evaluation.confusion import Cell
from core.network.architectures import ARCHITECTURES
from core.training.presets import PRESETS
from lenet_desktop.state.lessons import inside_conditions
from lenet_desktop.state.lessons.facts import Check, Facts
from lenet_desktop.state.lessons.words import (
    RELATIONS,
    compares,
    digit_of,
    number_of,
    one_of,
    page_of,
    whole_of,
)


def parse_condition(text: str) -> Check:
    """Return the check of a condition such as ``pinned c1 strongest``.

    Raises
    ------
    UserError
        If there is no such condition, or its words do not fit.
    """
    name, *words = text.split() or [""]
    condition = CONDITIONS.get(name)
    if condition is None:
        raise UserError(
            "Unknown condition: {name}. Available: {names}.", name=name, names=", ".join(CONDITIONS)
        )
    parameters = inspect.signature(condition).parameters.values()
    least = sum(parameter.default is parameter.empty for parameter in parameters)
    if not least <= len(words) <= len(parameters):
        raise UserError("The words after the condition {name} are invalid.", name=name)
    return condition(*words)


def page(name: str) -> Check:
    """A page is in front."""
    page_of(name)
    return lambda facts: facts.desk.page == name


def ink() -> Check:
    """Something is on the pad."""
    return lambda facts: not facts.workspace.pad_history.value.is_blank


def blank() -> Check:
    """Nothing is on the pad."""
    return lambda facts: facts.workspace.pad_history.value.is_blank


def number(digits: str) -> Check:
    """The drawing is read as so many digits."""
    wanted = whole_of(digits)
    return lambda facts: len(facts.workspace.reader.reading.digits) == wanted


def reads(digit: str, how: str = "any") -> Check:
    """The selected digit is read as a digit, or as any; ``sure`` or ``unsure``."""
    wanted = None if digit == "any" else digit_of(digit)
    one_of(how, "any", "sure", "unsure")

    def check(facts: Facts) -> bool:
        reader = facts.workspace.reader
        if not reader.reading.digits:
            return False
        read = reader.reading.digits[reader.selected]
        is_wanted = read.label is not None if wanted is None else read.label == wanted
        return is_wanted and (how == "any" or (how == "unsure") == read.unsure)

    return check


def clicked(button: str) -> Check:
    """A button was clicked while the step was shown."""
    return lambda facts: facts.desk.was_clicked(button)


def choice(of_page: str, name: str, relation: str, value: str) -> Check:
    """A control of a page has a value: ``choice train epochs_box = 3``; also ``<`` and ``>``.

    The value of a table is the number of selected rows: ``choice train runs_table.rows > 1``.
    """
    one_of(relation, *RELATIONS)

    def check(facts: Facts) -> bool:
        found = facts.desk.choice(of_page, name)
        if isinstance(found, tuple):  # the data and the place of an entry of a list
            found = cast("tuple[object, int]", found)[0]
        elif isinstance(found, list):
            found = len(cast("list[int]", found))
        return found is not None and compares(found, relation, value)

    return check


def run(how: str, setting: str = "epochs", relation: str = ">", value: str = "0") -> Check:
    """A run has ended: ``done``, ``stopped``, ``failed``, or ``ended`` in any of these ways.

    A setting of its plan may follow: ``run done batch_size = 1500``.
    """
    one_of(how, "done", "stopped", "failed", "ended")
    one_of(setting, *PRESETS["quick"].to_dict())
    one_of(relation, *RELATIONS)

    def check(facts: Facts) -> bool:
        outcome = facts.new_outcome
        if outcome is None or (how != "ended" and outcome.end != how):
            return False
        return compares(outcome.request.plan.to_dict()[setting], relation, value)

    return check


def training(what: str) -> Check:
    """A run is in progress: ``running`` or ``paused``; or there is none: ``idle``."""
    one_of(what, "running", "paused", "idle")
    return lambda facts: facts.workspace.training.state.name.lower() == what


def accuracy(relation: str, value: str) -> Check:
    """The best validation accuracy of a run that has ended, in per cent: ``accuracy > 95``."""
    one_of(relation, *RELATIONS)
    number_of(value)

    def check(facts: Facts) -> bool:
        saved = facts.new_outcome and facts.new_outcome.checkpoint
        return saved is not None and compares(100 * saved.best_val_accuracy, relation, value)

    return check


def gap(relation: str, value: str) -> Check:
    """Training accuracy less validation accuracy at the end of a run, in per cent: ``gap > 5``."""
    one_of(relation, *RELATIONS)
    number_of(value)

    def check(facts: Facts) -> bool:
        saved = facts.new_outcome and facts.new_outcome.checkpoint
        if saved is None:
            return False
        last = saved.history[-1]
        return compares(100 * (last.train_accuracy - last.val_accuracy), relation, value)

    return check


def evaluated() -> Check:
    """An evaluation has ended."""
    return lambda facts: facts.new_evaluation is not None


def cell(true: str, predicted: str) -> Check:
    """A cell of the confusion matrix is chosen: ``cell 4 9``; ``wrong wrong`` for any mistake."""
    wanted = [None if word == "wrong" else digit_of(word) for word in (true, predicted)]

    def check(facts: Facts) -> bool:
        chosen = facts.desk.choice("evaluate", "cell")
        if not isinstance(chosen, Cell) or chosen.true is None or chosen.predicted is None:
            return False
        places = chosen.true, chosen.predicted
        is_mistake = places[0] != places[1]
        return all(
            is_mistake if want is None else want == place
            for want, place in zip(wanted, places, strict=True)
        )

    return check


def my_digits(new: str) -> Check:
    """At least so many drawings were added to My Digits."""
    wanted = whole_of(new)
    return lambda facts: len(facts.workspace.my_digits.drawings) - facts.start.n_my_digits >= wanted


def learned() -> Check:
    """My Digits were learned, and the result awaits a decision."""
    return lambda facts: facts.workspace.fine_tuning.result is not None


def network(name: str) -> Check:
    """The network in use is ``bundled``, ``other``, or has an architecture."""
    one_of(name, "bundled", "other", *ARCHITECTURES)

    def check(facts: Facts) -> bool:
        current = facts.workspace.network
        if name in ("bundled", "other"):
            return current.is_bundled == (name == "bundled")
        return current.weights.card.architecture == name

    return check


CONDITIONS: Mapping[str, Callable[..., Check]] = {
    condition.__name__: condition
    for condition in (
        page, ink, blank, number, reads, clicked, choice, run, training, accuracy, gap, evaluated,
        cell, my_digits, learned, network, *inside_conditions.CONDITIONS.values(),
    )
}  # fmt: skip
"""The conditions by the word that a lesson calls them by."""
