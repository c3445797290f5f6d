"""`train`: trains a network and fills a folder with what the run leaves behind."""

from __future__ import annotations

import argparse
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import get_args

from core.data.dataset import Dataset
from core.data.sources import MNIST, load_all
from core.device import DeviceChoice, find_device
from core.errors import UserError
from core.runs.folder import RunFolder
from core.training.checkpoints import Checkpoint
from core.training.plan import Plan
from core.training.presets import PRESETS
from core.training.throttle import throttled
from core.training.train import train
from lenet_desktop.commands.arguments import add_json, positive_number, whole_number
from lenet_desktop.commands.printing import run_with_bar
from lenet_desktop.commands.train_progress import (
    EpochBar,
    print_for_people,
    print_for_programs,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes; None stands for what the preset, or the run, has."""
    parser.add_argument("--preset", choices=list(PRESETS), help="default: quick")
    parser.add_argument(
        "--data",
        action="append",
        metavar="DATA",
        help="mnist (default), synthetic, my-digits, a folder of IDX files or an ink file; may be "
        "repeated, and have non-digits beside it (letters and scribbles, to be doubted)",
    )
    parser.add_argument(
        "--epochs", type=whole_number(1), metavar="N", help="how often to go through the images"
    )
    parser.add_argument("--batch-size", type=whole_number(1), metavar="N", help="images a step")
    parser.add_argument("--learning-rate", type=positive_number, metavar="X", help="at its highest")
    parser.add_argument(
        "--seed", type=whole_number(0), metavar="N", help="of all chance in the run"
    )
    parser.add_argument("--device", choices=get_args(DeviceChoice), default="auto")
    parser.add_argument(
        "--threads",
        type=whole_number(1),
        metavar="N",
        help="how many threads compute on the CPU (default: one for each core)",
    )
    parser.add_argument(
        "--resume", type=Path, metavar="FILE", help="go on from the last.safetensors of a run"
    )
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        required=True,
        help="the folder to fill; one that holds a run is only taken to go on with it",
    )
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Train to the end, or until stopped; either way what was learned is kept."""
    folder = RunFolder(arguments.out, arguments.resume)
    plan = _plan(arguments, folder.checkpoint)
    data = _data(arguments.data, folder.checkpoint)
    device = find_device(arguments.device)
    if arguments.device == "gpu" and device.kind != "gpu":
        print(f"Training runs on the CPU. {device.reason}", file=sys.stderr)
    tell = print_for_programs if arguments.json else print_for_people
    events = throttled(train(plan, data, device, folder.checkpoint, threads=arguments.threads))
    try:
        with EpochBar() as bar, closing(events):
            for event in events:
                folder.add(event)
                bar.show(event)
                tell(event, folder.weights_file)
    except KeyboardInterrupt:
        folder.finish()
        raise UserError("Stopped. {kept}", kept=_kept(folder)) from None
    except UserError as error:
        folder.finish()
        raise UserError("{error} {kept}", error=error, kept=_kept(folder)) from error
    return 0


def _plan(arguments: argparse.Namespace, checkpoint: Checkpoint | None) -> Plan:
    names = ("preset", "epochs", "batch_size", "learning_rate", "seed")
    chosen = {name: value for name in names if (value := getattr(arguments, name)) is not None}
    if checkpoint is None:
        return replace(PRESETS[chosen.get("preset", "quick")], **chosen)
    epochs = chosen.pop("epochs", checkpoint.plan.epochs)
    for name, value in chosen.items():
        if value != getattr(checkpoint.plan, name):
            raise UserError(
                "The run has {option} {before} and cannot go on with {now}: leave {option} out.",
                option="--" + name.replace("_", "-"),
                before=getattr(checkpoint.plan, name),
                now=value,
            )
    if epochs < checkpoint.epoch:
        raise UserError(
            "The run has done {done} epochs already: --epochs is the number in all.",
            done=checkpoint.epoch,
        )
    return replace(checkpoint.plan, epochs=epochs)


def _data(sources: list[str] | None, checkpoint: Checkpoint | None) -> Dataset:
    """Load what the command names, else what the run learned from so far, else MNIST."""
    if sources or not checkpoint:
        return run_with_bar(load_all(sources or [MNIST]))
    try:
        return run_with_bar(load_all(checkpoint.dataset.split(" + ")))
    except UserError as error:  # only the name is kept, not where it was
        raise UserError(
            "{error} The run learned from {dataset}: say with --data where that is.",
            error=error,
            dataset=checkpoint.dataset,
        ) from error


def _kept(folder: RunFolder) -> str:
    if folder.checkpoint is None:
        return "Nothing was kept: no epoch was finished."
    if not folder.advanced:
        return f"{folder.path} is as it was: no further epoch was finished."
    return (
        f"{folder.path} keeps the weights of epoch {folder.checkpoint.best_epoch}, the best of "
        f"{folder.checkpoint.epoch}; to go on: --resume {folder.last_file}"
    )
