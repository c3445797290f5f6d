"""Names of networks, and their answers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from core.errors import printable
from core.network.architectures import Architecture
from core.network.lenet5 import Activation, Pooling
from core.network.model_card import ModelCard
from core.recognition.reading import Reading
from core.runs.folder import LAST_FILE, WEIGHTS_FILE
from core.runs.notes import load_notes
from lenet_desktop.text.datasets import title_with_folder
from lenet_desktop.text.numbers import probability
from lenet_desktop.text.plain import name_of, shortened

translate = QCoreApplication.translate


def architecture_names() -> Mapping[Architecture, str]:
    """Return the name of each architecture."""
    return {
        "lenet5": translate("Networks", "LeNet-5"),
        "deeper": translate("Networks", "Deeper"),
        "residual": translate("Networks", "Residual"),
    }


def activation_names() -> Mapping[Activation, str]:
    """Return the name of each activation function."""
    return {
        "relu": translate("Networks", "ReLU"),
        "tanh": translate("Networks", "Tanh"),
        "sigmoid": translate("Networks", "Sigmoid"),
    }


def pooling_names() -> Mapping[Pooling, str]:
    """Return the name of each kind of pooling."""
    return {
        "average": translate("Networks", "Average"),
        "max": translate("Networks", "Maximum"),
    }


def preset_name(preset: str) -> str:
    """Return the short name of a preset; that of an unknown one as it is."""
    names = {
        "quick": translate("Networks", "quick"),
        "best": translate("Networks", "best"),
        "report": translate("Networks", "report"),
    }
    return names.get(preset, preset)


def layer_title(layer: str) -> str:
    """Return the name of a layer with weights, or of a residual block."""
    if layer == "output":
        return translate("Networks", "Output")
    return _block_title(layer) if layer.startswith("block") else layer.upper()


def _block_title(stage: str) -> str:
    """Return the name of a residual block, or of a convolution in it."""
    block, _, inner = stage.partition(".")
    number = block.removeprefix("block")
    name = translate("Networks", "Block {number}").format(number=number)
    match inner:
        case "":
            return name
        case "projection":
            return translate("Networks", "{block}, projection").format(block=name)
        case _:
            text = translate("Networks", "{block}, convolution {number}")
            return text.format(block=name, number=inner.removeprefix("conv"))


def network_name(card: ModelCard) -> str:
    """Return the name of a network: its architecture, or the number of networks it combines."""
    if card.architecture == "ensemble":
        text = translate("Networks", "{n} networks combined")
        return text.format(n=len(card.members))
    return architecture_names()[card.architecture]


def bundled_title() -> str:
    """Return the name of the network that comes with the program."""
    return translate("Networks", "Bundled network")


def file_title(path: Path) -> str:
    """Return the name of a weight file; for that of a run, its own or that of its folder."""
    if path.name == WEIGHTS_FILE:
        name = printable(shortened(load_notes(path.parent).name))
        return name or name_of(path.parent) or path.name
    return title_with_folder(path) if path.name == LAST_FILE else name_of(path)


def answer_text(reading: Reading) -> str:
    """Return what a network reads, with its confidence; empty for a blank pad."""
    if not reading.digits:
        return ""
    if reading.alternative:
        text = translate("Networks", "{reading} or {other}?")
        return text.format(reading=reading.text, other=reading.alternative)
    if reading.unsure:
        return translate("Networks", "{reading}, unsure").format(reading=reading.text)
    share = min(digit.confidence for digit in reading.digits)
    text = translate("Networks", "{reading} ({share})")
    return text.format(reading=reading.text, share=probability(share))
