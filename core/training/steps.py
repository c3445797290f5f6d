"""The training steps of a plan: which images, deformed how, at which learning rate."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from core.arrays import FloatArray, Indices
from core.data.augment import Augmentation, strengthened
from core.data.examples import Examples
from core.data.sampling import epoch_order, steps_per_epoch
from core.engines import TrainingStep
from core.network.blocks import Dropout, draw_mask
from core.network.optim import warmed_up
from core.network.schedules import schedule_factor
from core.training.controls import Controls
from core.training.plan import Plan

_PARTS = 10
"""Number of parts of an epoch after which a short run is validated."""
_FOCUS_STRENGTH = 1.5
_FOCUS_AUGMENTATION = Augmentation(rotation=10, scale=0.12, shear=0.1, shift=1.5, elastic=0.7)


class Steps:
    """The steps of each epoch, which depend on the plan's seed and the number of the epoch only.

    The digits in the plan's focus come twice in an epoch and are deformed half as much again. In a
    plan without augmentation they alone are deformed.

    Parameters
    ----------
    plan, controls
        The settings, and what may be changed during the run.
    training
        The training images.

    Attributes
    ----------
    per_epoch
        Number of steps.
    """

    def __init__(self, plan: Plan, controls: Controls, training: Examples) -> None:
        self._plan, self._controls, self._training = plan, controls, training
        self.per_epoch = steps_per_epoch(training, plan.batch_size, plan.focus)
        self._features = sum(
            layer.features for _, layer in plan.new_network().stages if isinstance(layer, Dropout)
        )

    def groups(self, epoch: int, together: int) -> Iterator[list[TrainingStep]]:
        """Yield the steps of an epoch in groups of `together`; the last may be smaller."""
        # Each epoch has its own generator: to resume, its number is enough.
        rng = np.random.default_rng([self._plan.seed, epoch])
        order = epoch_order(self._training, rng, self._plan.focus)
        size = self._plan.batch_size
        for first in range(0, self.per_epoch, together):
            indices = range(first, min(first + together, self.per_epoch))
            yield [
                self._step(order[index * size : (index + 1) * size], epoch, index, rng)
                for index in indices
            ]

    def are_validated(self, done: int, new: int) -> bool:
        """Return whether the network is validated within an epoch after these steps.

        Parameters
        ----------
        done, new
            Numbers of steps of the epoch so far, and of the last group among them.
        """
        if not self._plan.is_short or done == self.per_epoch:
            return False
        return done * _PARTS // self.per_epoch > (done - new) * _PARTS // self.per_epoch

    def _step(
        self, rows: Indices, epoch: int, index: int, rng: np.random.Generator
    ) -> TrainingStep:
        plan = self._plan
        step = (epoch - 1) * self.per_epoch + index
        factor = schedule_factor(plan.schedule, step, self.per_epoch, plan.epochs, plan.warmup)
        rate = plan.dropout
        return TrainingStep(
            rows=rows,
            deformations=self._deformations(rows, epoch, rng),
            learning_rate=plan.learning_rate * factor * self._controls.learning_rate_multiplier,
            average_decay=warmed_up(plan.average_decay, step + 1),
            mask=draw_mask(len(rows), self._features, rate, rng) if rate else None,
        )

    def _deformations(
        self, rows: Indices, epoch: int, rng: np.random.Generator
    ) -> FloatArray | None:
        plan = self._plan
        if epoch > plan.epochs - plan.plain_epochs:
            return None
        if not plan.focus:
            return plan.augmentation.draw(len(rows), rng) if plan.augmentation else None
        deformations = (plan.augmentation or _FOCUS_AUGMENTATION).draw(len(rows), rng)
        is_focused = np.isin(self._training.labels[rows], plan.focus)
        strength = np.where(is_focused, _FOCUS_STRENGTH, 1.0 if plan.augmentation else 0.0)
        return strengthened(deformations, strength)
