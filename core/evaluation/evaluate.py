"""Evaluation of weights on a dataset, optionally compared with a reference."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from itertools import compress
from pathlib import Path

from core.data.examples import Examples
from core.data.sources import examples_to_evaluate, source_of
from core.errors import UserError
from core.evaluation.assessment import Assessment, assess
from core.evaluation.data_faults import DataFault, find_data_fault
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.progress import Progress, Stage, map_progress


@dataclass(frozen=True, eq=False)
class Candidate:
    """Weights to evaluate: the weights themselves, or a file to load them from."""

    name: str
    source: Weights | Path


@dataclass(frozen=True, eq=False)
class EvaluationRequest:
    """Parameters of an evaluation.

    Attributes
    ----------
    weights
        The weights to evaluate.
    data
        A source for `core.data.sources.source_of`.
    reference
        Weights to compare with, if any.
    """

    weights: Candidate
    data: str
    reference: Candidate | None = None


@dataclass(frozen=True, eq=False)
class Evaluation:
    """The result of an evaluation.

    Attributes
    ----------
    assessment, reference
        The answers of the weights and of the reference, if any, to the same examples.
    trained_on_data
        Those of the two that were trained on the same drawings, some or all of them: their
        accuracy on others is lower.
    data_fault
        A fault of the data that explains a low accuracy, if one was found.
    """

    request: EvaluationRequest
    assessment: Assessment
    reference: Assessment | None
    trained_on_data: Sequence[Candidate] = ()
    data_fault: DataFault | None = None


def evaluate(request: EvaluationRequest) -> Generator[Progress, None, Evaluation]:
    """Load the weights and the data, and classify every example with each of the weights.

    Yields
    ------
    Progress
        While examples are classified, counts are over all weights.

    Raises
    ------
    UserError, OSError
        If the weights or the data cannot be loaded, or there are no examples.
    """
    yield Progress(Stage.OPENING)
    candidates = [request.weights] + ([request.reference] if request.reference else [])
    weights = [_load(candidate) for candidate in candidates]
    examples = yield from examples_to_evaluate(request.data)
    if not len(examples):
        raise UserError("{source} contains no images to evaluate.", source=request.data)
    assessment, *others = yield from _assess_all(weights, examples)
    trained = compress(candidates, [uses_training_data(each, request.data) for each in weights])
    fault = find_data_fault(weights[0], assessment)
    return Evaluation(request, assessment, others[0] if others else None, tuple(trained), fault)


def uses_training_data(weights: Weights, data: str) -> bool:
    """Return whether an evaluation on a source uses examples that the weights were trained on.

    The test images of other sources than ink files are not used in training.
    """
    source = source_of(data)
    return source.ink_file is not None and weights.card.was_trained_on(source.name)


def _load(candidate: Candidate) -> Weights:
    source = candidate.source
    return source if isinstance(source, Weights) else load_weights(source)


def _assess_all(
    weights: list[Weights], examples: Examples
) -> Generator[Progress, None, list[Assessment]]:
    assessments: list[Assessment] = []
    total = len(weights) * len(examples)

    def over_all(progress: Progress) -> Progress:
        done = len(assessments) * len(examples) + progress.done
        return replace(progress, done=done, total=total)

    for each in weights:
        assessment = yield from map_progress(assess(each, examples), over_all)
        assessments.append(assessment)
    return assessments
