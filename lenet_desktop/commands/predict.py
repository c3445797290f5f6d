"""`predict`: recognise the digits in images and ink files."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.errors import UserError
from core.ink.ink_files import is_ink_file, load_drawings
from core.ink.picture_files import open_picture, reduction_of
from core.recognition.pictures.reading import read_picture
from core.recognition.reading import Reading, read_drawing
from core.recognition.recognizer import Recognition, Recognizer
from lenet_desktop.commands.arguments import add_json, add_weights, file_path
from lenet_desktop.commands.networks import load_network
from lenet_desktop.commands.printing import print_lines, print_record, probability


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument(
        "files",
        nargs="+",
        type=file_path,
        metavar="FILE",
        help="a picture or an ink file (.jsonl, .jsonl.gz)",
    )
    add_weights(parser)
    add_json(parser)


def run(arguments: argparse.Namespace) -> int:
    """Read the files in order; report those that cannot be read and continue."""
    recognizer = Recognizer(load_network(arguments.weights))
    show = _print_record if arguments.json else _print_line
    status = 0
    for file in arguments.files:
        try:
            readings = _read(recognizer, file)
        except UserError as error:
            print_lines(f"lenet-desktop: {error}", to_errors=True)
            status = 1
            continue
        for index, reading in enumerate(readings):
            show(str(file), index, reading)
            if note := _note(reading):
                print_lines(f"{file}[{index}]: {note}", to_errors=True)
    return status


def _read(recognizer: Recognizer, file: Path) -> list[Reading]:
    if is_ink_file(file):
        drawings = load_drawings(file)
        if not drawings:
            raise UserError("{file} contains no drawings.", file=file)
        return [read_drawing(recognizer, drawing.strokes) for drawing in drawings]
    picture = open_picture(file)
    return [read_picture(recognizer, picture).enlarged(reduction_of(picture))]


def _note(reading: Reading) -> str:
    """Return what is to be said about ink that does not fit; usually nothing."""
    misfits = reading.misfits
    kinds = {
        "minus sign": misfits.minus_signs,
        "point": misfits.points,
        "mark that is not a digit": misfits.others,
    }
    counts = [f"{len(found)} x {kind}" for kind, found in kinds.items() if found]
    if reading.is_partial:
        counts.append("a part of the picture")
    return "not read: " + ", ".join(counts) if counts else ""


def _print_record(source: str, index: int, reading: Reading) -> None:
    digits = [
        {
            "label": digit.label,
            "confidence": digit.confidence,
            "unsure": digit.unsure,
            "alternatives": list(digit.alternatives),
            "probabilities": digit.probabilities.tolist(),
            "box": list(ink.box),
        }
        for digit, ink in zip(reading.digits, reading.inks, strict=True)
    ]
    print_record({"source": source, "index": index, "text": reading.text, "digits": digits})


def _print_line(source: str, index: int, reading: Reading) -> None:
    shares = ", ".join(_share(digit) for digit in reading.digits)
    if len(reading.row_lengths) > 1:
        # Dozens of probabilities say less than how many digits to look at.
        unsure = sum(digit.unsure for digit in reading.digits)
        print_lines(f"{source}[{index}]: {len(reading.digits)} digits, {unsure} unsure")
        print_lines(*reading.text.split("\n"))
        return
    print_lines(f"{source}[{index}]: " + (f"{reading.text} ({shares})" if shares else "(blank)"))


def _share(digit: Recognition) -> str:
    others = "".join(f" or {other}" for other in digit.alternatives)
    return probability(digit.confidence) + others + (", unsure" if digit.unsure else "")
