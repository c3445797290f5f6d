"""Networks are named by their architecture, ensembles by their size."""

from __future__ import annotations

from core.network.architectures import ARCHITECTURES
from core.network.model_card import ModelCard
from lenet_desktop.text.networks import architecture_names, network_name


def test_every_architecture_has_a_name_of_its_own():
    names = [network_name(ModelCard(architecture=name)) for name in ARCHITECTURES]
    assert names == list(architecture_names().values())
    assert len(set(names)) == len(ARCHITECTURES)


def test_an_ensemble_is_named_by_its_size():
    card = ModelCard(architecture="ensemble", members=(ModelCard(),) * 3)
    assert network_name(card) == "3 networks combined"
