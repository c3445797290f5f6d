"""The My Digits page while it is empty."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QPainter, QPainterPath, QPalette, QPen
from PySide6.QtWidgets import QPushButton, QWidget

from lenet_desktop.theme.metrics import fitted_font
from lenet_desktop.widgets.empty_state import EmptyState, Sketch


class EmptyMyDigits(EmptyState):
    """Explains how to add digits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            _DigitSketch(),
            translate("EmptyMyDigits", "Teach the network your handwriting"),
            translate(
                "EmptyMyDigits",
                "Draw a digit. If the prediction is incorrect, press the correct digit key or click"
                " the digit below the prediction. The drawing is saved here. About ten drawings are"
                " enough.",
            ),
            translate("EmptyMyDigits", "Draw a Digit"),
            "draw_first_digit_button",
            parent,
        )
        self.collect_button = QPushButton(self.tr("&Collect Digits"), self)
        self.collect_button.setObjectName("collect_first_digits_button")
        self.collect_button.setToolTip(self.tr("Write digits that the program asks for"))
        self.add_button(self.collect_button)
        self.import_button = QPushButton(self.tr("Import…"), self)
        self.import_button.setObjectName("import_first_digits_button")
        self.import_button.setToolTip(self.tr("Add the drawings of an ink file"))
        self.add_button(self.import_button)


class _DigitSketch(Sketch):
    """A sketch of a seven and its label."""

    def paint(self, painter: QPainter) -> None:
        palette, role = self.palette(), QPalette.ColorRole
        painter.setPen(QPen(palette.color(role.Mid), 1.5))
        painter.setBrush(palette.color(role.Window))
        painter.drawRoundedRect(QRectF(8, 2, 74, 74), 12, 12)
        ink = QPainterPath(QPointF(28, 24))
        ink.quadTo(QPointF(42, 20), QPointF(60, 20))
        ink.quadTo(QPointF(50, 36), QPointF(40, 60))
        ink.moveTo(QPointF(36, 41))
        ink.lineTo(QPointF(58, 39))
        pen = QPen(palette.color(role.WindowText), 5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(ink)
        painter.setPen(QPen(palette.color(role.Base), 3))
        painter.setBrush(palette.color(role.Accent))
        badge = QRectF(60, 56, 32, 32)
        painter.drawEllipse(badge)
        painter.setFont(fitted_font(self.font(), badge.height() / 2, QFont.Weight.Bold))
        painter.setPen(palette.color(role.HighlightedText))
        painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, "7")
