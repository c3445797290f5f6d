"""Recent drawings as lines of an ink file: with the time, and the pen width of each stroke."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import cast

from core.ink.drawing import Drawing
from core.ink.ink_files import RejectedLine, load_wanted
from lenet_desktop.state.pad_content import PenStroke

_TIME, _WIDTHS = "time", "widths"
_EXPECTED = 'strokes on the pad, their "widths", and the "time"'


def drawing_of(strokes: Sequence[PenStroke], time: datetime) -> Drawing:
    """Return strokes of the pad as a drawing with a local time."""
    extra = {_TIME: time.isoformat(), _WIDTHS: [stroke.width for stroke in strokes]}
    return Drawing(tuple(stroke.points for stroke in strokes), extra=extra)


def time_of(drawing: Drawing) -> datetime:
    """Return the time of a drawing that `drawing_of` or `load_recent` has returned."""
    return datetime.fromisoformat(cast("str", drawing.extra[_TIME]))


def strokes_of(drawing: Drawing) -> tuple[PenStroke, ...]:
    """Return the strokes of such a drawing."""
    widths = cast("list[float]", drawing.extra[_WIDTHS])
    pairs = zip(drawing.strokes, widths, strict=True)
    return tuple(PenStroke(points, float(width)) for points, width in pairs)


def load_recent(path: Path) -> tuple[list[Drawing], list[RejectedLine]]:
    """Read recent drawings, and collect the lines that are not.

    Raises
    ------
    UserError
        If the file cannot be read, or none of its lines is a recent drawing.
    """
    return load_wanted(path, _is_recent, _EXPECTED)


def _is_recent(drawing: Drawing) -> bool:
    time, widths = drawing.extra.get(_TIME), drawing.extra.get(_WIDTHS)
    if not (drawing.strokes and isinstance(time, str) and isinstance(widths, list)):
        return False
    numbers = cast("list[object]", widths)
    if len(numbers) != len(drawing.strokes) or not all(map(_is_width, numbers)):
        return False
    if not all(((stroke >= 0) & (stroke <= 1)).all() for stroke in drawing.strokes):
        return False
    try:
        return datetime.fromisoformat(time).tzinfo is None
    except ValueError:
        return False


def _is_width(value: object) -> bool:
    return type(value) in (int, float) and 0 < cast("float", value) <= 1
