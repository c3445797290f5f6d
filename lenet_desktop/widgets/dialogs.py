"""Dialogs: questions, and files or folders, which begin where the last dialog ended."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Signal, SignalInstance
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QMessageBox, QWidget

from core.data.sources import source_of
from core.errors import UserError
from core.paths import exists, is_folder
from lenet_desktop.state.notices import Notices
from lenet_desktop.state.settings import Settings
from lenet_desktop.text.plain import shortened
from lenet_desktop.widgets.screen import available_size

_CORNER = QPoint(2, 20)
"""Place of a dialog as large as the screen, whose title bar may be counted or not."""
_SUFFIX = re.compile(r"\*(\.[^\s*)]+)")
_TYPED_SUFFIX = re.compile(r"\.[A-Za-z]\w*$")


def ask(
    parent: QWidget,
    title: str,
    question: str,
    yes: str,
    no: str,
    withdrawn_by: SignalInstance | None = None,
) -> bool:
    """Ask a question in front of a widget's window; the answer no is the default.

    Parameters
    ----------
    parent
        A widget of the window.
    title, question
        Plain text.
    yes, no
        What the answers do, as texts of their buttons.
    withdrawn_by
        A signal after which the question makes no sense: it is withdrawn, as if answered by no.
    """
    button = QMessageBox.StandardButton
    box = QMessageBox(
        QMessageBox.Icon.Question, title, shortened(question), button.Yes | button.No, parent
    )
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setDefaultButton(button.No)
    for answer, text in ((button.Yes, yes), (button.No, no)):
        box.button(answer).setText(text)
    if withdrawn_by is not None:
        withdrawn_by.connect(box.reject)
    is_agreed = box.exec() == button.Yes
    box.deleteLater()
    return is_agreed


def ask_to_open(parent: QWidget, settings: Settings, title: str, filters: str) -> Path | None:
    """Ask for an existing file.

    Parameters
    ----------
    parent
        The widget in front of whose window the dialog is shown.
    settings
        Remembers the folder.
    title
        The title of the dialog.
    filters
        Kinds of files in Qt's notation, such as ``"Ink (*.jsonl);;Picture (*.png)"``.

    Returns
    -------
    Path or None
        None when the user cancels.
    """
    _fit_to_screen_soon()
    name, _ = QFileDialog.getOpenFileName(parent, title, str(settings.last_folder), filters)
    return _remembered(name, settings)


def ask_to_save(
    parent: QWidget, settings: Settings, title: str, name: str, filters: str
) -> Path | None:
    """Ask for the file to save to; a name without a suffix gets that of the chosen filter.

    Parameters
    ----------
    parent, settings, title, filters
        As for `ask_to_open`.
    name
        The proposed name.

    Returns
    -------
    Path or None
        None when the user cancels, or keeps a file that exists already.
    """
    proposal = str(settings.last_folder / name)
    _fit_to_screen_soon()
    chosen, kind = QFileDialog.getSaveFileName(parent, title, proposal, filters)
    path = _remembered(chosen, settings)
    if path is None:
        return None
    complete = with_suffix_of(path, kind, filters)
    # The dialog has asked about the name as it was typed.
    if complete != path and exists(complete) and not _may_replace(parent, title, complete):
        return None
    return complete


def ask_for_folder(parent: QWidget, settings: Settings, title: str) -> Path | None:
    """Ask for a folder; parameters and result as for `ask_to_open`."""
    _fit_to_screen_soon()
    name = QFileDialog.getExistingDirectory(parent, title, str(settings.last_folder))
    return _remembered(name, settings)


def _fit_to_screen_soon() -> None:
    """Make the dialog that is about to open fit, which Qt's own does not do on a small screen."""
    QTimer.singleShot(0, _fit_to_screen)


def _fit_to_screen() -> None:
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QFileDialog):
        size = dialog.size().boundedTo(available_size(dialog))
        if size != dialog.size():
            dialog.resize(size)
            dialog.move(_CORNER)


def with_suffix_of(path: Path, kind: str, filters: str) -> Path:
    """Return the path with the suffix of the chosen filter, unless it has a suffix.

    Parameters
    ----------
    path
        A typed name. A suffix begins with a letter, or is one of the filters: the 5 of
        "lenet v1.5" is none. A suffix of another format stays, so that saving can refuse it.
    kind
        The chosen one of the filters; the first of them when it is empty.
    filters
        All of them, in Qt's notation.
    """
    suffixes: list[str] = _SUFFIX.findall(filters)
    is_known = path.name.lower().endswith(tuple(suffix.lower() for suffix in suffixes))
    if is_known or _TYPED_SUFFIX.search(path.name):
        return path
    return path.with_name(path.name + (_SUFFIX.findall(kind) or suffixes)[0])


def _remembered(name: str, settings: Settings) -> Path | None:
    if not name:
        return None
    path = Path(name)
    settings.last_folder = path if is_folder(path) else path.parent
    return path


def _may_replace(parent: QWidget, title: str, path: Path) -> bool:
    translate = QCoreApplication.translate
    question = translate("FileDialogs", "{file} already exists. Replace it?")
    answers = translate("FileDialogs", "&Replace"), translate("FileDialogs", "&Cancel")
    return ask(parent, title, question.format(file=path.name), *answers)


class SourceMenu(QMenu):
    """Offers an ink file or a folder with IDX files, and deletes itself once it is closed.

    Parameters
    ----------
    settings
        Remembers the folder.
    notices
        Receives a message about a folder that lacks files.
    for_training
        Whether the data must include training images.
    """

    source_chosen = Signal(Path)
    """The file or the folder that the user has chosen."""

    def __init__(
        self, settings: Settings, notices: Notices, parent: QWidget, *, for_training: bool
    ) -> None:
        super().__init__(parent)
        self._owner, self._settings, self._notices = parent, settings, notices
        self._for_training = for_training
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def pop_up_below(self, button: QWidget) -> None:
        """Add the entries and show the menu below a button."""
        self.addAction(self.tr("&Ink File…"), self._open_ink)
        self.addAction(self.tr("&Folder with IDX Files…"), self._open_folder)
        self.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _open_ink(self) -> None:
        filters = self.tr("Ink (*.jsonl *.jsonl.gz)")
        self._report(ask_to_open(self._owner, self._settings, self.tr("Open Ink File"), filters))

    def _open_folder(self) -> None:
        self._report(ask_for_folder(self._owner, self._settings, self.tr("Open Folder")))

    def _report(self, path: Path | None) -> None:
        if path is None:
            return
        try:
            source_of(str(path)).check(for_training=self._for_training)
        except UserError as error:
            self._notices.error(error)
        else:
            self.source_chosen.emit(path)
