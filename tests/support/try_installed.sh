#!/usr/bin/env bash
# Tries an installed program, as its user would, in the current folder:
# try_installed.sh ENVIRONMENT
set -euo pipefail
export QT_QPA_PLATFORM=offscreen
# A user's settings may name other weights.
export XDG_CONFIG_HOME="$PWD/config" XDG_DATA_HOME="$PWD/data"
"$1/bin/lenet-desktop" --version
echo '{"strokes": [[[0.5, 0.1], [0.5, 0.9]]], "label": 1}' > one.jsonl
"$1/bin/lenet-desktop" predict one.jsonl --json | tee prediction.json
grep -q '"text": *"1"' prediction.json
"$1/bin/python" - <<'PYTHON'
import pathlib
import sys
from time import monotonic

from PySide6.QtWidgets import QApplication, QLabel

application = QApplication([])
from lenet_desktop.app import build_window  # noqa: E402

window = build_window()
window.show()
window.files.open(pathlib.Path("one.jsonl"))
prediction = window.findChild(QLabel, "prediction")
until = monotonic() + 60
while not prediction.text() and monotonic() < until:
    application.processEvents()  # the file is opened in the background
text = prediction.text()
window.close()
print(f"The window reads {text!r}.")
sys.exit(text != "1")
PYTHON
