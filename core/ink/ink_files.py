"""Ink files: drawings as strokes, one JSON object a line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias, cast

import numpy as np
import numpy.typing as npt

from core.compressed import read_content
from core.errors import UserError
from core.files import replacing

Stroke: TypeAlias = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Drawing:
    """What somebody drew, and what it shows.

    Two drawings are equal only when they are the same object.

    Parameters
    ----------
    strokes
        Each of shape (n, 2), n >= 1: points x, y in any unit, y down. One point is a dot. No
        strokes: an empty drawing.
    label
        What the drawing shows as text, "7" or "2025"; None when nobody said.
    extra
        Further keys of the ink file; a pen trace may name its ``writer``, say.
    label_is_number
        Whether an ink file holds the label as a number. None: a single digit is one.
    """

    strokes: tuple[Stroke, ...]
    label: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict[str, object])
    label_is_number: bool | None = None


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
        When the file cannot be read or a line is no drawing; names file, line and fault.
    """
    lines = read_content(path).split(b"\n")
    drawings: list[Drawing] = []
    for number, line in enumerate(lines, start=1):
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
    """Write an ink file, whole or not at all.

    Parameters
    ----------
    path
        The file; it is gzipped when the name ends in .gz. One already there is replaced.
    drawings
        What to write; ``extra`` is kept, so it must be what JSON can hold.

    Raises
    ------
    UserError
        When the file cannot be written.
    """
    content = encode_drawings(drawings)
    if path.suffix == ".gz":
        content = gzip.compress(content, compresslevel=6, mtime=0)
    try:
        with replacing(path) as temporary:
            temporary.write_bytes(content)
    except OSError as error:
        raise UserError(
            "{file} cannot be saved: {reason}.", file=path, reason=error.strerror or error
        ) from error


def encode_drawings(drawings: Iterable[Drawing]) -> bytes:
    """Return the content of an ink file, a line for each drawing."""
    return "".join(json.dumps(_entry(drawing)) + "\n" for drawing in drawings).encode()


class _LineError(Exception):
    """What a line was expected to hold; told without its number, which the caller knows."""


def _parse(line: bytes) -> Drawing:
    """Make a drawing of one line."""
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
    """Make a stroke of the points of one."""
    fault = "each stroke to be a list of one or more points [x, y], finite numbers"
    try:
        values = np.array(points)
    except ValueError as error:
        raise _LineError(fault) from error
    # Left to itself NumPy says what is there: text, true, null or a huge number is no "iuf".
    if values.dtype.kind not in "iuf" or values.ndim != 2 or values.shape[1] != 2:
        raise _LineError(fault)
    stroke = values.astype(np.float64)
    if not np.isfinite(stroke).all():
        raise _LineError(fault)
    stroke.flags.writeable = False
    return stroke


def _entry(drawing: Drawing) -> dict[str, object]:
    """Return the JSON object of a drawing."""
    entry: dict[str, object] = {"strokes": [stroke.tolist() for stroke in drawing.strokes]}
    label = drawing.label
    if label is not None:
        is_number = drawing.label_is_number
        if is_number is None:
            is_number = len(label) == 1
        is_digits = label.isascii() and label.isdecimal()
        entry["label"] = int(label) if is_number and is_digits else label
    return entry | dict(drawing.extra)
