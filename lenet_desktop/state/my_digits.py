"""My digits: the drawings of which a person said what they show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from core.ink.drawing import Drawing, Stroke
from core.ink.shared_drawings import Ink, ink_of, merge_drawings
from lenet_desktop.state.my_digits_files import Import, MyDigitsFiles
from lenet_desktop.state.my_digits_store import MyDigitsStore

UNDO_STEPS = 100


class MyDigits(QObject):
    """Holds the drawings, the oldest first, and keeps them in a file after every change.

    Every change is a step that can be undone. No ink is in it twice. Other windows may change the
    file at the same time: their changes appear here, and undo takes back only what was done here.

    Parameters
    ----------
    file
        Where they are kept; it need not exist.
    """

    changed = Signal()
    """`drawings` are others."""
    arrived = Signal(object)
    """Drawings from the file, or from another window, that will be in the next `changed`."""
    undoable = Signal(str)
    """A change in words, which `undo` takes back."""
    succeeded = Signal(str)
    failed = Signal(str)
    """What became of something else, in words."""

    def __init__(self, file: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._history = QUndoStack(self)
        self._history.setUndoLimit(UNDO_STEPS)
        self._places: dict[Ink, int] = {}
        self._store = MyDigitsStore(file, self)
        self._store.changed.connect(self._show_file)
        self._store.failed.connect(self.failed)
        self._files = MyDigitsFiles(self)
        self._files.imported.connect(self._add)
        self._files.exported.connect(self._tell_export)
        self._files.failed.connect(self.failed)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """Each has strokes, and a digit for its label."""
        return self._store.drawings

    def load(self) -> None:
        """Fetch what was kept before, in the background."""
        self._store.load()

    def close(self) -> None:
        """Wait until everything is kept."""
        self._files.close()
        self._store.close()

    def label_of(self, strokes: Sequence[Stroke]) -> int | None:
        """The digit that ink is kept as; None when it is not kept."""
        place = self._places.get(ink_of(strokes))
        return None if place is None else digit_of(self.drawings[place])

    def say(self, strokes: Sequence[Stroke], digit: int) -> None:
        """Keep ink as the digit that it shows, or as another than before."""
        self._store.finish_loading()
        place = self._places.get(ink_of(strokes))
        if place is None:
            told = self.tr("Kept in My Digits as {digit}.").format(digit=digit)
            self._change((*self.drawings, Drawing(tuple(strokes), str(digit))), told)
        elif digit_of(self.drawings[place]) == digit:
            text = self.tr("It is in My Digits as {digit} already.")
            self.succeeded.emit(text.format(digit=digit))
        else:
            self.relabel([self.drawings[place]], digit)

    def relabel(self, drawings: Collection[Drawing], digit: int) -> None:
        """Say of some of the drawings that they show another digit."""
        others = {drawing for drawing in drawings if digit_of(drawing) != digit}
        relabelled = tuple(
            replace(drawing, label=str(digit)) if drawing in others else drawing
            for drawing in self.drawings
        )
        if n := len(others.intersection(self.drawings)):
            text = self.tr("Kept as {digit} from now on.")
            if n > 1:
                text = self.tr("{n} digits are kept as {digit} from now on.")
            self._change(relabelled, text.format(n=n, digit=digit))

    def delete(self, drawings: Collection[Drawing]) -> None:
        """Take some of the drawings out."""
        removal_requested = set(drawings)
        left = tuple(drawing for drawing in self.drawings if drawing not in removal_requested)
        if n := len(self.drawings) - len(left):
            text = self.tr("Deleted from My Digits.")
            if n > 1:
                text = self.tr("{n} digits were deleted from My Digits.")
            self._change(left, text.format(n=n))

    def undo(self) -> None:
        """Take the newest change back."""
        if self._history.canUndo():
            self._history.undo()
            self.succeeded.emit(self.tr("Undone."))

    def redo(self) -> None:
        """Make the change again that was taken back last."""
        if self._history.canRedo():
            self.undoable.emit(self._history.redoText())
            self._history.redo()

    def import_from(self, file: Path) -> None:
        """Add the drawings of an ink file, in the background."""
        self._files.import_from(file)

    def export_to(self, file: Path) -> None:
        """Write all drawings to an ink file, in the background."""
        self._files.export_to(file, self.drawings)

    def apply(self, before: Sequence[Drawing], after: Sequence[Drawing]) -> None:
        """Make the change that led from some drawings to others, whatever else has changed."""
        self._store.keep(merge_drawings(before, after, self.drawings))
        self._show()

    def _show_file(self) -> None:
        self.arrived.emit(
            [drawing for drawing in self.drawings if ink_of(drawing.strokes) not in self._places]
        )
        self._show()

    def _show(self) -> None:
        self._places = {
            ink_of(drawing.strokes): place for place, drawing in enumerate(self.drawings)
        }
        self.changed.emit()

    def _change(self, drawings: tuple[Drawing, ...], told: str) -> None:
        self._history.push(_Step(self, self.drawings, drawings, told))
        self.undoable.emit(told)

    def _add(self, imported: Import) -> None:
        self._store.finish_loading()
        new = {ink_of(drawing.strokes): drawing for drawing in imported.drawings}
        added = tuple(drawing for ink, drawing in new.items() if ink not in self._places)
        known, file = len(imported.drawings) - len(added), imported.file.name
        if not added:
            text = self.tr("There is no digit in {file} that is not in My Digits already.")
            self.succeeded.emit(text.format(file=file))
            return
        text = self.tr("Digits added from {file}: {n}.")
        if known:
            text = self.tr("Digits added from {file}: {n} ({known} were there already).")
        self._change((*self.drawings, *added), text.format(file=file, n=len(added), known=known))

    def _tell_export(self, file: Path) -> None:
        self.succeeded.emit(self.tr("Saved as {file}.").format(file=file.name))


def digit_of(drawing: Drawing) -> int:
    """The digit that a drawing of the collection shows."""
    return int(drawing.label or "")


class _Step(QUndoCommand):
    def __init__(
        self,
        digits: MyDigits,
        before: tuple[Drawing, ...],
        after: tuple[Drawing, ...],
        text: str,
    ) -> None:
        super().__init__(text)
        self._digits, self._before, self._after = digits, before, after

    def undo(self) -> None:
        self._digits.apply(self._after, self._before)

    def redo(self) -> None:
        self._digits.apply(self._before, self._after)
