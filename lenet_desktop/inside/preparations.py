"""Four ways to prepare the network's input, side by side with what the network answers."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QGridLayout, QSizePolicy, QWidget

from core.arrays import FloatArray
from core.digits import SIDE
from core.ink.preparations import WAYS, Way
from core.recognition.recognizer import Recognition
from lenet_desktop.inside.stages.colours import INK
from lenet_desktop.state.inspection import Inspection
from lenet_desktop.text.numbers import probability
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.metrics import SMALL, UNIT, scaled_font


class PreparationsView(QWidget):
    """Four images of the same ink; the one that is chosen goes through the network."""

    def __init__(self, inspection: Inspection, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("preparations")
        self.setAccessibleName(self.tr("Ways to prepare the network input"))
        self._inspection = inspection
        group = QButtonGroup(self)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(UNIT // 2)
        self._tiles: dict[Way, _Tile] = {}
        for place, way in enumerate(WAYS):
            name, tip = self._texts(way)
            tile = self._tiles[way] = _Tile(way, name, tip, self)
            tile.setChecked(way == inspection.way)
            group.addButton(tile, place)
            layout.addWidget(tile, place // 2, place % 2)
        group.idToggled.connect(self._choose)
        inspection.changed.connect(self._follow)

    def _texts(self, way: Way) -> tuple[str, str]:
        """Return the name of a way, and what it does."""
        match way:
            case "resized":
                return self.tr("Resized"), self.tr("The whole pad, scaled to 28 by 28 pixels.")
            case "boxed":
                return self.tr("In a box"), self.tr("The ink scaled to 20 by 20 pixels.")
            case "centred":
                return (
                    self.tr("Centred"),
                    self.tr("In the box, with MNIST's centre of mass."),
                )
            case "redrawn":
                return (
                    self.tr("Redrawn"),
                    self.tr("Centred, with MNIST's pen width: what the program does."),
                )

    def _choose(self, place: int, is_chosen: bool) -> None:
        if is_chosen:
            self._inspection.way = WAYS[place]

    def _follow(self) -> None:
        if not self.isVisible():
            return
        preparations, answers = self._inspection.preparations, self._inspection.answers
        best = answers["redrawn"].label
        for way, tile in self._tiles.items():
            tile.show_answer(preparations.image(way), answers[way], best)

    def showEvent(self, event: QShowEvent) -> None:
        """Show the current images."""
        super().showEvent(event)
        self._follow()


class _Tile(QAbstractButton):
    """An image of 28x28 pixels over its name and the answer to it."""

    def __init__(self, way: Way, name: str, tip: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(f"preparation_{way}")
        self.setText(name)
        self.setToolTip(literal(tip))
        self.setAccessibleName(name)
        self.setCheckable(True)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Expanding)
        self._image: QImage | None = None
        self._answer = ""
        self._is_different = False

    def show_answer(self, pixels: FloatArray, answer: Recognition, best: int | None) -> None:
        """Show an image, and the answer in another colour if it is not the best one."""
        colours = INK.colours_of(pixels, is_dark=False)
        format_ = QImage.Format.Format_RGB32
        self._image = QImage(colours.tobytes(), SIDE, SIDE, 4 * SIDE, format_).copy()
        self._is_different = answer.label != best
        if answer.label is None:
            self._answer = ""
        else:
            question = "?" if answer.unsure else ""
            self._answer = f"{answer.label}{question}  {probability(answer.confidence)}"
        self.setAccessibleDescription(self._answer)
        self.update()

    @property
    def _lines(self) -> int:
        """Height of the two lines of text."""
        small = QFontMetrics(scaled_font(self.font(), SMALL))
        return small.height() + QFontMetrics(self.font()).height()

    def sizeHint(self) -> QSize:
        """Return two pixels for each pixel of the image, and the texts."""
        return QSize(11 * UNIT, 2 * SIDE + self._lines + UNIT)

    def minimumSizeHint(self) -> QSize:
        """Return the same as `sizeHint`."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the image, the name and the answer."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, role, align = self.palette(), QPalette.ColorRole, Qt.AlignmentFlag
        if self.isChecked() or self.underMouse():
            painter.setBrush(palette.color(role.Base if self.isChecked() else role.Midlight))
            painter.setPen(QPen(palette.color(role.Accent if self.isChecked() else role.Mid), 1))
            frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(frame, UNIT, UNIT)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(palette.color(role.Accent), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), UNIT, UNIT)
        height = self.height() - self._lines - UNIT
        side = max(min(height, self.width() - UNIT) // SIDE, 1) * SIDE
        corner = QPoint((self.width() - side) // 2, UNIT // 2 + (height - side) // 2)
        if self._image is not None:
            painter.drawImage(QRect(corner, QSize(side, side)), self._image)
        top = self.height() - self._lines - UNIT // 2
        painter.setFont(scaled_font(self.font(), SMALL))
        painter.setPen(palette.color(role.PlaceholderText))
        name = QRect(0, top, self.width(), self._lines)
        painter.drawText(name, align.AlignHCenter | align.AlignTop, self.text())
        strong = QFont(self.font())
        strong.setWeight(QFont.Weight.DemiBold)
        painter.setFont(strong)
        painter.setPen(palette.color(role.BrightText if self._is_different else role.Text))
        painter.drawText(name, align.AlignHCenter | align.AlignBottom, self._answer)
