"""The bar above the pad while digits are collected."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from core.digits import NOT_A_DIGIT
from lenet_desktop.state.my_digits.collecting import Collecting
from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.snapshots import SnapshotHistory
from lenet_desktop.text.numbers import whole
from lenet_desktop.theme.metrics import UNIT
from lenet_desktop.widgets.card import caption, heading
from lenet_desktop.widgets.controls.buttons import icon_button, push_button
from lenet_desktop.widgets.pad.pad import Pad


class CollectingBar(QWidget):
    """Asks for a drawing, and takes it by a click or the Enter key."""

    def __init__(
        self,
        collecting: Collecting,
        pad_history: SnapshotHistory[PadContent],
        pad: Pad,
        settings: Settings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("collecting_bar")
        self._settings = settings
        self._collecting, self._pad_history, self._pad = collecting, pad_history, pad
        self._request = heading("", self)
        self._request.setObjectName("collecting_request")
        self._count = caption("", self)
        self._count.setObjectName("collecting_count")
        self._automatic = QCheckBox(self.tr("A&uto"), self)
        self._automatic.setObjectName("collecting_automatic_box")
        self._automatic.setAccessibleName(self.tr("Keep each drawing automatically"))
        self._automatic.setToolTip(
            self.tr("Keep each drawing about a second after the pen is lifted")
        )
        self._automatic.toggled.connect(self._switch)
        self._automatic.setChecked(settings.collects_automatically)
        tip = self.tr("Remove the last drawing to draw it again")
        self._undo = icon_button("collecting_undo_button", "previous", tip, self)
        self._skip = push_button("collecting_skip_button", self.tr("S&kip"), self)
        self._skip.setToolTip(self.tr("Ask for something else"))
        tip = self.tr("Stop collecting; the drawings are kept")
        self._done = icon_button("collecting_done_button", "close", tip, self)
        self._next = push_button("collecting_next_button", self.tr("Ne&xt"), self, is_primary=True)
        self._next.setToolTip(self.tr("Add the drawing to My Digits (Enter)"))
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            QShortcut(key, self, self._next.click)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT)
        request = QVBoxLayout()
        request.setSpacing(0)
        request.addWidget(self._request)
        request.addWidget(self._count)
        layout.addLayout(request, 1)
        layout.addWidget(self._automatic)
        for button, act in (
            (self._undo, collecting.undo),
            (self._skip, collecting.skip),
            (self._done, collecting.stop),
            (self._next, collecting.accept),
        ):
            layout.addWidget(button)
            button.clicked.connect(act)
            button.clicked.connect(self._return_to_pad)
        collecting.changed.connect(self._refresh)
        pad_history.changed.connect(self._refresh_next)
        self._refresh()

    def _switch(self, automatic: bool) -> None:
        self._collecting.is_automatic = self._settings.collects_automatically = automatic
        self._show_request()

    def _return_to_pad(self) -> None:
        self._pad.setFocus()

    def _refresh(self) -> None:
        collecting = self._collecting
        self.setVisible(collecting.is_active)
        if (label := collecting.label) is not None:
            digit = self.tr("not a digit") if label == NOT_A_DIGIT else str(label)
            self._request.setText(self.tr("Write: {digit}").format(digit=digit))
            self._count.setText(self.tr("{n} so far").format(n=whole(collecting.count)))
        self._show_request()
        self._undo.setEnabled(collecting.count > 0)
        self._refresh_next()

    def _show_request(self) -> None:
        """Ask for the drawing in the middle of the pad too, or say again what the pad is for."""
        label, hint = self._collecting.label, self._pad.hint
        if label is None:
            hint.show_usual()
        elif label == NOT_A_DIGIT:
            text = self.tr("such as a letter, a shape or a scribble")
            hint.show_request(self.tr("Draw what is not a digit"), text)
        else:
            title = self.tr("Write an 8") if label == 8 else self.tr("Write a {digit}")
            text = self.tr("and press Enter")
            if self._collecting.is_automatic:
                text = self.tr("It is kept about a second after the pen is lifted")
            hint.show_request(title.format(digit=label), text)

    def _refresh_next(self) -> None:
        self._next.setEnabled(bool(self._pad_history.value.strokes))
