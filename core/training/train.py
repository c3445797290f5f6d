"""Training as an iterator of events: the run advances as the next event is asked for."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import replace
from functools import partial

from core.data.dataset import Dataset
from core.data.sampling import steps_per_epoch
from core.data.splits import random_part, split_validation
from core.device import Device, cores, cpu, explain_gpu_error, gpu_errors
from core.engines import must_compile
from core.engines.thread_pool import ONE_BLAS_THREAD
from core.errors import UserError
from core.network.sequence import Network
from core.network.weights import Weights
from core.training.checkpoints import Checkpoint
from core.training.controls import Controls
from core.training.events import DeviceLost, EpochDone, KernelsCompiling, RunStarted, TrainingEvent
from core.training.plan import Plan
from core.training.trainer import Trainer, initial_weights


def train(
    plan: Plan,
    data: Dataset,
    device: Device,
    resume: Checkpoint | None = None,
    *,
    start: Weights | None = None,
    controls: Controls | None = None,
    threads: int | None = None,
) -> Generator[TrainingEvent]:
    """Train a network and report every batch and every epoch.

    To stop, close the iterator: the checkpoint of the last `EpochDone` holds what was learned. On
    the CPU the same plan on the same data gives the same events, bit for bit, and a resumed run
    ends with the weights of an uninterrupted one.

    Parameters
    ----------
    plan, data, device
        The settings of the run, its data and where it is trained.
    resume
        The checkpoint to resume from; its plan may have fewer epochs.
    start
        The weights to start from, of the plan's network; None for new ones.
    controls
        What may be changed during the run, whose result then depends on more than the plan.
    threads
        The number of threads on the CPU; None for one per core. The result does not depend on it.

    Yields
    ------
    TrainingEvent
        `RunStarted`; `KernelsCompiling` if the kernels must be compiled; for each epoch its
        `BatchesDone` and one `EpochDone`; `TrainingDone`. `DeviceLost` may come at any time in
        between; the epoch is then repeated.

    Raises
    ------
    UserError
        If the loss is not finite, there is too little data or memory, or the checkpoint or the
        weights do not fit the plan and the data.
    """
    training, validation = split_validation(data.train)
    split = (training := random_part(training, plan.images)), validation
    if resume is not None:
        _check_resumable(resume, plan, data)
    if start is not None:
        _check_start(start, plan)
    yield RunStarted(
        plan=plan,
        device=device,
        dataset=data.name,
        train_size=len(training),
        validation_size=len(validation),
        test_size=len(data.test),
        batches_per_epoch=steps_per_epoch(training, plan.batch_size, plan.focus),
        resumed_from=resume,
        initial=None if resume else initial_weights(plan, start),
    )
    new_trainer = partial(
        Trainer,
        plan,
        data,
        split,
        threads=threads or cores(),
        controls=controls or Controls(),
        start=start,
    )
    with ONE_BLAS_THREAD:
        yield from _train_with_fallback(new_trainer, plan.new_network(), device, resume)


def _train_with_fallback(
    new_trainer: Callable[..., Trainer],
    network: Network,
    device: Device,
    checkpoint: Checkpoint | None,
) -> Generator[TrainingEvent]:
    """Train to the end; if the GPU fails, continue on the CPU from the last checkpoint."""
    while True:
        try:
            if must_compile(device, network):
                yield KernelsCompiling(device)
            with closing(new_trainer(device=device, checkpoint=checkpoint)) as trainer:
                for event in trainer.run():
                    if isinstance(event, EpochDone):
                        checkpoint = event.checkpoint
                    yield event
            return
        except gpu_errors() as error:
            device = _fallback(device, error)
            yield DeviceLost(device)


def _fallback(device: Device, error: BaseException) -> Device:
    """Return the device to continue on after an error of the GPU; raise an error of the CPU."""
    if device.kind == "gpu":
        return cpu(explain_gpu_error(error))
    if isinstance(error, MemoryError):
        raise UserError("Not enough memory. Try a smaller batch size.") from error
    raise error


def _check_start(start: Weights, plan: Plan) -> None:
    if start.card.architecture != plan.network:
        raise UserError(
            "The weights are those of the network {found}, which is not the plan's.",
            found=start.card.architecture,
        )
    if start.network != plan.new_network():
        raise UserError(
            "The weights belong to a network with {activation} and {pooling} pooling, which is not "
            "the plan's.",
            activation=start.card.activation,
            pooling=start.card.pooling,
        )


def _check_resumable(checkpoint: Checkpoint, plan: Plan, data: Dataset) -> None:
    if replace(checkpoint.plan, epochs=plan.epochs) != plan:
        raise UserError("The run has other settings; only the number of epochs can be changed.")
    if (checkpoint.dataset, checkpoint.train_size) != (data.name, len(data.train)):
        raise UserError(
            "The run was trained on {before} ({n_before} images), not on {now} ({n} images).",
            before=checkpoint.dataset,
            n_before=checkpoint.train_size,
            now=data.name,
            n=len(data.train),
        )
    if checkpoint.fingerprint and not checkpoint.fingerprint.matches(data.fingerprint):
        raise UserError(
            "The run was trained on other images of the same number and the name {dataset}. "
            "Resume it with the data that it was trained on.",
            dataset=data.name,
        )
