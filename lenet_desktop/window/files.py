"""Opening and saving: weights, ink files and pictures, by dialog, by name or from the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QObject, Signal
from PySide6.QtGui import QGuiApplication, QImageReader
from PySide6.QtWidgets import QWidget

from core.errors import UserError
from core.files import replacing
from core.ink.ink_files import load_drawings, save_drawings
from core.ink.pictures import load_picture
from lenet_desktop.state.pad_content import FilePosition, PadContent, Picture, content_of
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.widgets.file_dialogs import ask_to_open, ask_to_save
from lenet_desktop.widgets.images.ink_painter import render_content
from lenet_desktop.window import clipboard

WEIGHT_SUFFIXES = (".safetensors", ".npz")
INK_SUFFIXES = (".jsonl", ".jsonl.gz")
SAVED_SIDE = 1024
"""Pixels along a side of a drawing saved as a picture."""


class Files(QObject):
    """Brings files in and out; whatever is wrong with one is told and changes nothing."""

    drawing_opened = Signal()
    """Emitted when the pad shows a drawing or picture that was opened or pasted."""

    def __init__(self, workspace: Workspace, window: QWidget) -> None:
        super().__init__(window)
        self._workspace, self._window = workspace, window
        self._settings, self._notices = workspace.settings, workspace.notices

    def open(self, path: Path) -> None:
        """Open a file of any kind the program knows."""
        try:
            if path.name.lower().endswith(WEIGHT_SUFFIXES):
                self._workspace.network.open(path)
                told = self.tr("{file} is in use now.")
            elif path.name.lower().endswith(INK_SUFFIXES):
                self._open_ink(path)
                told = ""
            else:
                self._open_picture(path)
                told = ""
        except (UserError, OSError) as error:
            self._settings.forget_file(path)
            self._notices.error(error)
        else:
            self._settings.remember_file(path)
            if told:
                self._notices.info(told.format(file=path.name))

    def receive(self, data: QMimeData) -> None:
        """Take what was pasted or dropped."""
        try:
            drawings = clipboard.drawings_in(data)
            files = clipboard.files_in(data)
            picture = None if drawings or files else clipboard.picture_in(data)
        except UserError as error:
            self._notices.error(error)
            return
        if drawings:
            self._show(content_of(drawings[0].strokes), self.tr("Pasting"))
        elif files:
            self.open(files[0])
        elif picture is not None:
            self._show(PadContent(picture=picture), self.tr("Picture"))
        else:
            self._notices.error(
                self.tr("There is no picture, ink or file in what was pasted or dropped.")
            )

    def paste(self) -> None:
        """Take what is on the clipboard."""
        self.receive(QGuiApplication.clipboard().mimeData())

    def copy(self) -> None:
        """Put the drawing on the clipboard."""
        data = clipboard.to_mime_data(self._workspace.pad_history.value)
        QGuiApplication.clipboard().setMimeData(data)

    def choose_drawing_to_open(self) -> None:
        """Ask for an ink file or a picture and open it."""
        kinds = " ".join(f"*.{kind}" for kind in ("jsonl", "jsonl.gz", *_picture_kinds()))
        filters = self.tr("Drawings and pictures ({kinds})").format(kinds=kinds)
        self._choose_to_open(self.tr("Open Drawing"), filters)

    def choose_weights_to_open(self) -> None:
        """Ask for a weight file and open it."""
        self._choose_to_open(self.tr("Open Weights"), self.tr("Weights (*.safetensors *.npz)"))

    def choose_where_to_save_drawing(self) -> None:
        """Ask for a file and save the drawing in it."""
        filters = self.tr("Ink (*.jsonl);;Compressed ink (*.jsonl.gz);;Picture (*.png)")
        if path := self._choose_to_save(self.tr("Save Drawing"), "drawing.jsonl", filters):
            self._save(path, self.save_drawing)

    def choose_where_to_save_weights(self) -> None:
        """Ask for a file and save the weights in use in it."""
        filters = self.tr("Weights (*.safetensors);;NumPy weights (*.npz)")
        if path := self._choose_to_save(self.tr("Save Weights"), "weights.safetensors", filters):
            self._save(path, self._workspace.network.save)

    def save_drawing(self, path: Path) -> None:
        """Write the drawing to an ink file or, when the name says so, as a picture.

        Raises
        ------
        UserError, OSError
            When there is nothing to write or it cannot be written.
        """
        content = self._workspace.pad_history.value
        if not path.name.lower().endswith(INK_SUFFIXES):
            _save_picture(content, path)
        elif content.picture is not None:
            raise UserError(
                "A picture has no strokes that an ink file could hold; save it as .png."
            )
        else:
            save_drawings(path, [content.to_drawing()])

    def _open_ink(self, path: Path) -> None:
        drawings = load_drawings(path)
        if not drawings:
            raise UserError("{file} holds no drawing.", file=path.name)
        position = FilePosition(path, tuple(drawings), 0)
        content = content_of(position.drawing.strokes, position=position)
        self._show(content, self.tr("Opening"))

    def _show(self, content: PadContent, text: str) -> None:
        """Put a drawing on the pad, as a step called `text`."""
        self._workspace.pad_history.replace(content, text)
        self.drawing_opened.emit()

    def _open_picture(self, path: Path) -> None:
        pixels = load_picture(path)
        reader = QImageReader(str(path))
        reader.setAutoTransform(True)
        image = reader.read()
        if image.isNull():
            raise UserError("{file} is not a picture that can be shown.", file=path.name)
        self._show(PadContent(picture=Picture(image, pixels)), self.tr("Picture"))

    def _save(self, path: Path, write: Callable[[Path], None]) -> None:
        try:
            write(path)
        except (UserError, OSError) as error:
            self._notices.error(error)
        else:
            self._settings.remember_file(path)
            self._notices.info(self.tr("Saved as {file}.").format(file=path.name))

    def _choose_to_open(self, title: str, filters: str) -> None:
        if path := ask_to_open(self._window, self._settings, title, filters):
            self.open(path)

    def _choose_to_save(self, title: str, name: str, filters: str) -> Path | None:
        return ask_to_save(self._window, self._settings, title, name, filters)


def _picture_kinds() -> list[str]:
    """The suffixes of the pictures that Qt can show."""
    return [bytes(kind.data()).decode() for kind in QImageReader.supportedImageFormats()]


def _save_picture(content: PadContent, path: Path) -> None:
    with replacing(path) as temporary:
        if not render_content(content, SAVED_SIDE).save(str(temporary)):
            raise UserError("{file}: save the drawing as .jsonl or .png.", file=path.name)
