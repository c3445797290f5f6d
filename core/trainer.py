"""The state of a training run on its device, and the loop over epochs and batches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from datetime import date
from importlib.metadata import version
from math import ceil, isfinite
from time import perf_counter
from typing import NamedTuple

import numpy as np

from core.augment import deform
from core.backend import Array, Device, FloatArray, to_host
from core.checkpoints import Checkpoint, EpochFigures
from core.controls import Controls
from core.datasets import Dataset, Examples
from core.errors import UserError
from core.evaluation import Confusion, confusion_of
from core.events import BatchesDone, EpochDone, TrainingDone
from core.lenet5 import initialise
from core.losses import cross_entropy
from core.optim import update_average
from core.plans import Plan
from core.schedules import learning_rate_factor
from core.validation import split_validation
from core.weights import ModelCard, Weights

_PART = 64
"""Images that a CPU core takes through the network at a time: their columns stay in its cache."""
# A loss that overflows is told once and in words, not by a warning for every product.
_QUIET = np.errstate(over="ignore", invalid="ignore", divide="ignore")


class _Batch(NamedTuple):
    """Sums over some images: of the losses, of the digits read right, and the mean gradients."""

    loss: float
    correct: int
    gradients: Mapping[str, Array]


class Trainer:
    """A run on its device, from its start or from a checkpoint on."""

    def __init__(
        self,
        plan: Plan,
        data: Dataset,
        device: Device,
        executor: Executor,
        controls: Controls,
        checkpoint: Checkpoint | None,
        start: Weights | None,
    ) -> None:
        self._plan, self._data, self._device, self._executor = plan, data, device, executor
        self._network, self._optimizer = plan.network, plan.optimizer
        self._training, self._validation = split_validation(data.train)
        self._images = device.put(self._training.images)
        self._labels = device.put(self._training.labels)
        self._controls, self._checkpoint = controls, checkpoint
        if checkpoint is None:
            params = average = start.arrays if start else initialise(plan.seed)
            velocity = {name: np.zeros_like(array) for name, array in params.items()}
        else:
            params, velocity = checkpoint.parameters, checkpoint.velocity
            average = checkpoint.weights.arrays
        self._params, self._velocity = self._copied(params), self._copied(velocity)
        # The weights that are validated and kept.
        self._average = self._copied(average) if plan.average_decay else self._params

    def _copied(self, arrays: Mapping[str, FloatArray]) -> dict[str, Array]:
        return {name: self._device.put(array.copy()) for name, array in arrays.items()}

    def run(self) -> Iterator[BatchesDone | EpochDone | TrainingDone]:
        """Go through the epochs that are left, then test."""
        first = self._checkpoint.epoch + 1 if self._checkpoint else 1
        for epoch in range(first, self._plan.epochs + 1):
            yield from self._epoch(epoch)
        assert self._checkpoint is not None
        yield self._test(self._checkpoint)

    def _epoch(self, epoch: int) -> Iterator[BatchesDone | EpochDone]:
        started = perf_counter()
        plan, n = self._plan, len(self._training)
        # An epoch draws from a generator of its own: resuming needs no random state but its number.
        rng = np.random.default_rng([plan.seed, epoch])
        order = rng.permutation(n)
        steps = ceil(n / plan.batch_size)
        losses: list[float] = []
        loss_sum, correct, learning_rate = 0.0, 0, plan.learning_rate
        for index in range(steps):
            rows = order[index * plan.batch_size : (index + 1) * plan.batch_size]
            step = (epoch - 1) * steps + index
            learning_rate = plan.learning_rate * learning_rate_factor(
                plan.schedule, step, steps, plan.epochs, plan.warmup
            )
            learning_rate *= self._controls.learning_rate_factor
            batch = self._step(rows, self._deformations(epoch, len(rows), rng), learning_rate, step)
            _check_finite(batch.loss, epoch)
            losses.append(batch.loss / len(rows))
            loss_sum += batch.loss
            correct += batch.correct
            seen = index * plan.batch_size + len(rows)
            yield BatchesDone(
                step=step + 1,
                epoch=epoch,
                losses=(losses[-1],),
                accuracy=correct / seen,
                learning_rate=learning_rate,
                images_per_second=seen / (perf_counter() - started),
                memory=self._device.memory_used(),
            )
        val_loss, confusion = self._evaluate(self._average, self._validation)
        _check_finite(val_loss, epoch)
        figures = EpochFigures(
            epoch=epoch,
            train_loss=loss_sum / n,
            train_accuracy=correct / n,
            val_loss=val_loss,
            val_accuracy=confusion.accuracy,
            learning_rate=learning_rate,
            seconds=perf_counter() - started,
        )
        yield self._keep(figures, losses, confusion)

    def _deformations(self, epoch: int, n: int, rng: np.random.Generator) -> Array | None:
        plan = self._plan
        if plan.augmentation is None or epoch > plan.epochs - plan.plain_epochs:
            return None
        return self._device.put(plan.augmentation.draw(n, rng))

    @_QUIET
    def _step(
        self, rows: Array, deformations: Array | None, learning_rate: float, step: int
    ) -> _Batch:
        """Take the images of these rows through the network and change the weights once."""
        rows = self._device.put(rows)
        n = len(rows)
        size = n if self._device.kind == "gpu" else _PART

        def pass_through(start: int) -> _Batch:
            part = slice(start, start + size)
            images = self._images[rows[part]]
            if deformations is not None:
                images = deform(images, deformations[:, part])
            return self._gradients(images, self._labels[rows[part]], n)

        # In order, whichever core is first: the sums come out the same to the last bit.
        starts = range(0, n, size)
        parts = list(
            self._executor.map(pass_through, starts)
            if len(starts) > 1
            else map(pass_through, starts)
        )
        gradients = {
            name: sum((part.gradients[name] for part in parts[1:]), start=first)
            for name, first in parts[0].gradients.items()
        }
        self._optimizer.step(self._params, self._velocity, gradients, learning_rate)
        if self._plan.average_decay:
            update_average(self._average, self._params, self._plan.average_decay, step + 1)
        return _Batch(sum(p.loss for p in parts), sum(p.correct for p in parts), gradients)

    @_QUIET
    def _gradients(self, images: Array, labels: Array, batch_size: int) -> _Batch:
        logits, backward = self._network.forward(self._params, _scaled(images))
        losses, dlogits = cross_entropy(logits, labels, self._plan.label_smoothing)
        return _Batch(
            loss=float(losses.sum()),
            correct=int((logits.argmax(axis=1) == labels).sum()),
            gradients=backward(dlogits * np.float32(len(labels) / batch_size)),
        )

    @_QUIET
    def _evaluate(self, params: Mapping[str, Array], examples: Examples) -> tuple[float, Confusion]:
        """Read all examples; returns the mean loss and what was read for what."""

        @_QUIET
        def logits_of(start: int) -> Array:
            images = self._device.put(examples.images[start : start + 500])
            return to_host(self._network.logits(params, _scaled(images)))

        chunks = self._executor.map(logits_of, range(0, len(examples), 500))
        logits = np.concatenate(list(chunks))
        losses, _ = cross_entropy(logits, examples.labels)
        return float(losses.mean()), confusion_of(examples.labels, logits.argmax(axis=1))

    def _keep(self, figures: EpochFigures, losses: list[float], confusion: Confusion) -> EpochDone:
        """Take a checkpoint."""
        before = self._checkpoint
        weights = Weights(_on_host(self._average), self._card(figures.epoch))
        is_best = before is None or _rank(figures) > _rank(before.history[before.best_epoch - 1])
        earlier = before.batch_losses if before else np.empty(0, np.float32)
        self._checkpoint = Checkpoint(
            plan=self._plan,
            epoch=figures.epoch,
            dataset=self._data.name,
            train_size=len(self._data.train),
            weights=weights,
            best=weights if is_best or before is None else before.best,
            parameters=_on_host(self._params),
            velocity=_on_host(self._velocity),
            history=(*(before.history if before else ()), figures),
            batch_losses=np.concatenate([earlier, np.asarray(losses, np.float32)]),
        )
        return EpochDone(
            epoch=figures.epoch,
            train_loss=figures.train_loss,
            train_accuracy=figures.train_accuracy,
            val_loss=figures.val_loss,
            val_accuracy=figures.val_accuracy,
            is_best=is_best,
            confusion=confusion,
            seconds=figures.seconds,
            checkpoint=self._checkpoint,
        )

    def _card(self, epoch: int) -> ModelCard:
        plan = self._plan
        return ModelCard(
            activation=plan.activation,
            pooling=plan.pooling,
            preset=plan.preset,
            seed=str(plan.seed),
            epoch=str(epoch),
            dataset=self._data.name,
            date=date.today().isoformat(),
            program_version=version("lenet-desktop"),
        )

    def _test(self, checkpoint: Checkpoint) -> TrainingDone:
        """Read every test image with the best weights, once."""
        started = perf_counter()
        best = checkpoint.best
        loss, confusion = self._evaluate(self._copied(best.arrays), self._data.test)
        return TrainingDone(
            weights=Weights(
                best.arrays, replace(best.card, test_accuracy=f"{confusion.accuracy:.4f}")
            ),
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
            "The loss is no longer a finite number in epoch {epoch}: the run was stopped. "
            "A smaller learning rate usually helps.",
            epoch=epoch,
        )


def _rank(figures: EpochFigures) -> tuple[float, float]:
    """What makes an epoch better than another; the loss decides between equal accuracies."""
    return figures.val_accuracy, -figures.val_loss


def _scaled(images: Array) -> Array:
    """Grey levels 0-255 of any number type as float32 in [0, 1]."""
    return images * np.float32(1 / 255)


def _on_host(arrays: Mapping[str, Array]) -> dict[str, FloatArray]:
    return {name: to_host(array) for name, array in arrays.items()}
