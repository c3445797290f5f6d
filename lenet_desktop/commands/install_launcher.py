"""`install-launcher`: an entry in the menu of a Linux desktop, which opens ink and weight files."""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
from collections.abc import Mapping

import resources
from core.errors import UserError
from core.files import replacing
from core.paths import is_folder, user_data_dir
from lenet_desktop.commands.printing import print_lines

_ENTRY = """\
[Desktop Entry]
Type=Application
Name=LeNet Desktop
GenericName=Digit Recogniser
Comment=Draw digits and watch a convolutional network read them
Exec={command} open %f
TryExec={python}
Icon=lenet-desktop
Terminal=false
Categories=Education;ArtificialIntelligence;
Keywords=digits;handwriting;neural network;LeNet;MNIST;
MimeType=application/x-lenet-ink;application/x-lenet-compressed-ink;application/x-lenet-weights;
StartupWMClass=LeNet Desktop
"""

# The content decides if another type has the same suffix.
_TYPES = """\
<?xml version="1.0" encoding="UTF-8"?>
<mime-info xmlns="http://www.freedesktop.org/standards/shared-mime-info">
  <mime-type type="application/x-lenet-ink">
    <comment>Ink drawings</comment>
    <sub-class-of type="text/plain"/>
    <magic><match type="string" offset="0" value="{&quot;strokes&quot;"/></magic>
    <glob pattern="*.jsonl"/>
  </mime-type>
  <mime-type type="application/x-lenet-compressed-ink">
    <comment>Compressed ink drawings</comment>
    <sub-class-of type="application/gzip"/>
    <glob pattern="*.jsonl.gz"/>
  </mime-type>
  <mime-type type="application/x-lenet-weights">
    <comment>Weights of a neural network</comment>
    <glob pattern="*.safetensors"/>
  </mime-type>
</mime-info>
"""

_UPDATES = {
    "update-desktop-database": "applications",
    "update-mime-database": "mime",
    "gtk-update-icon-cache": "icons/hicolor",
}
"""Commands that make a desktop notice changes in a folder at once, where they are installed."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command."""
    parser.add_argument("--remove", action="store_true", help="remove the entry")


def run(arguments: argparse.Namespace) -> int:
    """Install or remove the entry, for the current user.

    Raises
    ------
    UserError
        If the system is not Linux.
    OSError
        If a file cannot be written.
    """
    if not sys.platform.startswith("linux"):
        raise UserError("Menu entries can be installed on Linux only.")
    data = user_data_dir().parent
    for name, content in _files(sys.executable).items():
        file = data / name
        if arguments.remove:
            file.unlink(missing_ok=True)
        else:
            file.parent.mkdir(parents=True, exist_ok=True)
            with replacing(file) as temporary:
                temporary.write_text(content, encoding="utf-8")
        print_lines(f"{'Removed' if arguments.remove else 'Installed'} {file}")
    for command, folder in _UPDATES.items():
        if is_folder(data / folder) and (path := shutil.which(command)):
            subprocess.run([path, str(data / folder)], capture_output=True, check=False)
    return 0


def _files(python: str) -> Mapping[str, str]:
    """Return the content of each file by its place in the user's data folder."""
    icon = resources.path("icons/lenet-desktop.svg").read_text(encoding="utf-8")
    is_standalone = getattr(sys, "frozen", False)  # set by PyInstaller
    command = _quoted(python) if is_standalone else f"{_quoted(python)} -m lenet_desktop"
    entry = _ENTRY.format(command=command, python=_escaped(python))
    return {
        "applications/lenet-desktop.desktop": entry,
        "mime/packages/lenet-desktop.xml": _TYPES,
        "icons/hicolor/scalable/apps/lenet-desktop.svg": icon,
    }


def _quoted(path: str) -> str:
    """Quote a path for the key Exec (Desktop Entry Specification 1.5, "The Exec key")."""
    for character in '\\"`$':
        path = path.replace(character, f"\\{character}")
    return _escaped(f'"{path}"').replace("%", "%%")


def _escaped(text: str) -> str:
    """Escape a value of a desktop entry."""
    return text.replace("\\", "\\\\")
