"""Opens the window for the commands that show it."""

from __future__ import annotations

from pathlib import Path

from lenet_desktop.process import allocator, display, qt_modules


def run_window(
    weights: Path | None = None,
    file: Path | None = None,
    language: str | None = None,
    lesson: str | None = None,
) -> int:
    """Import the window with as little else as possible, and run it; see `lenet_desktop.app.run`.

    Raises
    ------
    UserError
        If there is no display, or as `lenet_desktop.app.run` does.
    """
    display.require_display()
    allocator.postpone_collection()
    qt_modules.read_no_sources()
    from lenet_desktop import app

    return app.run(weights, file, language, lesson)
