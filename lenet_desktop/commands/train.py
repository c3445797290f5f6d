"""The command `train`: train a network and save the run in a folder."""

from __future__ import annotations

import argparse
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import get_args

from core.data.sources import MNIST
from core.device import DeviceChoice
from core.errors import Message, UserError
from core.network.architectures import ARCHITECTURES
from core.paths import exists, is_folder
from core.runs.carry_out import TrainingRequest, UnsavedError, carry_out
from core.runs.folder import LAST_FILE, sources_of
from core.training.checkpoints import Checkpoint, load_checkpoint
from core.training.events import TrainingDone, TrainingEvent
from core.training.plan import Plan
from core.training.presets import PRESETS
from lenet_desktop.commands.arguments import (
    add_json,
    digits,
    file_path,
    fraction,
    named,
    positive_number,
    whole_number,
)
from lenet_desktop.commands.os_errors import os_error_message
from lenet_desktop.commands.printing import percent
from lenet_desktop.commands.train_progress import TrainingOutput

_PLANNED = (
    *("preset", "epochs", "batch_size", "learning_rate", "seed", "network"),
    *("dropout", "weight_decay", "label_smoothing", "patience", "focus"),
)
"""The options that are fields of the plan."""
_INTERVAL = 0.05
"""The least time between two lines or moves of the bar for batches, in seconds."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options; None stands for the value of the preset or of the resumed run."""
    parser.add_argument("--preset", choices=list(PRESETS), help="default: quick")
    parser.add_argument(
        "--data",
        type=named,
        action="append",
        metavar="DATA",
        help="mnist (default), mnist-scans (with coarse scans of some), synthetic, my-digits, a "
        "folder of IDX files or an ink file; repeat the option to train on several, also on "
        "regional (digits in shapes that MNIST lacks) and non-digits (letters and scribbles to "
        "reject)",
    )
    parser.add_argument(
        "--epochs", type=whole_number(1), metavar="N", help="the number of passes over the images"
    )
    parser.add_argument("--batch-size", type=whole_number(1), metavar="N", help="images per step")
    parser.add_argument("--learning-rate", type=positive_number, metavar="X", help="the maximum")
    parser.add_argument(
        "--network",
        choices=ARCHITECTURES,
        help="lenet5 (default); deeper: 3x3 convolutions in a row; residual: with shortcuts, the "
        "most accurate and slowest",
    )
    _add_regularisation(parser)
    parser.add_argument("--seed", type=whole_number(0), metavar="N", help="the random seed")
    parser.add_argument("--device", choices=get_args(DeviceChoice), default="auto")
    parser.add_argument(
        "--threads",
        type=whole_number(1),
        metavar="N",
        help="the number of threads on the CPU (default: one per core)",
    )
    parser.add_argument(
        "--resume", type=file_path, metavar="FILE", help="continue a run from its last.safetensors"
    )
    parser.add_argument(
        "--out",
        type=file_path,
        metavar="DIR",
        required=True,
        help="the folder of the run; it may already hold a run only to resume it",
    )
    add_json(parser)


def _add_regularisation(parser: argparse.ArgumentParser) -> None:
    """Declare what keeps a network from learning the training images by heart."""
    parser.add_argument(
        "--dropout",
        type=fraction,
        metavar="P",
        help="share of the last features that each step leaves out at random; not for lenet5",
    )
    parser.add_argument(
        "--weight-decay", type=fraction, metavar="X", help="shrinks the weights at every step"
    )
    parser.add_argument(
        "--label-smoothing",
        type=fraction,
        metavar="P",
        help="share of the target probability that is spread over all digits",
    )
    parser.add_argument(
        "--patience",
        type=whole_number(0),
        metavar="N",
        help="end after N epochs without a better validation accuracy (0: never)",
    )
    parser.add_argument(
        "--focus",
        type=digits,
        metavar="DIGITS",
        help="digits, such as 9,8,5, that come twice in an epoch and are deformed more strongly",
    )


def run(arguments: argparse.Namespace) -> int:
    """Train to the end or until stopped; either way the epochs that are done are saved."""
    resume = _checkpoint_file(arguments.resume)
    checkpoint = load_checkpoint(resume) if resume else None
    request = TrainingRequest(
        _plan(arguments, checkpoint),
        _sources(arguments.data, resume, checkpoint),
        arguments.out,
        arguments.device,
        resume=resume,
        threads=arguments.threads,
    )
    output = TrainingOutput(request, as_json=arguments.json)
    try:
        items = carry_out(request, interval=_INTERVAL, report=output.warn)
        with closing(items), closing(output):
            for item in items:
                output.show(item)
    except KeyboardInterrupt:
        raise UserError("Stopped. {kept}", kept=_kept(request, checkpoint)) from None
    except UnsavedError as error:
        raise UserError(
            "{error} {result}{kept}",
            error=os_error_message(error),
            result=_result(error.event),
            kept=_kept(request, checkpoint),
        ) from error
    except UserError as error:
        if output.has_started:
            raise UserError(
                "{error} {kept}", error=error, kept=_kept(request, checkpoint)
            ) from error
        if output.is_loading and checkpoint and not arguments.data:
            raise UserError(
                "{error} The run was trained on {dataset}: specify with --data where that is.",
                error=error,
                dataset=checkpoint.dataset,
            ) from error
        raise
    return 0


def _checkpoint_file(resume: Path | None) -> Path | None:
    return resume / LAST_FILE if resume and is_folder(resume) else resume


def _plan(arguments: argparse.Namespace, checkpoint: Checkpoint | None) -> Plan:
    chosen = {name: value for name in _PLANNED if (value := getattr(arguments, name)) is not None}
    if checkpoint is None:
        return replace(PRESETS[chosen.get("preset", "quick")], **chosen)
    epochs = chosen.pop("epochs", checkpoint.plan.epochs)
    for name, value in chosen.items():
        if value != getattr(checkpoint.plan, name):
            raise UserError(
                "The run has {option} {before} and cannot be resumed with {now}: leave {option} "
                "out.",
                option="--" + name.replace("_", "-"),
                before=getattr(checkpoint.plan, name),
                now=value,
            )
    if epochs < checkpoint.epoch:
        raise UserError(
            "The run has already reached epoch {epoch}: --epochs is the total number.",
            epoch=checkpoint.epoch,
        )
    return replace(checkpoint.plan, epochs=epochs)


def _sources(
    data: list[str] | None, resume: Path | None, checkpoint: Checkpoint | None
) -> tuple[str, ...]:
    """Return the sources of --data, else those of the resumed run, else MNIST."""
    if data:
        return tuple(data)
    return sources_of(resume, checkpoint) if resume and checkpoint else (MNIST,)


def _result(event: TrainingEvent) -> str:
    """Return the result in an event that could not be saved, if there is one."""
    if isinstance(event, TrainingDone):
        return f"The test accuracy is {percent(event.test_accuracy)}. "
    return ""


def _kept(request: TrainingRequest, resumed: Checkpoint | None) -> Message:
    """Return what a run that was stopped or failed has left in its folder."""
    last = request.folder / LAST_FILE
    checkpoint = load_checkpoint(last) if exists(last) else resumed
    if checkpoint is None:
        return Message("Nothing was saved: no epoch was completed.")
    if resumed and checkpoint.epoch == resumed.epoch:
        return Message(
            "{folder} is unchanged: no further epoch was completed.", {"folder": request.folder}
        )
    return Message(
        "{folder} keeps the weights of epoch {best}, the best of {epoch}; to resume: "
        "--resume {last}",
        {
            "folder": request.folder,
            "best": checkpoint.best_epoch,
            "epoch": checkpoint.epoch,
            "last": last,
        },
    )
