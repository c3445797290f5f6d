"""The dialog My Network: the network in use, and those to switch to."""

from __future__ import annotations

from PySide6.QtCore import QItemSelection, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from lenet_desktop.state.networks.known_networks import KnownNetwork
from lenet_desktop.state.workspace import Workspace
from lenet_desktop.text.errors import error_message
from lenet_desktop.theme.metrics import UNIT, text_width
from lenet_desktop.widgets.card import caption, heading
from lenet_desktop.widgets.controls.buttons import push_button
from lenet_desktop.widgets.screen import resize_dialog
from lenet_desktop.window.networks_model import NetworksModel

_CHARACTERS = 24
"""Least width of the names."""
_PAUSE_MS = 200
"""Milliseconds without drawing after which the networks read the drawing again."""


class NetworksDialog(QDialog):
    """Lists the networks with their accuracy and their answer for the drawing; one can be used.

    It is modeless: the pad can be drawn on meanwhile.
    """

    open_requested = Signal()
    """The user wants to open another weight file."""

    def __init__(self, workspace: Workspace, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("networks_dialog")
        self.setWindowTitle(self.tr("My Network"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._network, self._networks = workspace.network, workspace.networks
        self._earlier = workspace.earlier_runs
        self._in_use = heading("", self)
        self._in_use.setObjectName("network_in_use")
        self._model = NetworksModel(workspace.networks, self)
        self._table = self._make_table()
        self._details = caption("", self, is_small=True)
        self._details.setObjectName("network_file")
        self._details.setWordWrap(True)
        self._details.setMinimumHeight(2 * self._details.fontMetrics().height())
        self._details.setAlignment(Qt.AlignmentFlag.AlignTop)
        open_file = push_button("open_network_button", self.tr("&Open File…"), self)
        open_file.setToolTip(self.tr("Open another weight file and use it"))
        open_file.setAutoDefault(False)
        open_file.clicked.connect(self.open_requested)
        self._use = push_button("use_network_button", self.tr("&Use"), self, is_primary=True)
        self._use.setToolTip(self.tr("Recognise drawings with the selected network"))
        self._use.setDefault(True)
        self._use.clicked.connect(self._use_selected)
        close = push_button("close_networks_button", self.tr("&Close"), self)
        close.setAutoDefault(False)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.setSpacing(UNIT)
        buttons.addWidget(open_file)
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self._use)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setSpacing(UNIT)
        layout.addWidget(self._in_use)
        layout.addWidget(self._table, 1)
        layout.addWidget(self._details)
        layout.addLayout(buttons)
        self._due = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._due.timeout.connect(self._networks.refresh)
        self._connect(workspace)
        resize_dialog(self, self.sizeHint())

    def _connect(self, workspace: Workspace) -> None:
        self._networks.changed.connect(self._show_networks)
        self._network.changed.connect(self._follow_network)
        self._earlier.changed.connect(self._networks.refresh)
        workspace.settings.recent_files_changed.connect(self._networks.refresh)
        workspace.pad_history.changed.connect(self._due.start)
        self._name_network()
        self._networks.refresh()
        self._select_current()
        self._earlier.refresh()

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setObjectName("networks_table")
        table.setAccessibleName(self.tr("Networks"))
        table.setModel(self._model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setFrameShape(QTableView.Shape.NoFrame)
        table.setIconSize(QSize(14, 14))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 10)
        head = table.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(self._model.widths(table.font()), start=1):
            head.resizeSection(column, width)
        table.selectionModel().selectionChanged.connect(self._show_selected)
        table.doubleClicked.connect(self._use_selected)
        return table

    @property
    def _selected(self) -> KnownNetwork | None:
        rows = self._table.selectionModel().selectedRows()
        return self._model.networks[rows[0].row()] if rows else None

    def _show_networks(self) -> None:
        """Show the list again and keep the selection."""
        selected = self._selected
        is_same = [known.path for known in self._networks.networks] == [
            known.path for known in self._model.networks
        ]
        self._model.show(self._networks.networks)
        if not is_same and selected is not None:
            paths = [known.path for known in self._model.networks]
            if selected.path in paths:
                self._table.selectRow(paths.index(selected.path))
            else:
                self._select_current()
        self._show_selected()

    def _select_current(self) -> None:
        for row, known in enumerate(self._model.networks):
            if self._networks.is_in_use(known):
                self._table.selectRow(row)

    def _follow_network(self) -> None:
        self._name_network()
        self._networks.refresh()

    def _name_network(self) -> None:
        text = self.tr("In use: {network}").format(network=self._network.name)
        self._in_use.setText(text)

    def _show_selected(self, *_: QItemSelection) -> None:
        known = self._selected
        details = self._networks.details_of(known) if known else None
        error = details.error if details else None
        can_use = known is not None and error is None and not self._networks.is_in_use(known)
        self._use.setEnabled(can_use)
        if error is not None:
            self._details.setText(error_message(error))
        else:
            self._details.setText(str(known.path) if known else "")

    def _use_selected(self) -> None:
        known = self._selected
        if known is not None and self._use.isEnabled():
            # The button is disabled then, and the focus would go to the next one.
            self._table.setFocus()
            self._networks.use(known)

    def sizeHint(self) -> QSize:
        """Return room for all columns and eight networks."""
        columns = self._model.widths(self._table.font())
        width = text_width(self._table.font(), _CHARACTERS) + sum(columns) + 6 * UNIT
        return QSize(width, 22 * self.fontMetrics().height())

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the table."""
        super().showEvent(event)
        self._table.setFocus()
