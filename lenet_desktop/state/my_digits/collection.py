"""The collection of drawings that the user has labelled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.digits import LABELS
from core.errors import UserError
from core.ink.drawing import Drawing, Ink, Stroke, ink_of
from core.ink.ink_files import check_drawing
from core.ink.shared_drawings import merge_drawings
from lenet_desktop.state.drawing_store import DrawingStore, StoreTexts
from lenet_desktop.state.my_digits.files import Import, MyDigitsFiles
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.pad_content import bytes_of
from lenet_desktop.state.undo import Step, Text, UndoStack
from lenet_desktop.text.errors import error_message
from lenet_desktop.text.labels import label_in_sentence

UNDO_STEPS = 100
_DRAWING_BYTES = 500


class MyDigits(QObject):
    """Holds the drawings, the oldest first, and saves them after every change.

    Every change can be undone. There are no duplicates. Other windows may change the file at the
    same time: their changes are merged, and undo affects only the changes of this window.

    Parameters
    ----------
    file
        The ink file; it need not exist.
    notices
        Receives messages about changes, imports, exports and errors.
    """

    changed = Signal()
    """`drawings` has changed."""
    arrived = Signal(object)
    """Drawings that another program added; emitted before `changed`."""

    def __init__(self, file: Path, notices: Notices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self.undo_stack = UndoStack(UNDO_STEPS, self)
        self._indices: dict[Ink, int] = {}
        texts = StoreTexts(
            lambda: self.tr("My Digits could not be saved: {reason}"),
            lambda: self.tr("My Digits could not be opened: {reason}"),
        )
        self._store = DrawingStore(file, notices, texts, self)
        self._store.changed.connect(self._show_file)
        self._files = MyDigitsFiles(notices, self)
        self._files.imported.connect(self._add)
        self._files.exported.connect(self._report_export)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """The drawings; each has strokes and a label of `core.digits.LABELS`."""
        return self._store.drawings

    def load(self) -> None:
        """Read the file in the background."""
        self._store.load()

    def close(self) -> None:
        """Wait until everything is saved."""
        self._files.close()
        self._store.close()

    def label_of(self, strokes: Sequence[Stroke]) -> int | None:
        """Return the label of a drawing with these strokes; None if there is none."""
        index = self._indices.get(ink_of(strokes))
        return None if index is None else number_of(self.drawings[index])

    def keep(self, strokes: Sequence[Stroke], label: int) -> None:
        """Add a drawing with a label, or change its label."""
        self._store.finish_loading()
        index = self._indices.get(ink_of(strokes))
        if index is None:
            drawing = Drawing(tuple(strokes), LABELS[label])
            try:
                check_drawing(drawing)
            except UserError as error:
                self._notices.error(error)
                return
            self._change(
                (*self.drawings, drawing),
                lambda: self.tr("Added to My Digits as {digit}.").format(
                    digit=label_in_sentence(label)
                ),
            )
        elif number_of(self.drawings[index]) == label:
            text = self.tr("Already in My Digits as {digit}.")
            self._notices.info(text.format(digit=label_in_sentence(label)))
        else:
            self.relabel([self.drawings[index]], label)

    def keep_all(self, drawings: Sequence[Drawing], n_left_out: int = 0) -> None:
        """Add labelled drawings as one step; those that are there keep their labels.

        Parameters
        ----------
        n_left_out
            How many others were not added because the network is not sure of them.
        """
        self._store.finish_loading()
        added = tuple(each for each in drawings if each.ink not in self._indices)
        left_out = (
            " " + self.tr("%Ln unsure digit(s) left out: click to label.", "", n_left_out)
            if n_left_out
            else ""
        )
        if not added:
            self._notices.info(self.tr("Nothing was added to My Digits.") + left_out)
            return

        def write() -> str:
            return self.tr("%Ln digit(s) added to My Digits.", "", len(added)) + left_out

        self._change((*self.drawings, *added), write)

    def relabel(self, drawings: Collection[Drawing], label: int) -> None:
        """Change the label of drawings."""
        others = {drawing for drawing in drawings if number_of(drawing) != label}
        relabelled = tuple(
            replace(drawing, label=LABELS[label]) if drawing in others else drawing
            for drawing in self.drawings
        )
        if n := len(others.intersection(self.drawings)):
            self._change(
                relabelled,
                lambda: self.tr("Label of %Ln digit(s) changed to {digit}.", "", n).format(
                    digit=label_in_sentence(label)
                ),
            )

    def delete(self, drawings: Collection[Drawing]) -> None:
        """Delete drawings."""
        deleted = set(drawings)
        left = tuple(drawing for drawing in self.drawings if drawing not in deleted)
        if n := len(self.drawings) - len(left):
            self._change(left, lambda: self.tr("%Ln digit(s) deleted from My Digits.", "", n))

    def undo(self) -> None:
        """Undo the last change."""
        if self.undo_stack.undo_step is not None:
            self.undo_stack.undo()
            self._notices.info(self.tr("Undone."))

    def redo(self) -> None:
        """Redo the last undone change."""
        if (step := self.undo_stack.redo_step) is not None:
            self._notices.info(step.text(), self.undo)
            self.undo_stack.redo()

    def import_from(self, file: Path) -> None:
        """Add the drawings of an ink file in the background."""
        self._files.import_from(file)

    def export_to(self, file: Path) -> None:
        """Save all drawings to an ink file in the background."""
        self._files.export_to(file, self.drawings)

    def _apply(self, before: Sequence[Drawing], after: Sequence[Drawing]) -> None:
        """Apply the difference between two states to the current drawings."""
        self._store.keep(merge_drawings(before, after, self.drawings))
        self._show()

    def _show_file(self) -> None:
        self.arrived.emit(
            [drawing for drawing in self.drawings if drawing.ink not in self._indices]
        )
        self._show()

    def _show(self) -> None:
        self._indices = {drawing.ink: index for index, drawing in enumerate(self.drawings)}
        self.changed.emit()

    def _change(self, drawings: tuple[Drawing, ...], text: Text) -> None:
        undo = partial(self._apply, drawings, self.drawings)
        redo = partial(self._apply, self.drawings, drawings)
        self.undo_stack.push(Step(text, undo, redo, _bytes_between(self.drawings, drawings)))
        self._notices.info(text(), self.undo)

    def _add(self, imported: Import) -> None:
        self._store.finish_loading()
        new = {drawing.ink: drawing for drawing in imported.drawings}
        added = tuple(drawing for ink, drawing in new.items() if ink not in self._indices)
        known, file = len(imported.drawings) - len(added), imported.file.name
        left_out = self._left_out(imported)
        if not added:
            text = self.tr("All digits in {file} are already in My Digits.")
            self._notices.info(text.format(file=file) + left_out)
            return

        def write() -> str:
            text = self.tr("Digits added from {file}: {n}.")
            if known:
                text = self.tr("Digits added from {file}: {n} ({known} already there).")
            return text.format(file=file, n=len(added), known=known) + left_out

        self._change((*self.drawings, *added), write)

    def _left_out(self, imported: Import) -> str:
        """Return a sentence on the lines that could not be imported, after a space."""
        if not (n := len(imported.rejected)):
            return ""
        fault = error_message(imported.rejected[0].fault)
        return " " + self.tr("%Ln line(s) left out. {fault}", "", n).format(fault=fault)

    def _report_export(self, file: Path) -> None:
        self._notices.info(self.tr("Saved as {file}.").format(file=file.name))


def _bytes_between(before: Sequence[Drawing], after: Sequence[Drawing]) -> int:
    """Return the memory of the drawings that only one of two states has."""
    strokes = [drawing.strokes for drawing in set(before) ^ set(after)]
    uses = Counter(map(id, strokes))  # A drawing with another label has the same strokes.
    return sum(_DRAWING_BYTES + bytes_of(each) * (uses[id(each)] == 1) for each in strokes)


def number_of(drawing: Drawing) -> int:
    """Return the label of a drawing as a number, see `core.digits.LABELS`."""
    return LABELS.index(drawing.label or "")
