"""Ink files: drawings as strokes, one JSON object per line."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from core.digits import LABELS
from core.errors import UserError
from core.files import decompressed, known_kind, read_content, replacing
from core.ink.drawing import Drawing
from core.ink.ink_lines import LineError, check_bounds, line_of, parse_line

LARGEST_FILE = 32 * 2**20
"""Bytes that an ink file may hold, decompressed."""
MOST_DRAWINGS = 100_000
"""Lines of an ink file, at most."""
_MOST_REJECTED = 20_000  # Lines, beyond which a file is not of this kind.
_MOST_STROKES = 400_000  # Of all drawings of a file.
_MOST_VALUES = 7_000_000  # Parsing and keeping takes time and memory for each.
_OTHER_BYTES = bytes(set(range(256)) - set(b"[{,:"))
_INK_SUFFIXES = ".jsonl", ".jsonl.gz"


def is_ink_file(path: Path) -> bool:
    """Return whether a file's name is that of an ink file, in upper or lower case."""
    return path.name.lower().endswith(_INK_SUFFIXES)


def load_drawings(path: Path, content: bytes | None = None) -> list[Drawing]:
    """Read an ink file.

    Parameters
    ----------
    path
        A .jsonl file, plain or gzipped. Blank lines are skipped.
    content
        What it holds, if that was read already; `path` is then only what errors name.

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
    return [_drawing(path, number, line) for number, line in _lines(path, content)]


@dataclass(frozen=True)
class RejectedLine:
    """A line of an ink file that is not a drawing of the kind that is wanted.

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
    """Read the drawings with a label of `LABELS` in an ink file, and collect all other lines.

    Raises
    ------
    UserError
        If the file cannot be read, or none of its lines is such a drawing.
    """
    return load_wanted(path, _is_example, _EXPECTED)


def load_wanted(
    path: Path, is_wanted: Callable[[Drawing], bool], expected: str
) -> tuple[list[Drawing], list[RejectedLine]]:
    """Read the drawings of one kind in an ink file, and collect all other lines.

    Parameters
    ----------
    expected
        What a line of that kind holds, for the error.

    Raises
    ------
    UserError
        If the file cannot be read, or none of its lines is such a drawing.
    """
    drawings: list[Drawing] = []
    rejected: list[RejectedLine] = []
    for number, line in _lines(path):
        try:
            drawing = _drawing(path, number, line)
            if not is_wanted(drawing):
                raise _error(path, number, expected)
        except UserError as fault:
            # Its traceback would keep what was parsed in memory.
            fault.__cause__ = fault.__context__ = None
            rejected.append(RejectedLine(number, line, fault.with_traceback(None)))
            if len(rejected) > _MOST_REJECTED:
                raise rejected[0].fault from None
        else:
            drawings.append(drawing)
    if rejected and not drawings:
        raise rejected[0].fault
    return drawings, rejected


def _lines(path: Path, content: bytes | None = None) -> Iterator[tuple[int, bytes]]:
    """Yield the lines of a file that are not blank, with their numbers."""
    if content is None:
        content = read_content(path, LARGEST_FILE)
    else:
        content = decompressed(path, content, LARGEST_FILE)
    if kind := known_kind(content[:64]):
        raise UserError("{file} is {kind}.", file=path, kind=kind)
    # Before the work: objects in memory are many times larger than a short line.
    if content.count(b"\n") > MOST_DRAWINGS:
        raise UserError(
            "{file} is too large: it holds more than {limit} drawings.",
            file=path,
            limit=f"{MOST_DRAWINGS:,}",
        )
    if content.translate(None, b" \t\r").count(b"[[") > _MOST_STROKES:
        raise UserError(
            "{file} is too large: it holds more than {limit} strokes.",
            file=path,
            limit=f"{_MOST_STROKES:,}",
        )
    if _n_values(content) > _MOST_VALUES:
        raise UserError(
            "{file} is too large: it holds more than {limit} values.",
            file=path,
            limit=f"{_MOST_VALUES:,}",
        )
    return ((number, line) for number, line in enumerate(BytesIO(content), 1) if line.strip())


def _n_values(content: bytes) -> int:
    """Count the values of JSON by the signs before them; an object takes the memory of ten."""
    return len(content.translate(None, _OTHER_BYTES)) + 9 * content.count(b"{")


def _drawing(path: Path, number: int, line: bytes) -> Drawing:
    try:
        drawing = parse_line(line)
        check_bounds(drawing)
    except LineError as fault:
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
        If a drawing exceeds the bounds of an ink file, or all of them do, and could not be read
        again.
    """
    drawings = tuple(drawings)
    for drawing in drawings:
        check_drawing(drawing)
    content = "".join(part for drawing in drawings for part in line_of(drawing)).encode()
    n_strokes = sum(len(drawing.strokes) for drawing in drawings)
    if (
        len(content) > LARGEST_FILE
        or len(drawings) > MOST_DRAWINGS
        or n_strokes > _MOST_STROKES - len(drawings)  # The brackets of a list count once more.
        or _n_values(content) > _MOST_VALUES
    ):
        raise UserError(
            "These are too many drawings for one file: it can hold {limit} MB, {drawings} drawings,"
            " {strokes} strokes and {values} values.",
            limit=LARGEST_FILE >> 20,
            drawings=f"{MOST_DRAWINGS:,}",
            strokes=f"{_MOST_STROKES:,}",
            values=f"{_MOST_VALUES:,}",
        )
    return content


def check_drawing(drawing: Drawing) -> None:
    """Check that an ink file can hold a drawing.

    Raises
    ------
    UserError
        If it has too many strokes or points, or another value exceeds the bounds.
    """
    try:
        check_bounds(drawing)
    except LineError as fault:
        raise UserError(
            "The drawing cannot be saved: expected {expected}.", expected=str(fault)
        ) from fault


def check_digits(source: Path | str, drawings: Sequence[Drawing]) -> None:
    """Check that each drawing has strokes and a label of `LABELS`.

    Raises
    ------
    UserError
        If a drawing is not; names the first of them and `source`.
    """
    for number, drawing in enumerate(drawings, start=1):
        if not _is_example(drawing):
            raise UserError(
                "Drawing {number} of {file} has {strokes} strokes and the label {label}, expected "
                '1 or more and a single digit or "not a digit".',
                number=number,
                file=source,
                strokes=len(drawing.strokes),
                label="(none)" if drawing.label is None else drawing.label,
            )


def _is_example(drawing: Drawing) -> bool:
    return drawing.label in LABELS and bool(drawing.strokes)


_EXPECTED = 'one or more strokes and a single digit as label, or "not a digit"'
