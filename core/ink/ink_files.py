"""Ink files: drawings as strokes, one JSON object per line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
_DEEPEST = (
    50  # Levels of further keys: what is read must be written again without recursion errors.
)
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
    return [_drawing(path, number, line) for number, line in _lines(path)]


@dataclass(frozen=True)
class RejectedLine:
    """A line of an ink file that is not a drawing of one digit.

    Attributes
    ----------
    number
        The number of the line, from 1.
    content
        The line as it is in the file.
    fault
        What is wrong; names the file and the line.
    """

    number: int
    content: bytes
    fault: UserError


def load_digits(path: Path) -> tuple[list[Drawing], list[RejectedLine]]:
    """Read the drawings of single digits in an ink file, and collect all other lines.

    Raises
    ------
    UserError
        If the file cannot be read, or none of its lines is a drawing of one digit.
    """
    drawings: list[Drawing] = []
    rejected: list[RejectedLine] = []
    for number, line in _lines(path):
        try:
            drawing = _drawing(path, number, line)
            if not _is_digit(drawing):
                raise _error(path, number, "one or more strokes and a single digit as label")
        except UserError as fault:
            rejected.append(RejectedLine(number, line, fault))
        else:
            drawings.append(drawing)
    if rejected and not drawings:
        raise rejected[0].fault
    return drawings, rejected


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file that are not blank, with their numbers."""
    content = read_content(path)
    if kind := known_kind(content[:64]):
        raise UserError("{file} is {kind}.", file=path, kind=kind)
    return ((number, line) for number, line in enumerate(BytesIO(content), 1) if line.strip())


def _drawing(path: Path, number: int, line: bytes) -> Drawing:
    try:
        drawing = _parse(line)
        _check(drawing)
    except _LineError as fault:
        raise _error(path, number, str(fault)) from fault
    return drawing


def _error(path: Path, number: int, expected: str) -> UserError:
    return UserError(
        "{file}, line {line}: expected {expected}.", file=path, line=number, expected=expected
    )


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
        If the file cannot be written, or a drawing could not be read again.
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
    """Encode drawings as the content of an ink file, one line each.

    Raises
    ------
    UserError
        If a drawing exceeds the bounds of an ink file and could not be read again.
    """
    drawings = tuple(drawings)
    for drawing in drawings:
        check_drawing(drawing)
    return "".join(json.dumps(_entry(drawing)) + "\n" for drawing in drawings).encode()


def check_drawing(drawing: Drawing) -> None:
    """Check that an ink file can hold a drawing.

    Raises
    ------
    UserError
        If it has too many strokes or points, or another value exceeds the bounds.
    """
    try:
        _check(drawing)
    except _LineError as fault:
        raise UserError(
            "The drawing cannot be saved: expected {expected}.", expected=str(fault)
        ) from fault


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
    return Drawing(
        strokes=tuple(_stroke(points) for points in cast("list[object]", strokes)),
        label=text,
        extra=entry,
        label_is_number=None if text is None else not isinstance(label, str),
    )


def _stroke(points: object) -> Stroke:
    """Convert a list of points to a stroke."""
    fault = _STROKES
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
    stroke.flags.writeable = False
    return stroke


_STROKES = "each stroke to be a list of one or more points [x, y], numbers up to a million"


def _check(drawing: Drawing) -> None:
    """Check the bounds, which are the same for reading and writing."""
    label = drawing.label
    if label is not None and not (label.isprintable() and len(label) <= _LONGEST_LABEL):
        raise _LineError('"label" to be one line of at most 100 characters')
    if len(drawing.strokes) > _MOST_STROKES:
        raise _LineError("at most 1,000 strokes")
    if sum(map(len, drawing.strokes)) > _MOST_POINTS:
        raise _LineError("at most 100,000 points")
    if not all((np.abs(stroke) <= LARGEST_COORDINATE).all() for stroke in drawing.strokes):
        raise _LineError(_STROKES)
    if _depth(drawing.extra) > _DEEPEST:
        raise _LineError("keys nested at most 50 deep")


def _depth(value: object) -> int:
    """Return how deep lists and objects are nested, without recursion."""
    depth, level = 0, [value]
    while level:
        depth += 1
        inner: list[object] = []
        for each in level:
            if isinstance(each, Mapping):
                inner += cast("Mapping[object, object]", each).values()
            elif isinstance(each, list | tuple):
                inner += cast("Sequence[object]", each)
        level = inner
    return depth


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
        if not _is_digit(drawing):
            raise UserError(
                "Drawing {number} of {file} has {strokes} strokes and the label {label}, expected "
                "1 or more and a single digit.",
                number=number,
                file=source,
                strokes=len(drawing.strokes),
                label="(none)" if drawing.label is None else drawing.label,
            )


def _is_digit(drawing: Drawing) -> bool:
    return drawing.label in _DIGITS and bool(drawing.strokes)
