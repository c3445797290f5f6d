"""The menu of recent drawings, with a thumbnail of each."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QLocale, QTime
from PySide6.QtGui import QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QMenu, QWidget

from lenet_desktop.state.pad_content import PadContent
from lenet_desktop.state.recent.drawings import RecentDrawings
from lenet_desktop.widgets.images.ink_painter import paint_content

THUMBNAIL = 44
"""Width and height of a thumbnail in pixels."""


class RecentMenu(QMenu):
    """Lists the recent drawings by the time at which they left the pad, the newest first."""

    def __init__(self, recent: RecentDrawings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTitle(self.tr("Recent &Drawings"))
        self.setObjectName("recent_drawings_menu")
        self.setProperty("thumbnails", True)
        self._recent = recent
        self.aboutToShow.connect(self._list)

    def _list(self) -> None:
        self.clear()
        locale, short = QLocale(), QLocale.FormatType.ShortFormat
        for drawing in self._recent.drawings:
            time = QTime(drawing.time.hour, drawing.time.minute)
            action = self.addAction(self._thumbnail(drawing.content), locale.toString(time, short))
            action.setIconVisibleInMenu(True)
            action.triggered.connect(partial(self._recent.bring_back, drawing))
        if self.isEmpty():
            self.addAction(self.tr("Nothing was cleared or replaced today")).setEnabled(False)
            return
        self.addSeparator()
        forget = self.addAction(self.tr("&Delete Recent Drawings"))
        forget.setObjectName("delete_recent_action")
        forget.triggered.connect(self._recent.delete_all)

    def _thumbnail(self, content: PadContent) -> QIcon:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(round(THUMBNAIL * ratio), round(THUMBNAIL * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(self.palette().color(QPalette.ColorRole.Base))
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_content(painter, content, THUMBNAIL, self.palette().color(QPalette.ColorRole.Text))
        painter.end()
        return QIcon(pixmap)
