"""A drawing as one line of an ink file, in JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np

from core.ink.drawing import Drawing, Stroke

LARGEST_COORDINATE = 1e6
_MOST_STROKES, _MOST_POINTS = 1000, 100_000  # Per drawing: more cannot be drawn on a pad.
_LONGEST_LABEL = 100  # Characters.
_DEEPEST = (
    50  # Levels of further keys: what is read must be written again without recursion errors.
)
_MOST_VALUES = 10_000  # Of further keys.
_LONGEST_LINE = 6 * 2**20  # Bytes: enough for 100,000 points with all their digits.
# Encoding or parsing at once blocks all other threads.
_PART = 1000  # Points that are encoded at once.
_LONG = 100_000  # Bytes of a line that is parsed in parts.


class LineError(Exception):
    """What a line was expected to hold; the caller adds the line number."""


def parse_line(line: bytes) -> Drawing:
    """Parse a line as a drawing, whatever its bounds.

    Raises
    ------
    LineError
        If the line is not a drawing.
    """
    if len(line) > _LONGEST_LINE:
        raise LineError("a line of at most 6 MB")
    try:
        parsed: object = (json.loads if len(line) < _LONG else _loads_in_parts)(line)
    except (ValueError, RecursionError) as error:
        raise LineError("a JSON object") from error
    if not isinstance(parsed, dict):
        raise LineError("a JSON object")
    entry = cast("dict[str, object]", parsed)
    lists = entry.pop("strokes", None)
    if not isinstance(lists, list):
        raise LineError('"strokes": a list of strokes')
    lists = cast("list[object]", lists)
    strokes = tuple(map(_stroke, lists))
    # A search of the text takes a fiftieth of the time. Only UTF-16 and UTF-32 contain zeros.
    if any(sign in line for sign in (b"true", b"false", b"\0")) and _holds_bool(lists):
        raise LineError(_STROKES)
    label = entry.pop("label", None)
    if label is None:
        text = None
    elif isinstance(label, str):
        text = label
    elif type(label) is int and label >= 0:
        text = str(label)
    else:
        raise LineError('"label" to be a digit or a string')
    return Drawing(
        strokes=strokes,
        label=text,
        extra=entry,
        label_is_number=None if text is None else not isinstance(label, str),
    )


def _loads_in_parts(line: bytes) -> object:
    """Parse JSON with functions of Python, during which other threads can run."""
    return json.loads(line, parse_float=lambda text: float(text), parse_int=lambda text: int(text))


def _stroke(points: object) -> Stroke:
    """Convert a list of points to a stroke."""
    fault = _STROKES
    try:
        values = np.array(points)
    except ValueError as error:
        raise LineError(fault) from error
    # NumPy infers the dtype: text, null and huge numbers are not of the kinds "iuf".
    if values.dtype.kind not in "iuf" or values.ndim != 2 or values.shape[1] != 2:
        raise LineError(fault)
    stroke = values.astype(np.float64)
    stroke.flags.writeable = False
    return stroke


def _holds_bool(value: object) -> bool:
    """Return whether lists contain true or false, which NumPy takes for 1 or 0 among numbers."""
    if isinstance(value, list):
        return any(map(_holds_bool, cast("list[object]", value)))
    return isinstance(value, bool)


_STROKES = "each stroke to be a list of one or more points [x, y], numbers up to a million"


def check_bounds(drawing: Drawing) -> None:
    """Check the bounds, which are the same for reading and writing.

    Raises
    ------
    LineError
        If a drawing exceeds one.
    """
    label = drawing.label
    if label is not None and not (label.isprintable() and len(label) <= _LONGEST_LABEL):
        raise LineError('"label" to be one line of at most 100 characters')
    if len(drawing.strokes) > _MOST_STROKES:
        raise LineError("at most 1,000 strokes")
    if sum(map(len, drawing.strokes)) > _MOST_POINTS:
        raise LineError("at most 100,000 points")
    if not all((np.abs(stroke) <= LARGEST_COORDINATE).all() for stroke in drawing.strokes):
        raise LineError(_STROKES)
    depth, n_values = _extent(dict(drawing.extra)) if drawing.extra else (0, 0)
    if depth > _DEEPEST:
        raise LineError("keys nested at most 50 deep")
    if n_values > _MOST_VALUES:
        raise LineError("at most 10,000 values of further keys")


def _extent(value: object) -> tuple[int, int]:
    """Return how deep lists and objects are nested, without recursion, and how many values."""
    depth, n_values, level = 0, 0, [value]
    while level and n_values <= _MOST_VALUES:
        depth += 1
        n_values += len(level)
        inner: list[object] = []
        for each in level:
            if isinstance(each, dict):  # Its type and not Mapping, which takes ten times as long.
                inner += cast("dict[object, object]", each).values()
            elif isinstance(each, list | tuple):
                inner += cast("Sequence[object]", each)
        level = inner
    return depth, n_values


def line_of(drawing: Drawing) -> Iterator[str]:
    """Yield the parts of a drawing's line."""
    yield '{"strokes": ['
    for index, stroke in enumerate(drawing.strokes):
        yield ", [" if index else "["
        for start in range(0, len(stroke), _PART):
            points = json.dumps(stroke[start : start + _PART].tolist())[1:-1]
            yield f", {points}" if start else points
        yield "]"
    others = json.dumps(_label_of(drawing) | dict(drawing.extra))[1:-1]
    yield f"], {others}}}\n" if others else "]}\n"


def _label_of(drawing: Drawing) -> dict[str, object]:
    """Return the label as an entry of a JSON object; empty without a label."""
    label = drawing.label
    if label is None:
        return {}
    is_number = drawing.label_is_number
    if is_number is None:
        is_number = len(label) == 1
    is_digits = label.isascii() and label.isdecimal()
    return {"label": int(label) if is_number and is_digits else label}
