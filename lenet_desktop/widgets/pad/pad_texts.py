"""What is around the ink: the frame, the hint on a blank pad, and a note about misfits."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QPainter, QPalette, QPen
from PySide6.QtWidgets import QWidget

from core.recognition.strokes.misfits import Misfits
from lenet_desktop.theme.metrics import CORNER, TITLE, UNIT, scaled_font
from lenet_desktop.widgets.card import Label


def paint_frame(painter: QPainter, pad: QWidget, *, is_highlighted: bool) -> None:
    """Paint the frame of the pad."""
    role = QPalette.ColorRole.Accent if is_highlighted else QPalette.ColorRole.Mid
    width = 2.0 if is_highlighted else 1.0
    painter.setPen(QPen(pad.palette().color(role), width))
    frame = QRectF(pad.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
    painter.drawRoundedRect(frame, CORNER, CORNER)


class PadHint:
    """What a blank pad is for, in its middle."""

    def __init__(self, pad: QWidget) -> None:
        self._pad = pad
        self._texts: tuple[str, str] | None = None

    def show_request(self, title: str, text: str) -> None:
        """Ask for a particular drawing, in a large and a small text."""
        self._show((title, text))

    def show_usual(self) -> None:
        """Say what may be drawn or dropped."""
        self._show(None)

    def _show(self, texts: tuple[str, str] | None) -> None:
        if texts != self._texts:
            self._texts = texts
            self._pad.update()

    @property
    def texts(self) -> tuple[str, str]:
        """The large text and the small one below it."""
        translate = QCoreApplication.translate
        return self._texts or (
            translate("Pad", "Draw a digit"),
            translate("Pad", "or drop a picture or an ink file here"),
        )

    def paint(self, painter: QPainter) -> None:
        """Paint the texts."""
        pad, (title, text) = self._pad, self.texts
        painter.setPen(pad.palette().color(QPalette.ColorRole.PlaceholderText))
        upper = QRectF(pad.rect()).adjusted(UNIT, UNIT, -UNIT, -UNIT)
        lower = QRectF(upper)
        upper.setBottom(upper.center().y())
        lower.setTop(upper.bottom() + UNIT)
        align, wrap = Qt.AlignmentFlag, Qt.TextFlag.TextWordWrap
        painter.setFont(scaled_font(pad.font(), TITLE))
        painter.drawText(upper, align.AlignHCenter | align.AlignBottom | wrap, title)
        painter.setFont(pad.font())
        painter.drawText(lower, align.AlignHCenter | align.AlignTop | wrap, text)


class MisfitNote(Label):
    """Says at the lower edge of the pad why ink is grey; transparent for the mouse."""

    def __init__(self, pad: QWidget) -> None:
        super().__init__("", pad)
        self._pad = pad
        self._shown = Misfits(), False, False
        self.setObjectName("misfit_note")
        self.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def show_misfits(self, misfits: Misfits, *, is_picture: bool, is_partial: bool) -> None:
        """Describe the ink that does not fit; hidden if there is none."""
        shown = misfits, is_picture, is_partial
        if shown == self._shown:
            return
        self._shown = shown
        texts: list[str] = []
        if n := len(misfits.minus_signs):
            texts.append(self.tr("%Ln minus sign(s)", "", n))
        if n := len(misfits.points):
            texts.append(self.tr("%Ln point(s)", "", n))
        if n := len(misfits.others):
            texts.append(self.tr("%Ln mark(s), not a digit", "", n))
        if is_partial:
            texts.append(self.tr("a part of the picture"))
        self.setText(self.tr("Not read: {marks}").format(marks=" · ".join(texts)))
        # A picture may be as light or as dark as the text.
        self.setAutoFillBackground(is_picture)
        self.setVisible(bool(texts))
        self.place()

    def place(self) -> None:
        """Move to the middle of the lower edge of the pad."""
        self.resize(self.sizeHint())
        room = self._pad.size() - self.size()
        self.move(room.width() // 2, room.height() - UNIT)
