"""Training as an iterator of events: who asks for the next one lets the run go on."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import replace

from threadpoolctl import threadpool_limits

from core.data.dataset import Dataset
from core.data.sampling import steps_per_epoch
from core.data.splits import split_validation
from core.device import Device, cores, cpu, explain_gpu_error, gpu_errors
from core.engines import must_compile
from core.errors import UserError
from core.network.weights import Weights
from core.training.checkpoints import Checkpoint
from core.training.controls import Controls
from core.training.events import DeviceLost, EpochDone, KernelsCompiling, RunStarted, TrainingEvent
from core.training.plan import Plan
from core.training.trainer import Trainer


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
    """Train a network, telling of every batch and every epoch.

    To stop, ask for no further event and close the iterator; what was learned is in the
    checkpoint of the last `EpochDone`. On the CPU the same plan on the same data gives the same
    events, bit for bit, and a resumed run ends with the weights of one never interrupted.

    Parameters
    ----------
    plan, data, device
        What to do, on what, and where.
    resume
        A checkpoint of the same plan to go on from; the plan may have more epochs.
    start
        Weights to train on from, in place of new ones; of the plan's network.
    controls
        What may be changed while the run goes on; it is then no longer the plan's alone.
    threads
        How many threads compute on the CPU; as many as there are cores when None. The result is
        the same with any number.

    Yields
    ------
    TrainingEvent
        `RunStarted`; `KernelsCompiling` where that is to be waited for; for each epoch its
        `BatchesDone` and one `EpochDone`; `TrainingDone`.
        `DeviceLost` may come at any time in between, and the epoch then starts again.

    Raises
    ------
    UserError
        When the loss is no longer a finite number, the data is too small, the checkpoint or the
        weights are of another run or network, or the memory does not suffice.
    """
    training, validation = split = split_validation(data.train)
    if resume is not None:
        _check_resumable(resume, plan, data)
    if start is not None and start.network != plan.network:
        raise UserError(
            "The weights are of a network with {activation} and {pooling} pooling, not the plan's.",
            activation=start.card.activation,
            pooling=start.card.pooling,
        )
    yield RunStarted(
        plan=plan,
        device=device,
        dataset=data.name,
        train_size=len(training),
        validation_size=len(validation),
        test_size=len(data.test),
        batches_per_epoch=steps_per_epoch(training, plan.batch_size),
        resumed_from=resume,
    )
    checkpoint = resume
    # A thread of ours per core does better than BLAS splitting every small product among its own.
    with threadpool_limits(1, "blas"):
        while True:
            try:
                if must_compile(device, plan.network):
                    yield KernelsCompiling(device)
                trainer = Trainer(
                    plan,
                    data,
                    split,
                    device,
                    threads or cores(),
                    controls or Controls(),
                    checkpoint,
                    start,
                )
                with closing(trainer):
                    for event in trainer.run():
                        if isinstance(event, EpochDone):
                            checkpoint = event.checkpoint
                        yield event
            except gpu_errors() as error:
                if device.kind == "gpu":
                    device = cpu(explain_gpu_error(error))
                    yield DeviceLost(device)
                elif isinstance(error, MemoryError):
                    raise UserError(
                        "There is not enough memory for this run; a smaller batch needs less."
                    ) from error
                else:
                    raise
            else:
                return


def _check_resumable(checkpoint: Checkpoint, plan: Plan, data: Dataset) -> None:
    if replace(checkpoint.plan, epochs=plan.epochs) != plan:
        raise UserError("The interrupted run had other settings; only its epochs can be changed.")
    if (checkpoint.dataset, checkpoint.train_size) != (data.name, len(data.train)):
        raise UserError(
            "The interrupted run learned from {before} ({n_before} images), not from {now} ({n}).",
            before=checkpoint.dataset,
            n_before=checkpoint.train_size,
            now=data.name,
            n=len(data.train),
        )
