"""Checks that Qt can open a window.

Qt aborts the process if no platform plugin starts, which cannot be caught. These checks detect the
usual causes first and raise an error instead.
"""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from core.errors import UserError

PACKAGES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libX11.so.6": "libx11-6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
}
"""System libraries that Qt always loads, with their Debian packages."""

PLATFORM_PACKAGES = {
    "xcb": {
        "libX11-xcb.so.1": "libx11-xcb1",
        "libxcb-cursor.so.0": "libxcb-cursor0",
        "libxcb-icccm.so.4": "libxcb-icccm4",
        "libxcb-image.so.0": "libxcb-image0",
        "libxcb-keysyms.so.1": "libxcb-keysyms1",
        "libxcb-randr.so.0": "libxcb-randr0",
        "libxcb-render-util.so.0": "libxcb-render-util0",
        "libxcb-shape.so.0": "libxcb-shape0",
        "libxcb-util.so.1": "libxcb-util1",
        "libxcb-xkb.so.1": "libxcb-xkb1",
        "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    },
    "wayland": {
        "libwayland-client.so.0": "libwayland-client0",
        "libwayland-cursor.so.0": "libwayland-cursor0",
    },
}
"""System libraries of each platform plugin, with their Debian packages."""


def require_display() -> None:
    """Check that a `QApplication` can be created.

    Raises
    ------
    UserError
        If it cannot; names what to install or to set.
    """
    if not sys.platform.startswith("linux"):
        return
    if os.environ.get("LC_ALL") in ("C", "POSIX"):
        os.environ["LC_ALL"] = "C.UTF-8"  # Qt chooses this too, but warns of it.
    platforms = _platforms()
    if not platforms:
        raise UserError(
            "No display found: set DISPLAY or WAYLAND_DISPLAY. The commands train, evaluate,"
            " predict, bench and screenshot do not need one."
        )
    try:
        import_module("PySide6.QtWidgets")
    except ImportError as error:
        raise UserError("{obstacle}", obstacle=_missing(PACKAGES, error)) from error
    obstacles = [_obstacle(platform) for platform in platforms]
    if all(obstacles):
        raise UserError("{obstacle}", obstacle=obstacles[0])


def use_offscreen_without_display() -> None:
    """Use the offscreen platform if there is no display, and check that Qt can start.

    Raises
    ------
    UserError
        If it cannot; names what to install or to set.
    """
    if sys.platform.startswith("linux") and not _platforms():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    require_display()


def _platforms() -> list[str]:
    """Return the platform plugins that Qt would try."""
    if chosen := os.environ.get("QT_QPA_PLATFORM"):
        return [entry.partition(":")[0] for entry in chosen.split(";")]
    variables = {"DISPLAY": "xcb", "WAYLAND_DISPLAY": "wayland"}
    return [platform for variable, platform in variables.items() if os.environ.get(variable)]


def _obstacle(platform: str) -> str:
    """Return why a platform plugin cannot start; empty if it can."""
    kind = platform.partition("-")[0]  # wayland-egl and wayland-brcm are wayland's
    plugins = sorted(_plugin_folder().glob(f"libq{kind}*.so"))
    if not plugins:
        return f"QT_QPA_PLATFORM is {platform}, which Qt does not have. Set it to another platform."
    try:
        ctypes.CDLL(str(plugins[0]))
    except OSError as error:
        return _missing(PACKAGES | PLATFORM_PACKAGES.get(kind, {}), error)
    if kind == "xcb" and not _x11_responds():
        display = os.environ.get("DISPLAY", "")
        return f"The X display '{display}' does not respond. Set DISPLAY to a running display."
    if kind == "wayland" and not _wayland_responds():
        return "The Wayland display does not respond. Set WAYLAND_DISPLAY to a running display."
    return ""


def _plugin_folder() -> Path:
    from PySide6.QtCore import QLibraryInfo

    if chosen := os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH"):
        return Path(chosen)
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"


def _missing(packages: dict[str, str], error: Exception) -> str:
    """Return a message that names all packages to install, not only the first."""
    missing = sorted(packages[library] for library in _unloadable(packages))
    if not missing:
        return f"Qt cannot be loaded: {error}."
    command = f"apt install {' '.join(missing)}"
    return f"System libraries are missing. On Debian or Ubuntu, run: {command}"


def _unloadable(libraries: Iterable[str]) -> list[str]:
    unloadable: list[str] = []
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            unloadable.append(library)
    return unloadable


def _x11_responds() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_responds() -> bool:
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(wayland.wl_display_connect(None))
    if connection:
        wayland.wl_display_disconnect(connection)
    return bool(connection)
