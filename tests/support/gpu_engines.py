"""GPU engines of small runs, and the same runs with the reference layers."""

from __future__ import annotations

import numpy as np
import pytest

from core.data.augment import Augmentation, deform
from core.data.examples import Examples
from core.engines.engine import EngineState, TrainingStep
from core.engines.gpu import GpuEngine
from core.network.lenet5 import SHAPES, LeNet5, initialise
from core.network.losses import cross_entropy
from core.network.optim import SGD, update_average

AUGMENTATION = Augmentation(rotation=8, scale=0.08, shear=0.08, shift=3, elastic=1.5)
PLAIN_SGD = SGD(momentum=0.0)

somewhere = pytest.mark.usefixtures("_somewhere")
"""Mark a test that runs on the simulation of a GPU and on a GPU."""


def fresh_state(seed=0) -> EngineState:
    parameters = initialise(seed)
    # Biases start at 0, where a missing bias would not be noticed.
    rng = np.random.default_rng(seed)
    for name in parameters:
        if name.endswith("bias"):
            parameters[name] += rng.normal(0, 0.1, SHAPES[name]).astype(np.float32)
    return EngineState(parameters, {n: np.zeros_like(p) for n, p in parameters.items()}, parameters)


def engine_of(examples, network=None, optimizer=PLAIN_SGD, label_smoothing=0.0, state=None):
    validation = Examples(examples.images[:70], examples.labels[:70])
    return GpuEngine(
        network or LeNet5(),
        optimizer,
        label_smoothing,
        examples,
        validation,
        state or fresh_state(),
    )


def step_of(
    rng, examples, n, *, deformed=False, learning_rate=0.05, average_decay=0.0
) -> TrainingStep:
    rows = rng.permutation(len(examples))[:n]
    coefficients = AUGMENTATION.draw(n, rng) if deformed else None
    return TrainingStep(rows, coefficients, learning_rate, average_decay)


class PlainEngine:
    """The same steps with the reference layers in float64."""

    def __init__(self, examples, network, optimizer, label_smoothing, state):
        self.examples, self.network, self.optimizer = examples, network, optimizer
        self.label_smoothing = label_smoothing
        self.parameters, self.velocity, self.average = (
            {name: array.astype(np.float64) for name, array in arrays.items()}
            for arrays in (state.parameters, state.velocity, state.average)
        )

    def images(self, step):
        images = self.examples.images[step.rows]
        if step.deformations is not None:
            images = deform(images, step.deformations.astype(np.float64))
        return images / 255.0

    def gradients(self, step):
        logits, backward = self.network.forward(self.parameters, self.images(step))
        labels = self.examples.labels[step.rows]
        losses, dlogits = cross_entropy(logits, labels, self.label_smoothing)
        return losses.sum(), (logits.argmax(axis=1) == labels).sum(), backward(dlogits)

    def take(self, step):
        loss, correct, gradients = self.gradients(step)
        biases = {name: 0.0 for name in self.parameters if name.endswith(".bias")}
        shares = {} if self.optimizer.decays_biases else biases
        rate = step.learning_rate
        self.optimizer.step(self.parameters, self.velocity, gradients, rate, shares)
        update_average(self.average, self.parameters, step.average_decay)
        return loss, correct


def assert_close(found, expected, tolerance):
    for name in SHAPES:
        error = np.linalg.norm(found[name] - expected[name]) / np.linalg.norm(expected[name])
        assert error < tolerance, (name, error)
