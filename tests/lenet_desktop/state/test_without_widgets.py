"""The state of the program works without the window: no widget is even imported."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

SCRIPT = """
import importlib, pkgutil, sys
from pathlib import Path
import numpy as np
from PySide6.QtCore import QCoreApplication
import lenet_desktop.state, lenet_desktop.text
for package in (lenet_desktop.state, lenet_desktop.text):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
from PySide6.QtGui import QImage
from lenet_desktop.state.pad_content import PadContent, Picture, content_of
from lenet_desktop.state.settings import Settings
from lenet_desktop.state.workspace import Workspace

app = QCoreApplication([])
weights, folder = Path(sys.argv[1]), Path(sys.argv[2])
settings = Settings(folder / "settings.ini", folder / "runs", folder / "my-digits.jsonl")
workspace = Workspace(settings, weights)
reader, my_digits, pad = workspace.reader, workspace.my_digits, workspace.pad_history
notices = []
workspace.notices.posted.connect(notices.append)

def wait_for(signal, start):
    signal.connect(app.quit)
    start()
    app.exec()
    signal.disconnect(app.quit)

wait_for(workspace.device_found, workspace.find_device)
assert workspace.device.name

one = content_of([np.array([[0.5, 0.2], [0.5, 0.8]])], width=0.05)
wait_for(reader.changed, lambda: pad.replace(one, "Pen"))
assert len(reader.reading.inks) == 1
assert reader.image.max() > 0

ink = reader.ink
my_digits.keep(ink, 1)
assert my_digits.label_of(ink) == 1
wait_for(workspace.my_digits_reading.changed, workspace.my_digits_reading.refresh)
assert workspace.my_digits_reading.newest.assessment.confusion.n == 1
notices[-1].undo()
assert my_digits.label_of(ink) is None
assert [notice.text for notice in notices] == ["Added to My Digits as 1.", "Undone."]

wait_for(reader.changed, pad.undo_stack.undo)
assert not reader.reading.inks

pixels = reader.image + 1
picture = PadContent(picture=Picture(QImage(28, 28, QImage.Format.Format_Grayscale8), pixels))
wait_for(reader.changed, lambda: pad.replace(picture, "Paste"))
assert reader.image is pixels

workspace.close()
assert "PySide6.QtWidgets" not in sys.modules
assert "pyqtgraph" not in sys.modules
"""


def test_a_digit_is_drawn_read_kept_and_taken_back_without_a_widget(weight_file, tmp_path):
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, str(weight_file), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )
    assert (result.returncode, result.stderr) == (0, "")
