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

from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from importlib.metadata import version
from math import ceil

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits

from core.arrays import ByteArray, FloatArray
from core.data.dataset import Dataset
from core.data.examples import Examples, concatenate
from core.data.ink_examples import draw_examples, labels_of
from core.data.sources import MY_DIGITS
from core.device import cores, cpu
from core.digits import NOT_A_DIGIT
from core.engines import Engine, EngineState, TrainingStep, start_engine
from core.errors import UserError
from core.evaluation.assessment import Assessment, assess
from core.handwriting.non_digits import paint_non_digits
from core.handwriting.writing import paint
from core.ink.drawing import Drawing
from core.ink.ink_files import check_digits
from core.ink.variation import vary
from core.network.confidence import energy_score
from core.network.model_card import ModelCard
from core.network.optim import SGD
from core.network.weights import Weights
from core.progress import Progress, Stage, map_progress, result_of

_STEPS = 300
_START_COUNTS = 200  # The number of steps that the initial weights count as in the mean.
_LEARNING_RATE = 0.01
_MINE, _REHEARSED = 16, 112  # Drawings and rehearsed examples in a batch.
_VARIANTS = 640  # Variants of all drawings together.
_LEAST_SURE = 5000  # Rehearsed digits.
_NON_DIGITS = 1000  # Rehearsed non-digits.
_PAINTED_AT_ONCE = 40
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
        If there are no drawings, or one has no strokes or another label.
    """
    if not drawings:
        raise UserError("My Digits is empty. Label at least one drawing first.")
    check_digits(source_name, drawings)
    mine, others = draw_examples(drawings), rehearsal.test
    mine_before = yield from assess(weights, mine)
    others_before = yield from assess(weights, others)
    known = yield from assess(weights, rehearsal.train)
    rng = np.random.default_rng(seed)
    variants = yield from _variants(drawings, rng)
    rehearsed = _least_sure(known)
    if weights.card.energy_threshold is not None:
        rehearsed = concatenate([rehearsed, (yield from _non_digits())])
    digits = rehearsal.train.images[:: ceil(len(rehearsal.train) / _THRESHOLD_DIGITS)]
    threads = threads or cores()
    parts = 2 if len(drawings) >= ENOUGH_TO_HOLD_OUT else 1
    with closing(_start(weights, variants, rehearsed, threads)) as engine:
        learning = _learn(engine, len(variants), len(rehearsed), rng)
        learned = yield from map_progress(learning, partial(_as_part, 0, parts))
        before, after = (engine.logits(arrays, digits) for arrays in (weights.arrays, learned))
    tuned = Weights(learned, _card(weights, before, after))
    unseen = ()
    if parts == 2:
        unseen = yield from _measure_unseen(weights, mine, variants, rehearsed, threads)
    mine_after = yield from map_progress(assess(tuned, mine), _as_measuring)
    others_after = yield from map_progress(assess(tuned, others), _as_measuring)
    return FineTuned(
        tuned,
        *(_scores(read) for read in (mine_before, mine_after, others_before, others_after)),
        *unseen,
    )


def _as_measuring(progress: Progress) -> Progress:
    return replace(progress, stage=Stage.EVALUATING)


def _as_part(part: int, parts: int, progress: Progress) -> Progress:
    return replace(progress, done=part * _STEPS + progress.done, total=parts * _STEPS)


def _variants(
    drawings: Sequence[Drawing], rng: np.random.Generator
) -> Generator[Progress, None, Examples]:
    """Paint random variants of the drawings, as many of each, with different pens."""
    again = [drawings[i % len(drawings)] for i in range(max(_VARIANTS, len(drawings)))]
    parts: list[ByteArray] = []
    for start in range(0, len(again), _PAINTED_AT_ONCE):
        part = again[start : start + _PAINTED_AT_ONCE]
        varied = vary([drawing.strokes for drawing in part], rng)
        yield Progress(Stage.DRAWING, start, len(again))
        parts.append(result_of(paint(varied, rng)))
    return Examples(np.concatenate(parts), labels_of(again))


def _measure_unseen(
    weights: Weights, mine: Examples, variants: Examples, rehearsed: Examples, threads: int
) -> Generator[Progress, None, tuple[Scores, Scores]]:
    """Score some of the drawings before and after learning from the variants of the others.

    The result of the fine-tuning has seen every drawing, so a second network gives the estimate.
    """
    held = _held_out(len(mine))
    seen = _rows(variants, ~np.resize(held, len(variants)))
    with closing(_start(weights, seen, rehearsed, threads)) as engine:
        learning = _learn(engine, len(seen), len(rehearsed), np.random.default_rng(0))
        learned = yield from map_progress(learning, partial(_as_part, 1, 2))
    before = yield from map_progress(assess(weights, _rows(mine, held)), _as_measuring)
    tuned = Weights(learned, weights.card)
    after = yield from map_progress(assess(tuned, _rows(mine, held)), _as_measuring)
    return _scores(before), _scores(after)


def _held_out(n: int) -> npt.NDArray[np.bool_]:
    """Mark some of n drawings at random, to measure the accuracy on unseen drawings."""
    return np.random.default_rng(0).permutation(n) < round(_HELD_OUT * n)


def _rows(examples: Examples, chosen: npt.NDArray[np.bool_]) -> Examples:
    return Examples(examples.images[chosen], examples.labels[chosen])


def _non_digits() -> Generator[Progress, None, Examples]:
    """Paint non-digits to reject."""
    parts: list[ByteArray] = []
    for seed in range(_NON_DIGITS // _PAINTED_AT_ONCE):
        yield Progress(Stage.DRAWING, seed * _PAINTED_AT_ONCE, _NON_DIGITS)
        # The others are held out for the evaluation.
        parts.append(result_of(paint_non_digits(_PAINTED_AT_ONCE, seed, part="training")))
    images = np.concatenate(parts)
    return Examples(images, np.full(len(images), NOT_A_DIGIT, np.uint8))


def _least_sure(known: Assessment) -> Examples:
    """Return the examples that the network is least sure of, with its predictions as labels."""
    indices = np.argsort(known.confidence, kind="stable")[:_LEAST_SURE]
    return Examples(known.examples.images[indices], known.predicted[indices].astype(np.uint8))


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
    engine: Engine, n_mine: int, n_others: int, rng: np.random.Generator
) -> Generator[Progress, None, Mapping[str, FloatArray]]:
    """Take the steps and return the mean of the weights over them."""
    # One thread of ours per core is faster than BLAS splitting each small product among its own.
    with threadpool_limits(1, "blas"):
        for step in range(_STEPS):
            yield Progress(Stage.TRAINING, step, _STEPS)
            of_mine = rng.integers(n_mine, size=_MINE)
            of_others = n_mine + rng.integers(n_others, size=_REHEARSED)
            rows = np.concatenate([of_mine, of_others])
            before = _START_COUNTS + step
            engine.take([TrainingStep(rows, None, _LEARNING_RATE, before / (before + 1))])
    return engine.state().average


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
        program_version=version("lenet-desktop"),
    )


def _scores(read: Assessment) -> Scores:
    return Scores(read.correct, len(read.examples))
