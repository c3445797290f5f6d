"""The command `predict`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.handwriting.writing import write_digits
from core.progress import result_of
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
            assert set(digit) == {
                "label", "confidence", "unsure", "alternatives", "probabilities", "box"
            }  # fmt: skip
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


@pytest.fixture
def page(tmp_path):
    """A picture of 5,000 x 3,750 pixels with two lines of digits, and where the digits are."""
    images = result_of(write_digits(6, seed=1))[0]
    whole = np.full((150, 200), 255, np.uint8)
    corners = [(20 + 50 * column, 20 + 60 * row) for row in range(2) for column in range(3)]
    for image, (left, top) in zip(images, corners, strict=True):
        whole[top : top + 28, left : left + 28] = 255 - image
    Image.fromarray(whole).resize((5000, 3750)).save(tmp_path / "page.png")
    return str(tmp_path / "page.png"), corners


def test_lines_in_a_large_picture_are_read_with_their_places(page, capsys):
    file, corners = page
    assert main(["predict", file, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["digits"]) == 6
    assert [len(line) for line in answer["text"].split("\n")] == [3, 3]
    for digit, (x, y) in zip(answer["digits"], corners, strict=True):
        left, top, right, bottom = digit["box"]
        assert all(isinstance(edge, int) for edge in digit["box"])
        assert 25 * x <= left < 25 * (x + 14) < right <= 25 * (x + 28)
        assert 25 * y <= top < 25 * (y + 14) < bottom <= 25 * (y + 28)
    assert main(["predict", file]) == 0
    unsure = sum(digit["unsure"] for digit in answer["digits"])
    lines = [f"{file}[0]: 6 digits, {unsure} unsure", *answer["text"].split("\n")]
    assert capsys.readouterr().out.splitlines() == lines


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


def test_an_ink_file_without_drawings_is_reported(predict, tmp_path):
    (tmp_path / "empty.jsonl").touch()
    status, out, err = predict(str(tmp_path / "empty.jsonl"))
    assert (status, out) == (1, "")
    assert err.endswith("empty.jsonl contains no drawings.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="such names cannot be given to files")
@pytest.mark.parametrize("odd", ["\x1b[31m", "\x1b]0;title\x07", "\n", "\r", "\u202e", "\x9b2J"])
def test_a_name_cannot_control_the_terminal(predict, picture, tmp_path, odd):
    good, bad = (tmp_path / f"{word}{odd}.png" for word in ("good", "bad"))
    good.write_bytes(Path(picture).read_bytes())
    bad.write_text("no image")
    _, out, err = predict(str(good), str(bad))
    assert odd not in out.rstrip("\n") + err.rstrip("\n")
    assert len(out.splitlines()) == len(err.splitlines()) == 1
    _, out, _ = predict(str(good), "--json")
    assert json.loads(out)["source"] == str(good)


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
    assert said.err == f"{file}[0]: not read: 1 x minus sign\n"
    assert len(said.out.splitlines()) == 2
