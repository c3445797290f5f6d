"""The file of an experiment: kept exactly, translated, and refused in one line."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

import resources
from core.errors import UserError
from core.runs.experiments import (
    FORMAT,
    MOST_RUNS,
    Experiment,
    PlannedRun,
    load_experiment,
    save_experiment,
    text_in,
)
from core.training.presets import PRESETS

SHIPPED = sorted(resources.path("experiments").glob("*.json"))
BEST = replace(PRESETS["best"], epochs=3, learning_rate=0.5, focus=(4, 9))
EXPERIMENT = Experiment(
    {"en": "Rates", "zh": "学习率"},
    ("mnist", "non-digits"),
    (PlannedRun("plain", replace(BEST, augmentation=None)), PlannedRun("best", BEST)),
)


def test_an_experiment_survives_its_file(tmp_path):
    file = tmp_path / "e.json"
    save_experiment(file, EXPERIMENT)
    assert load_experiment(file) == EXPERIMENT
    fields = json.loads(file.read_text("utf-8"))
    assert fields["runs"][1]["settings"] == {"epochs": 3, "learning_rate": 0.5, "focus": [4, 9]}


def test_a_text_is_in_the_language_or_in_the_first_there_is():
    assert text_in("x", "zh_CN") == "x"
    assert text_in({"en": "a", "zh": "b"}, "zh_CN") == "b"
    assert text_in({"en": "a"}, "zh_CN") == "a"


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.stem)
def test_the_programs_experiments_can_be_run_and_are_in_both_languages(file):
    experiment = load_experiment(file)
    assert set(experiment.title) == {"en", "zh"}
    assert len(experiment.runs) >= 2
    assert len({json.dumps(run.plan.to_dict()) for run in experiment.runs}) == len(experiment.runs)
    for language in ("en", "zh"):
        names = [text_in(run.name, language) for run in experiment.runs]
        assert len(set(names)) == len(names)


def test_what_they_compare_differs_in_nothing_else():
    compared = []
    for file in SHIPPED[:4]:
        first, *others = (run.plan.to_dict() for run in load_experiment(file).runs)
        compared.append({name for other in others for name in first if other[name] != first[name]})
    assert compared == [
        {"learning_rate"},
        {"augmentation", "weight_decay"},
        {"activation"},
        {"pooling"},
    ]


def fields(**changes):
    run = {"name": "a", "preset": "quick", "settings": {"epochs": 1}}
    return {"format": FORMAT, "title": "t", "data": ["mnist"], "runs": [run], **changes}


def run_with(**changes):
    return fields(runs=[{"name": "a", "preset": "quick", **changes}])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "e.json is not a JSON file."),
        ("[" * 30_000, "e.json is not a JSON file."),
        (b"\xff\xfe", "e.json is not a JSON file."),
        ("[]", "An object is missing."),
        (" " * 2**17, "It is too large."),
        (fields(format="other/1"), f"Its format is not {FORMAT}."),
        (fields(title=""), "A title or a name is missing."),
        (fields(title={}), "A title or a name is missing."),
        (fields(title={"en": 3}), "A title or a name is missing."),
        (fields(title="x" * 121), "A title or a name is missing."),
        (fields(data=[]), "It does not name a dataset."),
        (fields(data="mnist"), "It does not name a dataset."),
        (fields(data=["/etc"]), "Unknown dataset: /etc"),
        (fields(runs=[]), f"It needs 1 to {MOST_RUNS} runs."),
        (fields(runs=[fields()["runs"][0]] * 9), f"It needs 1 to {MOST_RUNS} runs."),
        (fields(runs=[3]), "An object is missing."),
        (run_with(preset="fast"), "Unknown preset: fast"),
        (run_with(preset=[]), "Unknown preset: []"),
        (run_with(name=None), "A title or a name is missing."),
        (run_with(settings={"colour": 1}), "Unknown setting: colour."),
        (run_with(settings={"epochs": "1"}), "epochs cannot be 1."),
        (run_with(settings={"augmentation": 3}), "The settings of the run are invalid"),
    ],
)
def test_another_file_is_refused_in_one_line(content, reason, tmp_path):
    file = tmp_path / "e.json"
    if isinstance(content, dict):
        content = json.dumps(content)
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(UserError) as caught:
        load_experiment(file)
    assert reason in str(caught.value)
    assert str(caught.value).startswith("e.json is not ")
    assert "\n" not in str(caught.value)


def test_runs_on_files_are_not_saved(tmp_path):
    file = tmp_path / "e.json"
    file.write_text("kept", "utf-8")
    with pytest.raises(UserError, match="Unknown dataset"):
        save_experiment(file, replace(EXPERIMENT, sources=(str(tmp_path),)))
    assert file.read_text("utf-8") == "kept"
