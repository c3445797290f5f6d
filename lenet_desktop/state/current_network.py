"""The network that reads the pad, and the file it is kept in."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights


class CurrentNetwork(QObject):
    """The network in use, which can be replaced by another one.

    Parameters
    ----------
    path
        The weight file to start with.

    Raises
    ------
    UserError, OSError
        When the file cannot be used.
    """

    changed = Signal()
    """Emitted when `weights` and `path` are those of another network."""

    def __init__(self, path: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path, self._weights = path, load_weights(path)

    @property
    def weights(self) -> Weights:
        """The weights in use."""
        return self._weights

    @property
    def path(self) -> Path:
        """The file that keeps them."""
        return self._path

    def open(self, path: Path) -> None:
        """Use the weights of another file.

        Raises
        ------
        UserError, OSError
            When the file cannot be used; the network stays as it was.
        """
        self.use(load_weights(path), path)

    def use(self, weights: Weights, path: Path) -> None:
        """Use other weights, which the file at `path` keeps."""
        self._path, self._weights = path, weights
        self.changed.emit()

    def save(self, path: Path) -> None:
        """Write the weights to a file.

        Raises
        ------
        UserError, OSError
            When the file cannot be written; an existing file is left as it was.
        """
        save_weights(path, self._weights)
