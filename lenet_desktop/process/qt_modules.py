"""Qt's modules, loaded without what the program does not use of them."""

from __future__ import annotations

import sys
from importlib import import_module

_SEARCH = "_mod_uses_pyside"


def read_no_sources() -> None:
    """Load Qt, and keep it from reading the source of every module that is imported later.

    PySide searches each for its own name, because it offers Qt's methods with another spelling to
    modules that ask for it. That takes a tenth of the start. Nothing changes with a version of
    PySide that has no such search.
    """
    import_module("PySide6.QtCore")
    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, _SEARCH):
        setattr(feature, _SEARCH, _asks_for_nothing)


def _asks_for_nothing(module: object) -> bool:
    """Return that a module does not ask for another spelling."""
    del module
    return False
