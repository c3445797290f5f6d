"""`export`: a network as an ONNX file for other programs."""

from __future__ import annotations

import argparse

from core.errors import UserError
from core.paths import exists
from core.recognition.onnx_graph import OPSET, write_onnx
from lenet_desktop.commands.arguments import add_weights, file_path
from lenet_desktop.commands.networks import load_network
from lenet_desktop.commands.printing import print_lines


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("out", type=file_path, metavar="FILE.onnx", help="the new file")
    add_weights(parser)


def run(arguments: argparse.Namespace) -> int:
    """Write the file; an existing one is not replaced."""
    out = arguments.out
    if out.suffix.lower() != ".onnx":
        raise UserError("{file} cannot be written: choose a name that ends in .onnx.", file=out)
    if exists(out):
        raise UserError("{file} already exists. Choose another name.", file=out)
    write_onnx(out, load_network(arguments.weights))
    print_lines(f"{out} holds the network as ONNX, opset {OPSET}: images (N, 1, 28, 28) in [0, 1].")
    return 0
