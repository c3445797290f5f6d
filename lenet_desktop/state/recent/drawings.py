"""The drawings of this day that have left the pad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QObject

from core.errors import UserError
from core.ink.drawing import Drawing
from core.ink.ink_files import check_drawing
from lenet_desktop.state.drawing_store import DrawingStore, StoreTexts
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.pad_content import PadContent, bytes_of
from lenet_desktop.state.recent.file import drawing_of, load_recent, strokes_of, time_of
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text import steps

MOST = 20
"""Maximum number of drawings."""
MOST_BYTES = 10_000_000
"""Maximum memory of the drawings, except that the newest is always kept."""


@dataclass(frozen=True, eq=False)
class RecentDrawing:
    """A drawing and the time at which it left the pad.

    Attributes
    ----------
    drawing
        As it is in the file.
    """

    drawing: Drawing

    @cached_property
    def content(self) -> PadContent:
        """The drawing on the pad."""
        return PadContent(strokes_of(self.drawing))

    @cached_property
    def time(self) -> datetime:
        """When it left the pad."""
        return time_of(self.drawing)

    @property
    def n_bytes(self) -> int:
        """The memory of the strokes."""
        return bytes_of(self.drawing.strokes)


class RecentDrawings(QObject):
    """Keeps what was drawn by hand until it was cleared or replaced, or the window was closed.

    A private file keeps the drawings of this day for the next start and for other windows.

    Parameters
    ----------
    pad_history
        Contents of the pad.
    file
        The ink file; it and its folder need not exist.
    notices
        Receives errors.
    """

    def __init__(
        self,
        pad_history: SnapshotHistory[PadContent],
        file: Path,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pad_history = pad_history
        self._on_pad: PadContent | None = None
        self._drawings: list[RecentDrawing] = []
        texts = StoreTexts(
            lambda: self.tr("Recent drawings could not be saved: {reason}"),
            lambda: self.tr("Recent drawings could not be opened: {reason}"),
        )
        self._store = DrawingStore(file, notices, texts, self, load=load_recent)
        self._store.changed.connect(self._follow_file)
        pad_history.undo_stack.changed.connect(self._follow)

    @property
    def drawings(self) -> Sequence[RecentDrawing]:
        """The drawings, the newest first, each once."""
        return tuple(self._drawings)

    def load(self) -> None:
        """Read the file in the background; drawings of earlier days are removed."""
        self._store.load()

    def finish_loading(self) -> None:
        """Wait until the file has been loaded."""
        self._store.finish_loading()

    def close(self) -> None:
        """Keep the drawing on the pad, and wait until everything is saved."""
        if self._on_pad is not None:
            self._keep(self._on_pad)
            self._on_pad = None
        self._store.close()

    def bring_back(self, drawing: RecentDrawing) -> None:
        """Put a drawing on the pad; what is there becomes a recent drawing."""
        self._pad_history.replace(drawing.content, steps.opening)

    def delete_all(self) -> None:
        """Forget all drawings that have left the pad, in the file too."""
        self._show([])

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
        self._store.finish_loading()
        drawing = drawing_of(content.strokes, datetime.now())
        ink = drawing.ink
        others = [each for each in self._drawings if each.drawing.ink != ink]
        self._show([RecentDrawing(drawing), *others])

    def _follow_file(self) -> None:
        """Take over the drawings of this day, and those that no file can hold."""
        known = {each.drawing: each for each in self._drawings}
        today = datetime.now().date()
        found = [known.get(each) or RecentDrawing(each) for each in self._store.drawings]
        found = [each for each in found if each in self._drawings or each.time.date() == today]
        found += [each for each in self._drawings if not _can_be_saved(each.drawing)]
        self._show(found)

    def _show(self, drawings: list[RecentDrawing]) -> None:
        """Show the newest drawings that there is room for, and save them."""
        drawings.sort(key=lambda each: each.time, reverse=True)
        self._drawings = drawings[:MOST]
        while len(self._drawings) > 1 and sum(each.n_bytes for each in self._drawings) > MOST_BYTES:
            self._drawings.pop()
        saved = tuple(each.drawing for each in self._drawings if _can_be_saved(each.drawing))
        if set(saved) != set(self._store.drawings):
            self._store.keep(saved)


def _can_be_saved(drawing: Drawing) -> bool:
    try:
        check_drawing(drawing)
    except UserError:
        return False
    return True
