"""Names of networks."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from core.network.architectures import Architecture
from core.network.model_card import ModelCard

translate = QCoreApplication.translate


def architecture_names() -> Mapping[Architecture, str]:
    """Return the name of each architecture."""
    return {
        "lenet5": translate("Networks", "LeNet-5"),
        "deeper": translate("Networks", "Deeper"),
        "residual": translate("Networks", "Residual"),
    }


def network_name(card: ModelCard) -> str:
    """Return the name of a network: its architecture, or the number of networks it combines."""
    if card.architecture == "ensemble":
        text = translate("Networks", "{n} networks combined")
        return text.format(n=len(card.members))
    return architecture_names()[card.architecture]
