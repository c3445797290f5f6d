"""Opening and saving of weights, ink files and pictures."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.ink.ink_files import is_ink_file, load_drawings, save_drawings
from core.ink.picture_files import picture_suffixes
from core.recognition.onnx_graph import write_onnx
from lenet_desktop.state.job import Job
from lenet_desktop.state.networks.known_networks import WEIGHT_SUFFIXES
from lenet_desktop.state.opening import Source
from lenet_desktop.state.pad_content import FilePosition, PadContent, bytes_of, content_of
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text import steps
from lenet_desktop.widgets.dialogs import ask_to_open, ask_to_save
from lenet_desktop.widgets.images.ink_painter import render_content
from lenet_desktop.widgets.images.saving import save_picture
from lenet_desktop.window import clipboard

T = TypeVar("T")

SAVED_SIDE = 1024
"""Side of a drawing saved as a picture, in pixels."""


class Files(QObject):
    """Opens and saves files; errors are posted as notices and change nothing."""

    drawing_opened = Signal()
    """A drawing or picture was opened or pasted."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self._settings, self._notices = workspace.settings, workspace.notices
        self._opening = workspace.opening
        self._opening.opened.connect(self._show)
        self._opening.failed.connect(self._report)
        self._output = Job(self)
        self._output.succeeded.connect(self._end_output)
        self._output.failed.connect(self._notices.error)
        self._output.ended.connect(self._continue)
        self._waiting: list[Callable[[], object]] = []
        self._copy: Callable[[], object] | None = None

    def open(self, path: Path) -> None:
        """Open a weight file, or an ink file or a picture in the background."""
        if path.name.lower().endswith(WEIGHT_SUFFIXES):
            self._open_weights(path)
        elif is_ink_file(path):
            self._opening.start(Source(partial(_read_ink, path), steps.opening, path))
        else:
            read = partial(clipboard.read_picture, self._workspace.reader.recognizer, path)
            self._opening.start(Source(read, steps.picture, path))

    def receive(self, data: QMimeData) -> None:
        """Open data that was pasted or dropped."""
        files = [] if data.hasFormat(clipboard.INK_TYPE) else clipboard.files_in(data)
        if files:
            self.open(files[0])
        elif (source := clipboard.source_in(data, self._workspace.reader.recognizer)) is not None:
            self._opening.start(source)
        else:
            self._notices.error(
                self.tr("Only drawings, pictures and files can be pasted or dropped.")
            )

    def paste(self) -> None:
        """Open the content of the clipboard, once what was to be copied is there."""
        self._then_do(self._paste)

    def copy(self) -> None:
        """Copy the pad's content to the clipboard, in the background."""
        copy = partial(clipboard.copy_of, self._workspace.pad_history.value)
        if self._waiting and self._waiting[-1] is self._copy:
            self._waiting.pop()  # The new copy takes its place.
        self._copy = partial(self._output.call, partial(_then, copy, self._put_on_clipboard))
        self._then_do(self._copy)

    def save_drawing(self, path: Path) -> None:
        """Save the drawing as an ink file or a picture, in the background.

        The suffix decides. An error is posted if the content does not fit the format, or the file
        cannot be written.
        """
        save = partial(_save_content, self._workspace.pad_history.value, path)
        work = partial(_then, save, partial(self._note_saved, path))
        self._then_do(partial(self._output.call, work))

    def finish(self) -> None:
        """Wait until what was to be copied or saved is."""
        while self._output.is_running:
            self._output.finish()

    def choose_drawing_to_open(self) -> None:
        """Ask for an ink file or a picture and open it."""
        kinds = " ".join(f"*{kind}" for kind in (".jsonl", ".jsonl.gz", *picture_suffixes()))
        filters = self.tr("Drawings and pictures ({kinds})").format(kinds=kinds)
        self._choose_to_open(self.tr("Open Drawing"), filters)

    def choose_weights_to_open(self) -> None:
        """Ask for a weight file and open it."""
        self._choose_to_open(self.tr("Open Weights"), self.tr("Weights (*.safetensors *.npz)"))

    def choose_where_to_save_drawing(self) -> None:
        """Ask for a file and save the drawing to it."""
        filters = self.tr("Ink (*.jsonl);;Compressed ink (*.jsonl.gz);;Picture (*.png)")
        if path := self._choose_to_save(self.tr("Save Drawing"), "drawing.jsonl", filters):
            self.save_drawing(path)

    def choose_where_to_save_weights(self) -> None:
        """Ask for a file and save the current weights to it."""
        filters = self.tr("Weights (*.safetensors);;NumPy weights (*.npz);;ONNX (*.onnx)")
        if path := self._choose_to_save(self.tr("Save Weights"), "weights.safetensors", filters):
            self._save_weights(path)

    def _open_weights(self, path: Path) -> None:
        try:
            self._workspace.network.open(path)
        except (UserError, OSError) as error:
            self._fail(path, error)
        else:
            self._settings.remember_file(path)
            name = self._workspace.network.name
            self._notices.info(self.tr("{network} is now in use.").format(network=name))

    def _show(self, source: Source, content: PadContent) -> None:
        """Put content on the pad as an undo step, after what is being drawn."""
        history = self._workspace.pad_history
        # The user may be drawing; the replacement would discard an unfinished stroke.
        history.commit(steps.stroke)
        history.replace(content, source.text)
        if source.path is not None:
            self._settings.remember_file(source.path)
        self.drawing_opened.emit()

    def _report(self, source: Source, error: Exception) -> None:
        self._fail(source.path, error)

    def _fail(self, path: Path | None, error: Exception) -> None:
        if path is not None:
            self._settings.forget_file(path)
        self._notices.error(error)

    def _save_weights(self, path: Path) -> None:
        is_export = path.suffix.lower() == ".onnx"  # Which the program does not open.
        try:
            if is_export:
                write_onnx(path, self._workspace.network.weights)
            else:
                self._workspace.network.save(path)
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self._note_saved(path, is_recent=not is_export)

    def _note_saved(self, path: Path, _: object = None, *, is_recent: bool = True) -> None:
        if is_recent:
            self._settings.remember_file(path)
        self._notices.info(self.tr("Saved as {file}.").format(file=path.name))

    def _put_on_clipboard(self, copied: clipboard.Copied) -> None:
        QGuiApplication.clipboard().setMimeData(copied.to_mime_data())

    def _paste(self) -> None:
        # Qt returns None if nothing was ever copied.
        self.receive(QGuiApplication.clipboard().mimeData() or QMimeData())

    def _then_do(self, action: Callable[[], object]) -> None:
        """Act at once, or after what was to be copied or saved before."""
        self._waiting.append(action)
        self._continue()

    def _continue(self) -> None:
        while self._waiting and not self._output.is_running:
            self._waiting.pop(0)()

    def _end_output(self, end: Callable[[], object]) -> None:
        end()

    def _choose_to_open(self, title: str, filters: str) -> None:
        if path := ask_to_open(self._window, self._settings, title, filters):
            self.open(path)

    def _choose_to_save(self, title: str, name: str, filters: str) -> Path | None:
        return ask_to_save(self._window, self._settings, title, name, filters)


def _read_ink(path: Path) -> Generator[None, None, PadContent]:
    """Read the first drawing of an ink file as content of the pad."""
    drawings = load_drawings(path)
    if not drawings:
        raise UserError("{file} contains no drawings.", file=path.name)
    yield
    n_bytes = sum(bytes_of(drawing.strokes) for drawing in drawings)
    position = FilePosition(path, tuple(drawings), 0, n_bytes)
    return content_of(position.drawing.strokes, position=position)


def _then(work: Callable[[], T], take: Callable[[T], object]) -> Callable[[], object]:
    """Do work, and return what is left to do with the result on the GUI thread."""
    return partial(take, work())


def _save_content(content: PadContent, path: Path) -> None:
    """Save content as an ink file or a picture, according to the suffix."""
    if is_ink_file(path):
        if content.picture is not None:
            raise UserError(
                "A picture has no strokes and cannot be saved as an ink file. Save it as .png."
            )
        save_drawings(path, [content.to_drawing()])
        return
    if not save_picture(path, render_content(content, SAVED_SIDE)):
        raise UserError(
            "{file} cannot be saved: choose a name that ends in .jsonl or .png.", file=path.name
        )
