"""The current network and its file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from core.network.weight_files import load_weights, save_weights
from core.network.weights import Weights
from lenet_desktop.text.networks import bundled_title, file_title


class CurrentNetwork(QObject):
    """The network that recognises digits on the pad; it can be replaced.

    Parameters
    ----------
    path
        The initial weight file.
    bundled
        The weight file that comes with the program; None if it is the initial one.

    Raises
    ------
    UserError, OSError
        If the file cannot be loaded.
    """

    changed = Signal()
    """`weights` and `path` are those of another network."""
    renamed = Signal()
    """`name` may be another one."""

    def __init__(
        self, path: Path, bundled: Path | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._path, self._weights = path, load_weights(path)
        self._bundled = bundled or path

    @property
    def weights(self) -> Weights:
        """The current weights."""
        return self._weights

    @property
    def path(self) -> Path:
        """The file of the current weights."""
        return self._path

    @property
    def name(self) -> str:
        """What the user calls the network: bundled, or by its file, or by its run."""
        return bundled_title() if self.is_bundled else file_title(self._path)

    @property
    def bundled_path(self) -> Path:
        """The file of the weights that come with the program."""
        return self._bundled

    @property
    def is_bundled(self) -> bool:
        """Whether the current weights are those that come with the program."""
        return self._path == self._bundled

    def use_bundled(self) -> None:
        """Use the weights that come with the program."""
        self.open(self._bundled)

    def open(self, path: Path) -> None:
        """Load and use the weights of a file.

        Raises
        ------
        UserError, OSError
            If the file cannot be loaded; the network is unchanged.
        """
        self.use(load_weights(path), path)

    def use(self, weights: Weights, path: Path) -> None:
        """Use other weights, which are stored in `path`."""
        self._path, self._weights = path, weights
        self.changed.emit()

    def save(self, path: Path) -> None:
        """Save the weights to a file.

        Raises
        ------
        UserError, OSError
            If the file cannot be written; an existing file is unchanged.
        """
        save_weights(path, self._weights)
