"""Whether a window can be shown, found out before Qt is asked.

Qt aborts the whole process when no platform plugin starts, and nothing can catch that. So its
steps are tried here first, in a way that can fail.
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
"""The system libraries that Qt loads anywhere, and the Debian packages they are in."""

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
"""Those that only one platform plugin loads."""


def require_display() -> None:
    """Make sure that a `QApplication` can be built.

    Raises
    ------
    UserError
        Says in one sentence what to install or to set.
    """
    if not sys.platform.startswith("linux"):
        return
    platforms = _platforms()
    if not platforms:
        raise UserError(
            "There is no display: set DISPLAY or WAYLAND_DISPLAY. The commands train, evaluate,"
            " predict, bench and screenshot need none."
        )
    try:
        import_module("PySide6.QtWidgets")
    except ImportError as error:
        raise UserError("{obstacle}", obstacle=_missing(PACKAGES, error)) from error
    obstacles = [_obstacle(platform) for platform in platforms]
    if all(obstacles):
        raise UserError("{obstacle}", obstacle=obstacles[0])


def use_offscreen_without_display() -> None:
    """Let Qt draw into memory where no display is named, and make sure that it can.

    Raises
    ------
    UserError
        Says in one sentence what to install or to set.
    """
    if sys.platform.startswith("linux") and not _platforms():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    require_display()


def _platforms() -> list[str]:
    """Name the platform plugins that Qt would try."""
    if chosen := os.environ.get("QT_QPA_PLATFORM"):
        return [entry.partition(":")[0] for entry in chosen.split(";")]
    variables = {"DISPLAY": "xcb", "WAYLAND_DISPLAY": "wayland"}
    return [platform for variable, platform in variables.items() if os.environ.get(variable)]


def _obstacle(platform: str) -> str:
    """Say what keeps a platform plugin from starting; empty when nothing does."""
    kind = platform.partition("-")[0]  # wayland-egl and wayland-brcm are wayland's
    plugins = sorted(_plugin_folder().glob(f"libq{kind}*.so"))
    if not plugins:
        return f"QT_QPA_PLATFORM asks for {platform}, which Qt does not have: set it to another."
    try:
        ctypes.CDLL(str(plugins[0]))
    except OSError as error:
        return _missing(PACKAGES | PLATFORM_PACKAGES.get(kind, {}), error)
    if kind == "xcb" and not _x11_answers():
        display = os.environ.get("DISPLAY", "")
        return f"The X display '{display}' does not answer: set DISPLAY to one that runs."
    if kind == "wayland" and not _wayland_answers():
        return "The Wayland display does not answer: set WAYLAND_DISPLAY to one that runs."
    return ""


def _plugin_folder() -> Path:
    from PySide6.QtCore import QLibraryInfo

    if chosen := os.environ.get("QT_QPA_PLATFORM_PLUGIN_PATH"):
        return Path(chosen)
    return Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.PluginsPath)) / "platforms"


def _missing(packages: dict[str, str], error: Exception) -> str:
    """Name all packages to install, not only the library that failed first."""
    missing = sorted(packages[library] for library in _unloadable(packages))
    if not missing:
        return f"Qt cannot be loaded: {error}."
    return f"Qt lacks system libraries: on Debian or Ubuntu, apt install {' '.join(missing)}."


def _unloadable(libraries: Iterable[str]) -> list[str]:
    unloadable: list[str] = []
    for library in libraries:
        try:
            ctypes.CDLL(library)
        except OSError:
            unloadable.append(library)
    return unloadable


def _x11_answers() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _wayland_answers() -> bool:
    wayland = ctypes.CDLL("libwayland-client.so.0")
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(wayland.wl_display_connect(None))
    if connection:
        wayland.wl_display_disconnect(connection)
    return bool(connection)
