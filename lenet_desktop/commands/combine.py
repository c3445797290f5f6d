"""`combine`: several networks in one weight file, which averages their probabilities."""

from __future__ import annotations

import argparse

from core.data.sources import MNIST
from core.errors import UserError
from core.evaluation.ensembles import combine
from core.files import check_writable
from core.network.weight_files import check_suffix, load_weights, save_weights
from core.paths import exists
from lenet_desktop.commands.arguments import file_path
from lenet_desktop.commands.printing import print_lines, run_with_bar


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "out", type=file_path, metavar="OUT", help="the new file, .safetensors or .npz"
    )
    parser.add_argument(
        "files", nargs="+", type=file_path, metavar="FILE", help="a weight file; at least two"
    )
    parser.add_argument(
        "--data",
        action="append",
        metavar="DATA",
        help="what the networks were trained on (default: mnist); its validation images calibrate "
        "the answers",
    )


def run(arguments: argparse.Namespace) -> int:
    """Combine the files; an existing file is not replaced."""
    if exists(arguments.out):
        raise UserError("{file} already exists. Choose another name.", file=arguments.out)
    if len(arguments.files) < 2:
        raise UserError("One file is not an ensemble. Name at least two weight files.")
    check_suffix(arguments.out)
    check_writable(arguments.out)
    networks = [load_weights(file) for file in arguments.files]
    ensemble = run_with_bar(combine(networks, arguments.data or [MNIST]))
    save_weights(arguments.out, ensemble)
    card = ensemble.card
    print_lines(
        f"{arguments.out} combines {len(card.members)} networks, with the temperature"
        f" {card.temperature} and the energy threshold {card.energy_threshold}."
    )
    return 0
