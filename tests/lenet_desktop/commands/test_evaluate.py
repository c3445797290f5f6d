"""The command `evaluate`."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from core.handwriting.writing import write_digits
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.progress import result_of
from lenet_desktop.__main__ import main
from tests.support.inputs.idx_files import write_part
from tests.support.inputs.networks import bundled_weights


@pytest.fixture
def evaluate(weights_file, capsys):
    def run(*words: str) -> tuple[int, str, str]:
        status = main(["evaluate", "--weights", str(weights_file), *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_every_test_image_is_counted(evaluate, digits_dir):
    status, out, err = evaluate("--data", str(digits_dir), "--json")
    assert (status, err) == (0, "")
    figures = json.loads(out)
    assert set(figures) == {"n", "correct", "accuracy", "unsure", "confusion", "per_digit"}
    confusion = np.array(figures["confusion"])
    assert confusion.shape == (10, 10)
    assert confusion.sum() == figures["n"] == 50
    assert confusion.trace() == figures["correct"] == 50 * figures["accuracy"]
    assert [row["total"] for row in figures["per_digit"]] == [5] * 10
    assert 0 <= figures["unsure"] <= 50


def test_blank_images_are_unsure_and_in_no_table(evaluate, tmp_path):
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 4:24, 13:15] = 255
    write_part(tmp_path, "t10k", images, np.array([1, 1, 1], np.uint8))
    status, out, _ = evaluate("--data", str(tmp_path), "--json")
    counts = json.loads(out)
    assert (status, counts["n"]) == (0, 3)
    assert counts["unsure"] >= 2
    assert np.sum(counts["confusion"]) == 1


def test_text_output_has_the_accuracy_and_two_tables(evaluate, digits_dir):
    status, out, _ = evaluate("--data", str(digits_dir))
    assert status == 0
    assert "of 50 correct" in out
    assert "digit  accuracy" in out
    assert "true \\ predicted" in out


def test_a_drawing_is_right_when_its_whole_text_is_its_label(evaluate, drawings_file):
    status, out, err = evaluate("--data", str(drawings_file), "--json")
    assert status == 0
    assert "1 of 4 drawings" in err
    figures = json.loads(out)
    assert figures["n"] == 3
    assert figures["unsure"] >= 1  # the blank
    assert np.sum(figures["confusion"]) == 2


def test_my_digits_are_read_as_drawings_once_there_are_some(evaluate, user_data):
    status, _, err = evaluate("--data", "my-digits")
    assert status == 1
    assert "My Digits is empty" in err
    user_data.mkdir(parents=True)
    (user_data / "my-digits.jsonl").write_text('{"strokes": [[[0, 0], [0, 9]]], "label": 1}\n')
    status, out, _ = evaluate("--data", "my-digits", "--json")
    assert (status, json.loads(out)["n"]) == (0, 1)


def test_drawings_without_labels_cannot_be_evaluated(evaluate, tmp_path):
    (tmp_path / "ink.jsonl").write_text('{"strokes": [[[0, 0]]]}\n')
    status, out, err = evaluate("--data", str(tmp_path / "ink.jsonl"))
    assert (status, out) == (1, "")
    assert "label" in err


def test_missing_weights_are_reported(capsys):
    assert main(["evaluate", "--weights", "nowhere.npz"]) == 1
    assert "nowhere.npz" in capsys.readouterr().err


def test_missing_data_is_reported(evaluate):
    for data in ("nowhere", "nowhere.jsonl"):
        status, _, err = evaluate("--data", data)
        assert status == 1
        assert data in err
        assert err.count("\n") == 1


def test_drawings_that_were_used_in_training_are_marked(
    weights_file, drawings_file, capsys, tmp_path
):
    learned = tmp_path / "learned.safetensors"
    card = ModelCard(dataset=f"mnist + {drawings_file.name}")
    save_weights(learned, replace(load_weights(weights_file), card=card))
    for weights, is_marked in ((weights_file, False), (learned, True)):
        assert main(["evaluate", "--weights", str(weights), "--data", str(drawings_file)]) == 0
        assert ("used in training" in capsys.readouterr().err) == is_marked


def test_the_card_of_the_bundled_weights_states_what_an_evaluation_measures(mnist_dir, capsys):
    card = load_weights(bundled_weights()).card
    assert main(["evaluate", "--data", card.test_set, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["accuracy"] == card.test_accuracy


def test_a_fault_of_the_data_is_noted(tmp_path, capsys):
    images, labels = result_of(write_digits(200, 1))
    write_part(tmp_path, "t10k", images.swapaxes(1, 2), labels)
    assert main(["evaluate", "--data", str(tmp_path)]) == 0
    (note,) = capsys.readouterr().err.splitlines()
    assert note.startswith("Note: The images seem to lie on their side")


def test_what_is_not_a_digit_is_right_when_it_is_refused(tmp_path, capsys):
    """The bundled network reads an upright line as a 1 and rejects a crossed-out ring."""
    line, turn = [[0, 0], [1, 50], [0, 100]], np.linspace(0, 6.4, 40)
    ring = np.stack([50 * np.cos(turn), 50 * np.sin(turn)], axis=1).tolist()
    cross = [[[-60, -60], [60, 60]], [[-60, 60], [60, -60]]]
    file = tmp_path / "ink.jsonl"
    drawings = [([line], 1), ([line], "not a digit"), ([ring, *cross], "not a digit")]
    file.write_text(
        "\n".join(json.dumps({"strokes": strokes, "label": label}) for strokes, label in drawings)
    )
    assert main(["evaluate", "--data", str(file), "--json"]) == 0
    figures = json.loads(capsys.readouterr().out)
    assert (figures["n"], figures["correct"], figures["unsure"]) == (3, 2, 1)
    assert figures["not_digits"] == {"rejected": 1, "total": 2}
    assert np.sum(figures["confusion"]) == 1
    assert main(["evaluate", "--data", str(file)]) == 0
    out = capsys.readouterr().out
    assert "Not a digit: 1 of 2 rejected, which counts as correct\n" in out
    assert "Not included" not in out
