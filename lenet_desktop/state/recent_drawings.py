"""The drawings that have left the pad since the program was started."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from PySide6.QtCore import QObject

from core.ink.shared_drawings import ink_of
from lenet_desktop.state.pad_content import PadContent, bytes_of
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps

MOST = 20
"""Maximum number of drawings."""
MOST_BYTES = 10_000_000
"""Maximum memory of the drawings, except that the newest is always kept."""


@dataclass(frozen=True, eq=False)
class RecentDrawing:
    """A drawing and the time at which it left the pad."""

    content: PadContent
    time: datetime = field(default_factory=datetime.now)

    @property
    def n_bytes(self) -> int:
        """The memory of the strokes."""
        return bytes_of(stroke.points for stroke in self.content.strokes)


class RecentDrawings(QObject):
    """Keeps, in memory alone, what was drawn by hand until it was cleared or replaced.

    Parameters
    ----------
    pad_history
        Contents of the pad.
    """

    def __init__(
        self, pad_history: SnapshotHistory[PadContent], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._pad_history = pad_history
        self._on_pad: PadContent | None = None
        self._drawings: list[RecentDrawing] = []
        pad_history.undo_stack.changed.connect(self._follow)

    @property
    def drawings(self) -> Sequence[RecentDrawing]:
        """The drawings, the newest first, each once."""
        return tuple(self._drawings)

    def bring_back(self, drawing: RecentDrawing) -> None:
        """Put a drawing on the pad; what is there becomes a recent drawing."""
        self._pad_history.replace(drawing.content, steps.opening)

    def _follow(self) -> None:
        """Note what is drawn, and keep it once something else takes its place."""
        stack, content = self._pad_history.undo_stack, self._pad_history.value
        step, is_undone = stack.undo_step, stack.redo_step is not None
        is_drawn = step is not None and step.text in (steps.stroke, steps.erasing)
        if not (is_undone or (is_drawn and content.strokes)) and self._on_pad is not None:
            self._keep(self._on_pad)
        is_own = bool(content.strokes) and content.position is None
        self._on_pad = content if is_own and (is_drawn or is_undone) else None

    def _keep(self, content: PadContent) -> None:
        ink = _ink_of(content)
        others = [each for each in self._drawings if _ink_of(each.content) != ink]
        self._drawings = [RecentDrawing(content), *others][:MOST]
        while len(self._drawings) > 1 and sum(each.n_bytes for each in self._drawings) > MOST_BYTES:
            self._drawings.pop()


def _ink_of(content: PadContent) -> tuple[bytes, ...]:
    return ink_of([stroke.points for stroke in content.strokes])
