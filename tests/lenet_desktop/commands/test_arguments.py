"""Arguments that name nothing, as the variables of a shell that are not set."""

from __future__ import annotations

import pytest

from lenet_desktop.__main__ import main


@pytest.mark.parametrize("empty", ["", " "])
@pytest.mark.parametrize(
    "argv",
    [
        ["train", "--out", ...],
        ["train", "--out", "run", "--data", ...],
        ["train", "--out", "run", "--resume", ...],
        ["evaluate", "--data", ...],
        ["evaluate", "--weights", ...],
        ["predict", ...],
        ["predict", "--weights", ..., "a.png"],
        ["combine", ..., "a.npz", "b.npz"],
        ["combine", "both.npz", "a.npz", ...],
        ["export", ...],
        ["screenshot", ...],
        ["open", ...],
        ["--weights", ...],
        ["--lesson", ...],
    ],
    ids=lambda argv: " ".join(word for word in argv if word is not ...),
)
def test_an_empty_name_is_not_the_current_folder(argv, empty, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as ended:
        main([empty if word is ... else word for word in argv])
    assert ended.value.code == 2
    assert "the name is empty" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
