"""The command `predict`."""

from __future__ import annotations

import json

import numpy as np
import pytest
from PIL import Image

from core.recognition.recognizer import Recognition, Recognizer
from lenet_desktop.__main__ import main


@pytest.fixture
def picture(tmp_path):
    file = tmp_path / "digit.png"
    page = np.full((60, 60), 255, np.uint8)
    page[10:50, 28:33] = 0
    Image.fromarray(page).save(file)
    return str(file)


@pytest.fixture
def predict(weights_file, capsys):
    def run(*words: str) -> tuple[int, str, str]:
        status = main(["predict", "--weights", str(weights_file), *words])
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_every_drawing_is_answered_in_order(predict, picture, drawings_file):
    status, out, err = predict(picture, str(drawings_file), "--json")
    assert (status, err) == (0, "")
    answers = [json.loads(line) for line in out.splitlines()]
    assert [(answer["source"], answer["index"]) for answer in answers] == [
        (picture, 0),
        *((str(drawings_file), index) for index in range(4)),
    ]
    for answer in answers:
        assert answer["text"] == "".join(str(digit["label"]) for digit in answer["digits"])
        for digit in answer["digits"]:
            assert set(digit) == {"label", "confidence", "unsure", "alternatives", "probabilities"}
            assert len(digit["probabilities"]) == 10
            assert sum(digit["probabilities"]) == pytest.approx(1, abs=1e-5)
            assert digit["confidence"] == pytest.approx(max(digit["probabilities"]))


@pytest.mark.parametrize("flag", [(), ("--json",)])
def test_a_digit_that_may_be_another_names_both(predict, drawings_file, monkeypatch, flag):
    probabilities = np.full(10, 0.0025, np.float32)
    probabilities[[1, 7]] = 0.6, 0.38
    either = Recognition(probabilities, 1, unsure=False)
    monkeypatch.setattr(Recognizer, "recognize", lambda *_: either)
    _, out, _ = predict(str(drawings_file), *flag)
    first = out.splitlines()[0]
    if flag:
        assert json.loads(first)["digits"][0]["alternatives"] == [7]
    else:
        assert first == f"{drawings_file}[0]: 1 (60.0 % or 7)"


def test_a_number_is_read_from_left_to_right(predict, tmp_path):
    file = tmp_path / "number.jsonl"
    lines = [[[x, 0], [x + 5, 50], [x, 100]] for x in (300, 0, 150)]
    file.write_text(json.dumps({"strokes": lines}) + "\n")
    _, out, _ = predict(str(file), "--json")
    answer = json.loads(out)
    assert len(answer["text"]) == len(answer["digits"]) == 3
    assert answer["text"] == "".join(str(digit["label"]) for digit in answer["digits"])


def test_a_blank_has_no_digits(predict, drawings_file):
    _, out, _ = predict(str(drawings_file), "--json")
    blank = json.loads(out.splitlines()[2])
    assert (blank["text"], blank["digits"]) == ("", [])


def test_a_person_reads_a_line_a_drawing(predict, picture, drawings_file):
    status, out, _ = predict(picture, str(drawings_file))
    assert status == 0
    lines = out.splitlines()
    assert len(lines) == 5
    assert lines[0].startswith(f"{picture}[0]: ")
    assert " %" in lines[0]
    assert lines[3] == f"{drawings_file}[2]: (blank)"


def test_a_bad_file_is_reported_and_the_others_are_read(predict, picture, tmp_path):
    bad = tmp_path / "bad.png"
    bad.write_text("no image")
    status, out, err = predict(str(bad), picture, str(tmp_path / "nowhere.jsonl"))
    assert status == 1
    assert out.startswith(picture)
    complaints = err.splitlines()
    assert len(complaints) == 2
    assert "bad.png" in complaints[0]
    assert "nowhere.jsonl" in complaints[1]


def test_without_files_it_is_a_usage_error():
    with pytest.raises(SystemExit) as error:
        main(["predict"])
    assert error.value.code == 2


def test_ink_that_does_not_fit_is_mentioned(weights_file, tmp_path, capsys):
    file = tmp_path / "minus.jsonl"
    minus, one = [[0, 5], [2, 5]], [[6, 0], [6, 10]]
    file.write_text(json.dumps({"strokes": [minus, one]}) + "\n" + json.dumps({"strokes": [one]}))
    assert main(["predict", "--weights", str(weights_file), str(file), "--json"]) == 0
    said = capsys.readouterr()
    assert said.err == f"{file}[0]: 1 mark not read as a digit\n"
    assert len(said.out.splitlines()) == 2
