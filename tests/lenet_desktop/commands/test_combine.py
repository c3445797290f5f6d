"""The command `combine`, and several weight files given to `evaluate` and `predict`."""

from __future__ import annotations

import json

import pytest

from core.network.architectures import network_of
from core.network.model_card import ModelCard
from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from lenet_desktop.__main__ import main
from tests.support.commands import one_line


@pytest.fixture
def other_file(tmp_path):
    file = tmp_path / "other.npz"
    network = network_of("deeper")
    save_weights(file, Weights(network.initialise(1), ModelCard(architecture="deeper")))
    return file


def evaluated(capsys, data, *files):
    options = [word for file in files for word in ("--weights", str(file))]
    assert main(["evaluate", *options, "--data", str(data), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_a_combined_file_is_a_weight_file(weights_file, other_file, digits_dir, tmp_path, capsys):
    out = tmp_path / "both.safetensors"
    assert (
        main(["combine", str(out), str(weights_file), str(other_file), "--data", str(digits_dir)])
        == 0
    )
    assert "combines 2 networks" in capsys.readouterr().out
    ensemble = load_weights(out)
    assert [card.architecture for card in ensemble.card.members] == ["lenet5", "deeper"]
    assert ensemble.card.temperature is not None
    together = evaluated(capsys, digits_dir, weights_file, other_file)
    assert evaluated(capsys, digits_dir, out)["confusion"] == together["confusion"]
    assert together["n"] == 50


def test_predict_averages_several_networks(weights_file, other_file, drawings_file, capsys):
    def probabilities(*files):
        options = [word for file in files for word in ("--weights", str(file))]
        assert main(["predict", str(drawings_file), *options, "--json"]) == 0
        first = json.loads(capsys.readouterr().out.splitlines()[0])
        return first["digits"][0]["probabilities"]

    one, other, both = (
        probabilities(*files)
        for files in ([weights_file], [other_file], [weights_file, other_file])
    )
    assert both == pytest.approx([(a + b) / 2 for a, b in zip(one, other, strict=True)], abs=1e-5)


def test_what_cannot_be_combined_is_refused(weights_file, other_file, tmp_path, capsys):
    out = tmp_path / "both.safetensors"
    assert main(["combine", str(out), str(weights_file)]) == 1
    assert "Name at least two weight files" in one_line(capsys.readouterr().err)
    assert main(["combine", str(out), str(weights_file), str(weights_file)]) == 1
    assert "cannot be combined with itself" in one_line(capsys.readouterr().err)
    assert main(["combine", str(other_file), str(weights_file), str(weights_file)]) == 1
    assert "already exists" in one_line(capsys.readouterr().err)
    assert not out.exists()


@pytest.mark.parametrize("name", ["both.xyz", "nowhere/both.npz", "both"])
def test_a_name_that_cannot_be_written_is_refused_before_the_work(
    name, weights_file, other_file, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr("lenet_desktop.commands.combine.combine", pytest.fail)
    out = tmp_path / name
    assert main(["combine", str(out), str(weights_file), str(other_file)]) == 1
    assert out.name in one_line(capsys.readouterr().err)
    assert not any(tmp_path.glob(".lenet*"))
