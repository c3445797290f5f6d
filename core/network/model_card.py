"""The model card: where weights come from."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from core.network.lenet5 import Activation, Pooling

FORMAT = "lenet5-desktop/1"


@dataclass(frozen=True)
class ModelCard:
    """Where weights come from; all text, as it stands in the file's metadata.

    `test_accuracy` is a share of 1, `date` an ISO date, `temperature` what to divide the logits by
    for probabilities that mean what they say, `least_evidence` what a digit has at least (see
    `core.network.confidence.evidence`); what is not known is empty.
    """

    activation: Activation = "relu"
    pooling: Pooling = "average"
    preset: str = ""
    seed: str = ""
    epoch: str = ""
    dataset: str = ""
    test_accuracy: str = ""
    temperature: str = ""
    least_evidence: str = ""
    date: str = field(default="", compare=False)
    program_version: str = ""


def card_metadata(card: ModelCard) -> dict[str, str]:
    """The card as a file's metadata."""
    return {"format": FORMAT, **asdict(card)}
