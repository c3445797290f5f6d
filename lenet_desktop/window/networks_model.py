"""The table of networks: names, origins, accuracies and answers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QFontMetrics, QGuiApplication, QIcon, QPalette

from core.network.model_card import ModelCard
from lenet_desktop.state.networks.known_networks import (
    KnownNetwork,
    KnownNetworks,
    NetworkDetails,
    Origin,
)
from lenet_desktop.text.networks import answer_text, network_name
from lenet_desktop.text.numbers import per_cent
from lenet_desktop.text.plain import literal
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.metrics import UNIT, scaled_font

Index = QModelIndex | QPersistentModelIndex
_ENSEMBLE = ModelCard(architecture="ensemble", members=8 * (ModelCard(),))


class NetworksModel(QAbstractTableModel):
    """One row for each network."""

    def __init__(self, known: KnownNetworks, parent: QObject) -> None:
        super().__init__(parent)
        self._known = known
        self.networks: Sequence[KnownNetwork] = list(known.networks)
        self._columns = (
            (self.tr("Name"), self.tr("The file, or the run whose best weights these are")),
            (self.tr("Origin"), self.tr("Where the network comes from")),
            (self.tr("Network"), self.tr("Architecture, or the number of networks combined")),
            (self.tr("Accuracy"), self.tr("Share of the test images predicted correctly")),
            (self.tr("This drawing"), self.tr("What the network reads on the pad")),
        )
        self._origins = {
            Origin.BUNDLED: self.tr("Bundled"),
            Origin.FILE: self.tr("File"),
            Origin.RUN: self.tr("My run"),
        }

    def show(self, networks: Sequence[KnownNetwork]) -> None:
        """Show these networks; the selection stays if they are the same files."""
        if [known.path for known in networks] != [known.path for known in self.networks]:
            self.beginResetModel()
            self.networks = list(networks)
            self.endResetModel()
            return
        self.networks = list(networks)
        if networks:
            last = self.index(len(networks) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def widths(self, font: QFont) -> list[int]:
        """Return the width that each column after the names needs, in pixels."""
        advance = QFontMetrics(scaled_font(font, weight=QFont.Weight.DemiBold)).horizontalAdvance
        origins = max(map(advance, (*self._origins.values(), self.tr("Ensemble"))))
        examples = (
            origins,
            advance(network_name(_ENSEMBLE)),
            advance(per_cent(0.9999, 2)),
            advance("8888 (> 99.9 %)"),
        )
        return [
            max(advance(name), example) + 3 * UNIT
            for (name, _), example in zip(self._columns[1:], examples, strict=True)
        ]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of networks."""
        return 0 if parent.isValid() else len(self.networks)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the name or the explanation of a column."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        name, explanation = self._columns[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return literal(explanation)
        return name if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell."""
        known = self.networks[index.row()]
        is_current = self._known.is_in_use(known)
        details = self._known.details_of(known)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(known, details, index.column())
            case Qt.ItemDataRole.ToolTipRole if index.column() == 0:
                return literal(str(known.path))
            case Qt.ItemDataRole.FontRole if is_current:
                return scaled_font(QFont(), weight=QFont.Weight.DemiBold)
            case Qt.ItemDataRole.DecorationRole if index.column() == 0:
                return icon("current") if is_current else QIcon()
            case Qt.ItemDataRole.AccessibleDescriptionRole if is_current:
                return self.tr("In use")
            case Qt.ItemDataRole.ForegroundRole if details and details.error:
                return QGuiApplication.palette().color(QPalette.ColorRole.PlaceholderText)
            case _:
                return None

    def _text(self, known: KnownNetwork, details: NetworkDetails | None, column: int) -> str:
        if column == 0:
            return known.name
        card = details.card if details else None
        if column == 1:
            if card and card.architecture == "ensemble":
                return self.tr("Ensemble")
            return self._origins[known.origin]
        if details is None:
            return ""
        if details.error is not None:
            return self.tr("Not readable") if column == 2 else ""
        if card is None:
            return ""
        if column == 2:
            return network_name(card)
        if column == 3:
            return "" if card.test_accuracy is None else per_cent(card.test_accuracy, 2)
        return answer_text(details.reading) if details.reading else ""
