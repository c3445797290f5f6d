"""Every condition is false before, and true after, what it waits for."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from core.evaluation.confusion import ALL, Cell
from core.evaluation.experiment import Unit
from lenet_desktop.screenshots import five
from lenet_desktop.state.lessons.conditions import CONDITIONS, parse_condition
from lenet_desktop.state.lessons.facts import Facts, start_of
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.shown.shown_weights import InUse, StoredRun
from lenet_desktop.state.training.run import RunState
from lenet_desktop.state.workspace import Workspace
from tests.support.inputs.networks import bundled_weights
from tests.support.window.facts import Desk, Setting


@pytest.fixture
def desk():
    return Desk()


@pytest.fixture
def workspace(qapp, tmp_path):
    settings = Settings(tmp_path / "s.ini", tmp_path / "runs", tmp_path / "my.jsonl")
    workspace = Workspace(settings, bundled_weights())
    yield workspace
    workspace.close()


def set_page(s):
    s.desk.page = "inside"


def target_3(s):
    s.workspace.inspection.target = 3


def resized(s):
    s.workspace.inspection.way = "resized"


def evaluation(s):
    s.workspace.evaluation.result = object()


def paused(s):
    s.workspace.training.state = RunState.PAUSED


def learned(s):
    s.workspace.fine_tuning.result = object()


def ask_occlusion(s):
    s.workspace.reasons.ask("occlusion", None)


def middle(values):
    return (values > 0) & (values < 0.8 * values.max())


def switch_unit(s):
    s.workspace.experiment.switch(Unit("c1", 2), is_on=False)


def found_neighbours(s):
    s.workspace.neighbours.found = object()


def look_at_epoch(s, number):
    series = s.workspace.shown_weights.series
    series.epochs = tuple(SimpleNamespace(card=SimpleNamespace(epoch=each)) for each in (0, 1, 2))
    series._place = number


def look_into_run(s):
    s.workspace.shown_weights._source = StoredRun(bundled_weights())


CASES = [
    ("page inside", None, set_page),
    ("ink", None, Setting.draw_five),
    ("blank", Setting.draw_five, Setting.clear),
    ("number 2", Setting.draw_five, lambda s: s.draw((0, five()), (0.5, five()))),
    ("reads 5", Setting.scribble, Setting.draw_five),
    ("reads any", None, Setting.draw_five),
    ("reads any unsure", Setting.draw_five, Setting.scribble),
    ("reads 5 sure", Setting.scribble, Setting.draw_five),
    ("way resized", None, resized),
    ("ways different", Setting.draw_five, Setting.small_in_the_corner),
    ("ways equal", Setting.small_in_the_corner, Setting.draw_five),
    ("pinned c1", lambda s: s.pin("c3", 0, 0, 0), lambda s: s.pin("c1", 0, 0, 0)),
    ("pinned c1", lambda s: s.pin("c1", 9, 0, 0), lambda s: s.pin("c1", 5, 0, 0)),
    (
        "pinned c1 strong",
        lambda s: s.pin_where("c1", middle),
        lambda s: s.pin_where("c1", lambda values: values == values.max()),
    ),
    (
        "pinned f6 zero",
        lambda s: s.pin_where("f6", lambda values: values > 0),
        lambda s: s.pin_where("f6", lambda values: values == 0),
    ),
    (
        "pinned output negative",
        lambda s: s.pin_where("output", lambda values: values > 0),
        lambda s: s.pin_where("output", lambda values: values < 0),
    ),
    (
        "pinned output lowest",
        lambda s: s.pin_where("output", lambda values: values > 0),
        lambda s: s.pin_where("output", lambda values: values == values.min()),
    ),
    (
        "pinned output positive",
        lambda s: s.pin_where("output", lambda values: values < 0),
        lambda s: s.pin_where("output", lambda values: values > 0),
    ),
    (
        "pinned f6 below",
        lambda s: s.pin_where("f6", lambda values: values > 0),
        lambda s: s.pin_where("f6", lambda values: values == 0),
    ),
    (
        "pinned s2 mixed",
        lambda s: (s.draw_five(), s.pin("s2", 0, 0, 0)),
        lambda s: s.pin_where("s2", lambda values: values == values.max()),
    ),
    (
        "pinned c1 blank",
        lambda s: s.pin_where("c1", lambda values: values == values.max()),
        lambda s: s.pin("c1", 0, 0, 0),
    ),
    (
        "pinned c1 elsewhere",
        lambda s: s.pin("c1", 2, 4, 4),
        lambda s: s.pin("c1", 3, 4, 4),
    ),
    ("target 3", None, target_3),
    ("target any", None, target_3),
    ("target none", target_3, lambda s: setattr(s.workspace.inspection, "target", None)),
    ("target likely", lambda s: s.show_loss_of(3), lambda s: s.show_loss_of(5)),
    (
        "target unlikely",
        lambda s: s.show_loss_of(5),
        lambda s: s.show_loss_of(int(s.workspace.inspection.activations.values["output"].argmin())),
    ),
    ("loss > 2", lambda s: s.show_loss_of(5), lambda s: s.show_loss_of(3)),
    ("loss < 0.1", lambda s: s.show_loss_of(3), lambda s: s.show_loss_of(5)),
    ("overlay occlusion", None, ask_occlusion),
    ("changed_to 3", lambda s: s.find_change(4), lambda s: s.find_change(3)),
    ("changed_to any", None, lambda s: s.find_change(4)),
    ("pinned c1.weight", lambda s: s.pin("c1", 0, 0, 0), lambda s: s.pin("c1.weight", 0, 0, 2, 2)),
    ("changes > 0", None, switch_unit),
    ("changes = 0", switch_unit, lambda s: s.workspace.experiment.reset()),
    ("neighbours", None, found_neighbours),
    ("epoch = 0", None, lambda s: look_at_epoch(s, 0)),
    ("epoch > 1", lambda s: look_at_epoch(s, 1), lambda s: look_at_epoch(s, 2)),
    ("weights run", None, look_into_run),
    (
        "weights use",
        look_into_run,
        lambda s: setattr(s.workspace.shown_weights, "_source", InUse()),
    ),
    ("clicked learn_button", None, lambda s: s.desk.clicks.add("learn_button")),
    ("choice train epochs_box = 3", None, lambda s: s.choose("train", "epochs_box", 3)),
    (
        "choice train learning_rate_box > 0.3",
        lambda s: s.choose("train", "learning_rate_box", 0.25),
        lambda s: s.choose("train", "learning_rate_box", 0.5),
    ),
    (
        "choice train preset_box = best",
        lambda s: s.choose("train", "preset_box", ("quick", 0)),
        lambda s: s.choose("train", "preset_box", ("best", 1)),
    ),
    (
        "choice train runs_table.rows > 1",
        lambda s: s.choose("train", "runs_table.rows", [0]),
        lambda s: s.choose("train", "runs_table.rows", [0, 3]),
    ),
    ("choice inside answers_3 = True", None, lambda s: s.choose("inside", "answers_3", True)),
    ("run done", lambda s: s.end_run("stopped"), lambda s: s.end_run()),
    ("run ended", None, lambda s: s.end_run("failed")),
    (
        "run done batch_size < 10",
        lambda s: s.end_run(batch_size=10),
        lambda s: s.end_run(batch_size=9),
    ),
    (
        "run done activation = tanh",
        lambda s: s.end_run(activation="relu"),
        lambda s: s.end_run(activation="tanh"),
    ),
    ("training paused", None, paused),
    ("accuracy > 95", lambda s: s.end_run(accuracy=0.94), lambda s: s.end_run(accuracy=0.96)),
    ("accuracy < 50", lambda s: s.end_run(accuracy=0.94), lambda s: s.end_run(accuracy=0.1)),
    ("gap > 5", lambda s: s.end_run(train=0.94), lambda s: s.end_run(train=1.0)),
    ("evaluated", None, evaluation),
    (
        "cell 4 9",
        lambda s: s.choose("evaluate", "cell", Cell(9, 4)),
        lambda s: s.choose("evaluate", "cell", Cell(4, 9)),
    ),
    (
        "cell wrong wrong",
        lambda s: s.choose("evaluate", "cell", Cell(4, 4)),
        lambda s: s.choose("evaluate", "cell", Cell(4, 7)),
    ),
    ("my_digits 2", lambda s: s.keep(1), lambda s: s.keep(2)),
    ("learned", None, learned),
    ("network other", None, lambda s: s.use(architecture="lenet5")),
    ("network residual", None, lambda s: s.use(architecture="residual")),
]


@pytest.mark.parametrize(("text", "before", "after"), CASES)
def test_a_condition_is_true_after_what_it_waits_for(workspace, desk, text, before, after):
    setting, check = Setting(workspace, desk), parse_condition(text)
    if "elsewhere" in text:
        before(setting)
    start = start_of(workspace, desk)
    if before is not None:
        before(setting)
    assert not check(Facts(workspace, desk, start))
    after(setting)
    assert check(Facts(workspace, desk, start))


def test_every_condition_is_tested_and_documented():
    assert {text.split()[0] for text, _, _ in CASES} == set(CONDITIONS)


def test_a_cell_that_is_a_row_or_nothing_is_no_mistake(workspace, desk):
    check = parse_condition("cell wrong wrong")
    start = start_of(workspace, desk)
    for cell in (ALL, Cell(4, None), Cell(None, 4)):
        desk.choices["evaluate", "cell"] = cell
        assert not check(Facts(workspace, desk, start))


def test_what_ended_before_the_step_began_does_not_count(workspace, desk):
    setting = Setting(workspace, desk)
    setting.end_run(accuracy=0.99)
    evaluation(setting)
    setting.keep(3)
    start = start_of(workspace, desk)
    for text in ("run ended", "accuracy > 5", "evaluated", "my_digits 1"):
        assert not parse_condition(text)(Facts(workspace, desk, start)), text
