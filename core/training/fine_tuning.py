"""Fine-tuning: a network learns the user's own digits without forgetting others.

Ten drawings are learned in a moment, but other digits are forgotten just as fast. To prevent that:

- Most of each batch is rehearsal: the examples that the network is least sure of, as they are
  forgotten first. Their labels are its own predictions, so only the drawings are new to it.
- The result is not the weights of the last step but the mean of the weights over all steps, in
  which the initial weights count as much as many steps. The mean keeps most of what was learned
  and little of what was forgotten.
- A network that was trained to reject what is not a digit rehearses that as well. Its threshold is
  moved so that it rejects as many digits as before.

References
----------
Z. Li, D. Hoiem, "Learning without forgetting", ECCV 2016 (its own predictions as labels).
B. Polyak, A. Juditsky, "Acceleration of stochastic approximation by averaging", SIAM J. Control
Optim. 30(4), 1992 (the mean).
M. Wortsman et al., "Robust fine-tuning of zero-shot models", CVPR 2022 (the initial weights).
"""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from datetime import date
from math import ceil

import numpy as np
import numpy.typing as npt

from core.arrays import FloatArray, Indices
from core.data.dataset import Dataset
from core.data.examples import Examples, concatenate
from core.data.ink_examples import draw_examples
from core.data.sources import MY_DIGITS
from core.device import cores, cpu
from core.engines import Engine, EngineState, TrainingStep, start_engine
from core.engines.thread_pool import ONE_BLAS_THREAD, ThreadPool
from core.errors import UserError
from core.evaluation.assessment import Assessment, assess
from core.ink.drawing import Drawing
from core.ink.ink_files import check_digits
from core.network.confidence import energy_score
from core.network.model_card import ModelCard
from core.network.optim import SGD
from core.network.weights import Weights
from core.progress import Progress, Stage, map_progress
from core.training.fine_tuning_examples import least_sure, paint_variants, rehearsed_non_digits
from core.version import program_version

_STEPS = 300
_START_COUNTS = 200  # The number of steps that the initial weights count as in the mean.
_LEARNING_RATE = 0.01
_MINE, _REHEARSED = 16, 112  # Drawings and rehearsed examples in a batch.
_HELD_OUT = 0.2  # Share of the drawings.
_THRESHOLD_DIGITS = 5000  # Digits that the threshold is measured on.


ENOUGH_TO_HOLD_OUT = 50
"""Number of drawings from which the accuracy on unseen ones can be estimated."""


@dataclass(frozen=True)
class Scores:
    """The number of correct predictions."""

    correct: int
    total: int

    @property
    def accuracy(self) -> float:
        """Share of correct predictions, 0-1; 0 without examples."""
        return self.correct / max(self.total, 1)


@dataclass(frozen=True, eq=False)
class FineTuned:
    """The result of fine-tuning.

    Attributes
    ----------
    weights
        The new weights. Their card names My Digits too and has no test accuracy.
    mine_before, mine_after
        The scores on the drawings, from all of which the weights have learned.
    unseen_before, unseen_after
        The scores on some of the drawings, before and after learning from the others only; None if
        there are fewer than `ENOUGH_TO_HOLD_OUT`.
    others_before, others_after
        The scores on the test examples of the rehearsal.
    """

    weights: Weights
    mine_before: Scores
    mine_after: Scores
    others_before: Scores
    others_after: Scores
    unseen_before: Scores | None = None
    unseen_after: Scores | None = None


def fine_tune(
    weights: Weights,
    drawings: Sequence[Drawing],
    rehearsal: Dataset,
    *,
    source_name: str,
    seed: int = 0,
    threads: int | None = None,
) -> Generator[Progress, None, FineTuned]:
    """Fine-tune a network on drawings, on the CPU, in a few seconds.

    The same arguments give the same weights, bit for bit, with any number of threads. Progress is
    reported at least once per batch.

    Parameters
    ----------
    weights
        The weights to start from.
    drawings
        One or more, each with a label of `core.digits.LABELS`.
    rehearsal
        The digits that the network should read as before.
    source_name
        The name of the drawings in an error message.
    seed
        The random seed.
    threads
        The number of threads; None for one per core.

    Yields
    ------
    Progress
        The stages of the work, `Stage.EVALUATING` at the end.

    Raises
    ------
    UserError
        If `drawings` is empty, or a drawing has no strokes or an invalid label.
    """
    if not drawings:
        raise UserError("My Digits is empty. Label at least one drawing first.")
    check_digits(source_name, drawings)
    threads = threads or cores()
    mine, others = draw_examples(drawings), rehearsal.test
    mine_before = yield from assess(weights, mine, threads)
    others_before = yield from assess(weights, others, threads)
    known = yield from assess(weights, rehearsal.train, threads)
    rng = np.random.default_rng(seed)
    variants = yield from paint_variants(drawings, rng)
    rehearsed = least_sure(known)
    if weights.card.energy_threshold is not None:
        rehearsed = concatenate([rehearsed, (yield from rehearsed_non_digits())])
    digits = rehearsal.train.images[:: ceil(len(rehearsal.train) / _THRESHOLD_DIGITS)]
    held = _held_out(len(mine))
    students = [_Student(variants, rng)]
    if held.any():
        # The result has seen every drawing, so a second network gives the estimate.
        seen = _rows(variants, ~np.resize(held, len(variants)))
        students.append(_Student(seen, np.random.default_rng(0)))
    with ONE_BLAS_THREAD, ExitStack() as stack:
        of_each = max(threads // len(students), 1)
        engines = [
            stack.enter_context(closing(_start(weights, student.drawn, rehearsed, of_each)))
            for student in students
        ]
        yield from _learn(students, engines, len(rehearsed), threads)
        yield Progress(Stage.EVALUATING)
        learned, *estimate = (engine.state().average for engine in engines)
        before, after = (engines[0].logits(each, digits) for each in (weights.arrays, learned))
    tuned = Weights(learned, _card(weights, before, after))
    unseen: list[Assessment] = []
    for arrays in estimate:
        for each in (weights, Weights(arrays, weights.card)):
            read = assess(each, _rows(mine, held), threads)
            unseen.append((yield from map_progress(read, _as_measuring)))
    mine_after = yield from map_progress(assess(tuned, mine, threads), _as_measuring)
    others_after = yield from map_progress(assess(tuned, others, threads), _as_measuring)
    scores = mine_before, mine_after, others_before, others_after, *unseen
    return FineTuned(tuned, *map(_scores, scores))


@dataclass(frozen=True, eq=False)
class _Student:
    """What one network learns.

    Attributes
    ----------
    drawn
        The variants of the drawings, the first rows of its training set.
    rng
        Chooses the rows of each batch.
    """

    drawn: Examples
    rng: np.random.Generator

    def rows(self, n_rehearsed: int) -> Indices:
        """Choose the rows of the next batch."""
        n = len(self.drawn)
        of_mine = self.rng.integers(n, size=_MINE)
        of_others = n + self.rng.integers(n_rehearsed, size=_REHEARSED)
        return np.concatenate([of_mine, of_others])


def _as_measuring(progress: Progress) -> Progress:
    return replace(progress, stage=Stage.EVALUATING)


def _held_out(n: int) -> npt.NDArray[np.bool_]:
    """Mark some of n drawings at random, to measure the accuracy on unseen ones; none of few."""
    share = _HELD_OUT if n >= ENOUGH_TO_HOLD_OUT else 0
    return np.random.default_rng(0).permutation(n) < round(share * n)


def _rows(examples: Examples, chosen: npt.NDArray[np.bool_]) -> Examples:
    return Examples(examples.images[chosen], examples.labels[chosen])


def _start(weights: Weights, mine: Examples, others: Examples, threads: int) -> Engine:
    """Return an engine with the initial weights."""
    start = weights.arrays
    velocity = {name: np.zeros_like(array) for name, array in start.items()}
    return start_engine(
        weights.network,
        SGD(),
        label_smoothing=0,
        training=concatenate([mine, others]),
        validation=mine,
        state=EngineState(start, velocity, start),
        device=cpu(),
        threads=threads,
    )


def _learn(
    students: Sequence[_Student], engines: Sequence[Engine], n_rehearsed: int, threads: int
) -> Generator[Progress, None, None]:
    """Take the steps; the average of each engine's state is then the mean of its weights."""
    with closing(ThreadPool(min(len(students), threads))) as pool:
        for step in range(_STEPS):
            yield Progress(Stage.TRAINING, step, _STEPS)
            before = _START_COUNTS + step
            batches = [
                TrainingStep(student.rows(n_rehearsed), None, _LEARNING_RATE, before / (before + 1))
                for student in students
            ]
            pool.map(range(len(students)), lambda i, steps=batches: engines[i].take([steps[i]]))


def _card(weights: Weights, before: FloatArray, after: FloatArray) -> ModelCard:
    """Return the new card, by the logits of some digits before and after."""
    threshold = weights.card.energy_threshold
    if threshold is not None:
        rejected = float((energy_score(before) < threshold).mean())
        threshold = round(float(np.quantile(energy_score(after), rejected)), 4)
    names = [name for name in weights.card.dataset.split(" + ") if name not in ("", MY_DIGITS)]
    return replace(
        weights.card,
        dataset=" + ".join([*names, MY_DIGITS]),
        test_accuracy=None,
        test_set="",
        energy_threshold=threshold,
        date=date.today(),
        program_version=program_version(),
    )


def _scores(read: Assessment) -> Scores:
    return Scores(read.correct, len(read.examples))
