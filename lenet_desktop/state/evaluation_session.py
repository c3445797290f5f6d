"""An evaluation in the background: weights, and others beside them, read a dataset's examples."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.data.examples import Examples
from core.data.sources import examples_to_evaluate
from core.errors import UserError
from core.evaluation.assessment import Assessment, AssessmentProgress, assess
from core.network.weight_files import load_weights
from core.network.weights import Weights
from core.progress import Stage
from lenet_desktop.state.worker import IteratorWorker
from lenet_desktop.text.errors import error_message


@dataclass(frozen=True, eq=False)
class Candidate:
    """Weights to be judged: those at hand, or a file to be read first."""

    name: str
    source: Weights | Path


@dataclass(frozen=True, eq=False)
class EvaluationRequest:
    """What to evaluate on which data.

    Attributes
    ----------
    weights
        The weights to be judged.
    data, data_name
        A source as `core.data.sources` takes it, and what people call it.
    reference
        The weights to compare them with, if any.
    """

    weights: Candidate
    data: str
    data_name: str
    reference: Candidate | None = None

    @property
    def candidates(self) -> tuple[Candidate, ...]:
        """All weights to be judged."""
        return (self.weights,) if self.reference is None else (self.weights, self.reference)


@dataclass(frozen=True, eq=False)
class Evaluation:
    """What came of a request; the assessments are of the same examples in the same order."""

    request: EvaluationRequest
    assessment: Assessment
    reference: Assessment | None


class Step(Enum):
    """What an evaluation is busy with."""

    OPENING = "opening"
    DOWNLOADING = "downloading"
    READING = "reading"


@dataclass(frozen=True)
class EvaluationProgress:
    """How far a step is: bytes of a download, examples read; a total of 0 is not known."""

    step: Step
    done: int = 0
    total: int = 0


class EvaluationSession(QObject):
    """Runs one evaluation at a time.

    After `start` exactly one of `finished`, `cancelled` and `failed` comes, and comes last.
    """

    progressed = Signal(object)
    """An `EvaluationProgress`."""
    finished = Signal(object)
    """An `Evaluation`."""
    cancelled = Signal()
    failed = Signal(str)
    """What went wrong, in words."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: IteratorWorker | None = None
        self._evaluation: Evaluation | None = None

    @property
    def is_busy(self) -> bool:
        """Whether an evaluation is under way."""
        return self._worker is not None

    def start(self, request: EvaluationRequest) -> None:
        """Begin; while another evaluation is under way this does nothing."""
        if self._worker is not None:
            return
        self._evaluation = None
        worker = self._worker = IteratorWorker(lambda: self._evaluate(request))
        worker.produced.connect(self._take)
        worker.done.connect(self._finish)
        worker.stopped.connect(self._tell_cancelled)
        worker.failed.connect(self._fail)
        worker.start()

    def cancel(self) -> None:
        """Ask for the end; `cancelled` tells when it has come."""
        if self._worker is not None:
            self._worker.stop()

    def close(self) -> None:
        """Cancel what is under way and wait for it; nothing is told any more."""
        if self._worker is not None:
            self.cancel()
            self._release().wait()

    def _evaluate(self, request: EvaluationRequest) -> Generator[EvaluationProgress | Evaluation]:
        """Load and read everything; runs on the worker's thread."""
        yield EvaluationProgress(Step.OPENING)
        weights = [_load(candidate) for candidate in request.candidates]
        examples = yield from _load_examples(request.data)
        if not len(examples):
            raise UserError("{source} holds no images to read.", source=request.data_name)
        assessments: list[Assessment] = []
        for item in _assess_all(weights, examples):
            if isinstance(item, Assessment):
                assessments.append(item)
            else:
                yield EvaluationProgress(Step.READING, item.done, item.total)
        assessment, *others = assessments
        yield Evaluation(request, assessment, others[0] if others else None)

    def _take(self, item: EvaluationProgress | Evaluation) -> None:
        if self.sender() is not self._worker:
            return
        if isinstance(item, Evaluation):
            self._evaluation = item
        else:
            self.progressed.emit(item)

    def _finish(self) -> None:
        if self.sender() is self._worker:
            self._release()
            self.finished.emit(self._evaluation)

    def _tell_cancelled(self) -> None:
        if self.sender() is self._worker:
            self._release()
            self.cancelled.emit()

    def _fail(self, error: Exception) -> None:
        if self.sender() is not self._worker:
            return
        self._release()
        if isinstance(error, UserError | OSError):
            self.failed.emit(error_message(error))
        elif isinstance(error, MemoryError):
            self.failed.emit(self.tr("There is not enough memory for so many examples."))
        else:
            text = self.tr("The evaluation broke off unexpectedly: {reason}")
            self.failed.emit(text.format(reason=str(error) or type(error).__name__))

    def _release(self) -> IteratorWorker:
        """Let go of the worker, whose late signals then count for nothing."""
        worker, self._worker = self._worker, None
        assert worker is not None
        return worker


def _load(candidate: Candidate) -> Weights:
    source = candidate.source
    return source if isinstance(source, Weights) else load_weights(source)


def _load_examples(source: str) -> Generator[EvaluationProgress, None, Examples]:
    loading = examples_to_evaluate(source)
    while True:
        try:
            progress = next(loading)
        except StopIteration as end:
            return end.value
        if progress.stage is Stage.DOWNLOADING:
            yield EvaluationProgress(Step.DOWNLOADING, progress.done, progress.total)
        else:
            yield EvaluationProgress(Step.OPENING)


def _assess_all(
    weights: list[Weights], examples: Examples
) -> Iterator[AssessmentProgress | Assessment]:
    """Assess one after the other, with one count of examples over all of them."""
    n = len(examples)
    for number, each in enumerate(weights):
        for item in assess(each, examples):
            if isinstance(item, Assessment):
                yield item
            else:
                yield AssessmentProgress(number * n + item.done, len(weights) * n)
