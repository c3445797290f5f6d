"""The trainer: the state of a run on its device, and the loop over epochs and batches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from itertools import chain, islice
from math import ceil, isfinite
from time import perf_counter

import numpy as np

from core.arrays import FloatArray
from core.data.dataset import Dataset
from core.data.examples import Examples
from core.device import Device
from core.digits import NOT_A_DIGIT
from core.engines import EngineState, TrainingStep, start_engine
from core.errors import UserError
from core.evaluation.confusion import Confusion, confusion_of
from core.network.confidence import fit_energy_threshold, fit_temperature
from core.network.losses import cross_entropy
from core.network.model_card import ModelCard, joined_names
from core.network.weights import Weights
from core.training.checkpoints import Checkpoint, EpochMetrics
from core.training.controls import Controls
from core.training.events import BatchesDone, EpochDone, TrainingDone
from core.training.inspection import inspect_step, reported_together
from core.training.plan import Plan
from core.training.steps import Steps
from core.training.totals import Totals
from core.version import program_version

_CHECKED_IMAGES = 500
"""Maximum number of images for a validation within an epoch."""


class Trainer:
    """Trains a plan on a device, from the start or from a checkpoint."""

    def __init__(
        self,
        plan: Plan,
        data: Dataset,
        split: tuple[Examples, Examples],
        device: Device,
        threads: int,
        controls: Controls,
        checkpoint: Checkpoint | None,
        start: Weights | None,
    ) -> None:
        self._plan, self._data, self._device = plan, data, device
        self._training, self._validation = split
        self._is_digit = self._training.labels != NOT_A_DIGIT
        self._steps, self._checkpoint = Steps(plan, controls, self._training), checkpoint
        self._controls = controls
        self._program_version = program_version()
        earlier = checkpoint.best if checkpoint else start
        self._trained_on = joined_names([earlier.card.dataset if earlier else "", data.name])
        weights = checkpoint.weights if checkpoint else initial_weights(plan, start)
        self._newest_card = weights.card
        state = _state_of(checkpoint) if checkpoint else _first_state(weights.arrays)
        self._engine = start_engine(
            plan.new_network(), plan.optimizer, plan.label_smoothing, *split, state, device, threads
        )

    def close(self) -> None:
        """Release threads and memory."""
        self._engine.close()

    def run(self) -> Iterator[BatchesDone | EpochDone | TrainingDone]:
        """Train the remaining epochs, then evaluate the test images."""
        first = self._checkpoint.epoch + 1 if self._checkpoint else 1
        epochs = range(first, self._plan.epochs + 1)
        together = self._engine.steps_at_once
        groups = chain.from_iterable(self._steps.groups(epoch, together) for epoch in epochs)
        with ThreadPoolExecutor(1) as thread:
            if self._device.kind == "gpu":
                groups = _prefetch(groups, thread)
            for epoch in epochs:
                if self._is_over:
                    break
                yield from self._epoch(epoch, islice(groups, self._groups_per_epoch))
        assert self._checkpoint is not None
        yield self._test(self._checkpoint)

    @property
    def _is_over(self) -> bool:
        """Whether patience has ended the run; the plan of the checkpoint may be a shorter one."""
        last = self._checkpoint
        return last is not None and self._plan.is_over(last.epoch, last.best_epoch)

    @property
    def _groups_per_epoch(self) -> int:
        return ceil(self._steps.per_epoch / self._engine.steps_at_once)

    def _epoch(
        self, epoch: int, groups: Iterable[list[TrainingStep]]
    ) -> Iterator[BatchesDone | EpochDone]:
        started = perf_counter()
        engine, totals, learning_rate = self._engine, Totals(), 0.0
        for steps in reported_together(groups, self._controls):
            before = engine.state().parameters if self._controls.inspects else None
            results = self._engine.take(steps)
            digits = sum(int(np.count_nonzero(self._is_digit[step.rows])) for step in steps)
            losses = totals.add(results, [len(step.rows) for step in steps], digits)
            _check_finite(sum(losses), epoch)
            learning_rate = steps[-1].learning_rate
            left = perf_counter()  # The speed does not include pauses of the run.
            yield BatchesDone(
                step=(epoch - 1) * self._steps.per_epoch + len(totals.losses),
                epoch=epoch,
                losses=tuple(losses),
                accuracy=totals.accuracy,
                learning_rate=learning_rate,
                images_per_second=totals.images / (left - started),
                memory=self._device.memory_used(),
                weights=self._requested_weights(epoch),
                val_accuracy=self._accuracy_within(len(totals.losses), len(steps)),
                inspected=inspect_step(self._training, steps[-1], engine, before)
                if before
                else None,
            )
            started += perf_counter() - left
        logits = self._engine.validation_logits()
        val_loss, confusion = _evaluate(logits, self._validation)
        _check_finite(val_loss, epoch)
        metrics = EpochMetrics(
            epoch=epoch,
            train_loss=totals.loss,
            train_accuracy=totals.accuracy,
            val_loss=val_loss,
            val_accuracy=confusion.accuracy,
            learning_rate=learning_rate,
            seconds=perf_counter() - started,
        )
        yield self._save(metrics, totals.losses, confusion, self._card(epoch, logits))

    def _accuracy_within(self, done: int, new: int) -> float | None:
        """Return the accuracy on some validation images where the epoch is to be validated."""
        if not self._steps.are_validated(done, new):
            return None
        images, labels = self._validation.images, self._validation.labels
        logits = self._engine.logits(self._engine.state().average, images[:_CHECKED_IMAGES])
        return confusion_of(labels[:_CHECKED_IMAGES], logits.argmax(axis=1)).accuracy

    def _requested_weights(self, epoch: int) -> Weights | None:
        """Return a copy of the weights if it is requested; calibrated as after the last epoch."""
        if not self._controls.weights_requested:
            return None
        self._controls.weights_requested = False
        return Weights(self._engine.state().average, replace(self._newest_card, epoch=epoch))

    def _save(
        self, metrics: EpochMetrics, losses: list[float], confusion: Confusion, card: ModelCard
    ) -> EpochDone:
        """Take a checkpoint."""
        before, state = self._checkpoint, self._engine.state()
        weights, self._newest_card = Weights(state.average, card), card
        is_best = before is None or _rank(metrics) > _rank(before.history[before.best_epoch - 1])
        earlier = before.batch_losses if before else np.empty(0, np.float32)
        self._checkpoint = Checkpoint(
            plan=self._plan,
            epoch=metrics.epoch,
            dataset=self._data.name,
            train_size=len(self._data.train),
            weights=weights,
            best=weights if is_best or before is None else before.best,
            parameters=state.parameters,
            velocity=state.velocity,
            history=(*(before.history if before else ()), metrics),
            batch_losses=np.concatenate([earlier, np.asarray(losses, np.float32)]),
            sources=self._data.sources,
            fingerprint=self._data.fingerprint,
        )
        return EpochDone(metrics, is_best, confusion, self._checkpoint)

    def _card(self, epoch: int, validation_logits: FloatArray) -> ModelCard:
        plan = self._plan
        return ModelCard(
            architecture=plan.network,
            activation=plan.activation,
            pooling=plan.pooling,
            preset=plan.preset,
            seed=plan.seed,
            epoch=epoch,
            dataset=self._trained_on,
            temperature=round(fit_temperature(validation_logits, self._validation.labels), 4),
            energy_threshold=round(fit_energy_threshold(validation_logits), 4),
            date=date.today(),
            program_version=self._program_version,
        )

    def _test(self, checkpoint: Checkpoint) -> TrainingDone:
        """Evaluate the best weights on the test images, once."""
        started = perf_counter()
        best = checkpoint.best
        test = self._data.test
        loss, confusion = _evaluate(self._engine.logits(best.arrays, test.images), test)
        card = replace(
            best.card,
            test_accuracy=round(confusion.accuracy, 4),
            test_set=self._data.test_name or self._data.name,
        )
        return TrainingDone(
            weights=Weights(best.arrays, card),
            best_epoch=checkpoint.best_epoch,
            best_val_accuracy=checkpoint.best_val_accuracy,
            test_loss=loss,
            test_accuracy=confusion.accuracy,
            confusion=confusion,
            seconds=checkpoint.seconds + perf_counter() - started,
        )


def _check_finite(loss: float, epoch: int) -> None:
    if not isfinite(loss):
        raise UserError(
            "The loss is not a finite number in epoch {epoch}, so the run was stopped. Try a "
            "smaller learning rate.",
            epoch=epoch,
        )


def _rank(metrics: EpochMetrics) -> tuple[float, float]:
    """Order epochs by validation accuracy, and those of equal accuracy by validation loss."""
    return metrics.val_accuracy, -metrics.val_loss


def initial_weights(plan: Plan, start: Weights | None) -> Weights:
    """Return the weights that a new run starts from; their card gives epoch 0."""
    if start is not None:
        return Weights(start.arrays, replace(start.card, epoch=0))
    card = ModelCard(
        architecture=plan.network,
        activation=plan.activation,
        pooling=plan.pooling,
        preset=plan.preset,
        seed=plan.seed,
        epoch=0,
    )
    return Weights(plan.new_network().initialise(plan.seed), card)


def _first_state(params: Mapping[str, FloatArray]) -> EngineState:
    velocity = {name: np.zeros_like(array) for name, array in params.items()}
    return EngineState(params, velocity, params)


def _prefetch(
    groups: Iterator[list[TrainingStep]], thread: Executor
) -> Iterator[list[TrainingStep]]:
    """Prepare each group on a thread while the device takes the one before."""
    following = thread.submit(next, groups, None)
    while (group := following.result()) is not None:
        following = thread.submit(next, groups, None)
        yield group


def _state_of(checkpoint: Checkpoint) -> EngineState:
    return EngineState(checkpoint.parameters, checkpoint.velocity, checkpoint.weights.arrays)


def _evaluate(logits: FloatArray, examples: Examples) -> tuple[float, Confusion]:
    """Return the mean loss and the confusion."""
    with np.errstate(over="ignore", invalid="ignore"):
        losses, _ = cross_entropy(logits, examples.labels)
    return float(losses.mean()), confusion_of(examples.labels, logits.argmax(axis=1))
