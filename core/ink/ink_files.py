"""Ink files: drawings as strokes, one JSON object per line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from io import BytesIO
from pathlib import Path
from typing import cast

import numpy as np

from core.errors import UserError
from core.files import known_kind, read_content, replacing
from core.ink.drawing import Drawing, Stroke

_DIGITS = frozenset("0123456789")
LARGEST_COORDINATE = 1e6
_MOST_STROKES, _MOST_POINTS = 1000, 100_000  # Per drawing: more cannot be drawn on a pad.
_LONGEST_LABEL = 100  # Characters.
_INK_SUFFIXES = ".jsonl", ".jsonl.gz"


def is_ink_file(path: Path) -> bool:
    """Return whether a file's name is that of an ink file, in upper or lower case."""
    return path.name.lower().endswith(_INK_SUFFIXES)


def load_drawings(path: Path) -> list[Drawing]:
    """Read an ink file.

    Parameters
    ----------
    path
        A .jsonl file, plain or gzipped. Blank lines are skipped.

    Returns
    -------
    list of Drawing
        In the order of the file; strokes are read-only.

    Raises
    ------
    UserError
        If the file cannot be read or a line is not a drawing; names the file, the line and the
        fault.
    """
    content = read_content(path)
    if kind := known_kind(content[:64]):
        raise UserError("{file} is {kind}.", file=path, kind=kind)
    drawings: list[Drawing] = []
    for number, line in enumerate(BytesIO(content), start=1):
        if not line.strip():
            continue
        try:
            drawings.append(_parse(line))
        except _LineError as fault:
            raise UserError(
                "{file}, line {line}: expected {expected}.",
                file=path,
                line=number,
                expected=fault,
            ) from fault
    return drawings


def save_drawings(path: Path, drawings: Iterable[Drawing]) -> None:
    """Write an ink file atomically.

    Parameters
    ----------
    path
        The file, gzipped if its name ends in .gz. An existing file is replaced.
    drawings
        Their ``extra`` is written too and must be serialisable as JSON.

    Raises
    ------
    UserError
        If the file cannot be written.
    """
    content = encode_drawings(drawings)
    if path.suffix.lower() == ".gz":
        content = gzip.compress(content, compresslevel=6, mtime=0)
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(content)
    except OSError as error:
        raise UserError(
            "{file} cannot be saved: {reason}.", file=path, reason=error.strerror or error
        ) from error


def encode_drawings(drawings: Iterable[Drawing]) -> bytes:
    """Encode drawings as the content of an ink file, one line each."""
    return "".join(json.dumps(_entry(drawing)) + "\n" for drawing in drawings).encode()


class _LineError(Exception):
    """What a line was expected to hold; the caller adds the line number."""


def _parse(line: bytes) -> Drawing:
    """Parse a line as a drawing."""
    try:
        parsed: object = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _LineError("a JSON object") from error
    if not isinstance(parsed, dict):
        raise _LineError("a JSON object")
    entry = cast("dict[str, object]", parsed)
    strokes = entry.pop("strokes", None)
    if not isinstance(strokes, list):
        raise _LineError('"strokes": a list of strokes')
    label = entry.pop("label", None)
    if label is None:
        text = None
    elif isinstance(label, str):
        text = label
    elif type(label) is int and label >= 0:
        text = str(label)
    else:
        raise _LineError('"label" to be a digit or a string')
    if text is not None and not (text.isprintable() and len(text) <= _LONGEST_LABEL):
        raise _LineError('"label" to be one line of at most 100 characters')
    listed = cast("list[object]", strokes)
    if len(listed) > _MOST_STROKES:
        raise _LineError("at most 1,000 strokes")
    drawn = tuple(_stroke(points) for points in listed)
    if sum(map(len, drawn)) > _MOST_POINTS:
        raise _LineError("at most 100,000 points")
    return Drawing(
        strokes=drawn,
        label=text,
        extra=entry,
        label_is_number=None if text is None else not isinstance(label, str),
    )


def _stroke(points: object) -> Stroke:
    """Convert a list of points to a stroke."""
    fault = "each stroke to be a list of one or more points [x, y], numbers up to a million"
    try:
        values = np.array(points)
    except ValueError as error:
        raise _LineError(fault) from error
    # NumPy infers the dtype: text, null and huge numbers are not of the kinds "iuf". Among numbers
    # it takes true for 1.
    if values.dtype.kind not in "iuf" or values.ndim != 2 or values.shape[1] != 2:
        raise _LineError(fault)
    if any(
        type(number) is bool for point in cast("list[list[object]]", points) for number in point
    ):
        raise _LineError(fault)
    stroke = values.astype(np.float64)
    if not (np.abs(stroke) <= LARGEST_COORDINATE).all():
        raise _LineError(fault)
    stroke.flags.writeable = False
    return stroke


def _entry(drawing: Drawing) -> dict[str, object]:
    """Convert a drawing to a JSON object."""
    entry: dict[str, object] = {"strokes": [stroke.tolist() for stroke in drawing.strokes]}
    label = drawing.label
    if label is not None:
        is_number = drawing.label_is_number
        if is_number is None:
            is_number = len(label) == 1
        is_digits = label.isascii() and label.isdecimal()
        entry["label"] = int(label) if is_number and is_digits else label
    return entry | dict(drawing.extra)


def check_digits(source: Path | str, drawings: Sequence[Drawing]) -> None:
    """Check that each drawing has strokes and is labelled with one digit.

    Raises
    ------
    UserError
        If a drawing is not; names the first of them and `source`.
    """
    for number, drawing in enumerate(drawings, start=1):
        if drawing.label not in _DIGITS or not drawing.strokes:
            raise UserError(
                "Drawing {number} of {file} has {strokes} strokes and the label {label}, expected "
                "1 or more and a single digit.",
                number=number,
                file=source,
                strokes=len(drawing.strokes),
                label="(none)" if drawing.label is None else drawing.label,
            )
