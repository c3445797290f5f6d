"""The layers themselves as an engine: any architecture, by NumPy or CuPy.

On a GPU it serves all architectures without kernels of their own; no step waits for the device.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from core.arrays import Array, ByteArray, FloatArray, to_host
from core.data.augment import deform
from core.data.examples import Examples
from core.device import cupy_module
from core.digits import SIDE
from core.engines.engine import EngineState, StepResult, TrainingStep
from core.engines.flat_arrays import FlatArrays, TrainedArrays
from core.engines.thread_pool import interleaved_parts
from core.network.blocks import dropout_in
from core.network.losses import cross_entropy
from core.network.optim import SGD
from core.network.sequence import Network


class PlainEngine:
    """The layers as an engine; implements `core.engines.engine.Engine`.

    Parameters
    ----------
    network, optimizer, label_smoothing, training, validation, state
        See `core.engines.start_engine`.
    xp
        NumPy or CuPy; None for CuPy.

    Attributes
    ----------
    steps_at_once
        On a GPU few enough that stopping a run takes a moment only.
    """

    def __init__(
        self,
        network: Network,
        optimizer: SGD,
        label_smoothing: float,
        training: Examples,
        validation: Examples,
        state: EngineState,
        xp: Any = None,
    ) -> None:
        self._xp = xp = xp or cupy_module()
        self.steps_at_once = 1 if xp is np else 8
        self._network, self._label_smoothing = network, label_smoothing
        self._dropout = dropout_in(network.stages)
        self._images, self._validation = map(xp.asarray, (training.images, validation.images))
        self._labels = xp.asarray(training.labels.astype(np.intp))
        self._trained = TrainedArrays(network, optimizer, state, xp)

    def take(self, steps: Sequence[TrainingStep]) -> list[StepResult]:
        """Take training steps in order; waits for the device once, at the end."""
        # All copies to the device first: one in a step would wait for the steps before it.
        inputs = [self._inputs(step) for step in steps]
        sums = [self._take(step, *of_step) for step, of_step in zip(steps, inputs, strict=True)]
        results = to_host(self._xp.stack(sums))
        return [StepResult(float(loss), int(correct)) for loss, correct in results]

    def _inputs(self, step: TrainingStep) -> tuple[Array, Array | None, Array | None]:
        """Copy the rows, the deformations and the mask of a step to the device."""
        put = self._xp.asarray
        deformations, mask = step.deformations, step.mask
        return (
            put(step.rows),
            None if deformations is None else put(deformations),
            None if mask is None else put(mask),
        )

    def _take(
        self, step: TrainingStep, rows: Array, deformations: Array | None, mask: Array | None
    ) -> Array:
        """Take one step and return its loss and its correct answers, on the device."""
        by_part, sums = list[FlatArrays](), self._xp.zeros(2, np.float32)
        for part in interleaved_parts(len(rows)):
            images = self._images[rows[part]]
            if deformations is not None:
                images = deform(images, deformations[:, part])
            params = dict(self._trained.in_training)
            if mask is not None:
                params[f"{self._dropout}.mask"] = mask[part]
            labels = self._labels[rows[part]]
            logits, backward = self._network.forward(params, images * np.float32(1 / 255))
            losses, dlogits = cross_entropy(logits, labels, self._label_smoothing)
            # The gradient of the mean over the batch, not the part.
            found = backward(dlogits * np.float32(len(labels) / len(rows)))
            by_part.append(self._trained.new_part())
            for name, array in by_part[-1].arrays.items():
                array[...] = found[name]
            sums[0] += losses.sum()
            sums[1] += (logits.argmax(axis=1) == labels).sum()
        self._trained.update(by_part, step)
        return sums

    def state(self) -> EngineState:
        """Copy the state from which training can resume."""
        return self._trained.state()

    def validation_logits(self) -> FloatArray:
        """Compute the validation logits (n, 10) with the averaged weights."""
        return self._logits(self._trained.averaged, self._validation)

    def logits(self, parameters: Mapping[str, FloatArray], images: ByteArray) -> FloatArray:
        """Compute the logits (n, 10) of images (n, 28, 28), 0-255, with the given parameters."""
        on_device = {name: self._xp.asarray(array) for name, array in parameters.items()}
        return self._logits(on_device, self._xp.asarray(images))

    def _logits(self, parameters: Mapping[str, Array], images: Array) -> FloatArray:
        greys = images.reshape(-1, SIDE, SIDE) * np.float32(1 / 255)
        return to_host(self._network.logits(parameters, greys))

    def close(self) -> None:
        """Release the memory of a GPU; the engine cannot be used any more."""
        xp = self._xp
        # The pool frees only what no array holds.
        vars(self).clear()
        if xp is not np:
            xp.get_default_memory_pool().free_all_blocks()
