"""Loading of Qt."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import linecache, sys
from lenet_desktop.process import qt_modules
{call}
import lenet_desktop.app
from PySide6.QtCore import QObject
QObject().setObjectName("camelCase stays")
read = [name for name in linecache.cache if "lenet_desktop" in name]
print(len(read))
"""


@pytest.mark.parametrize(("call", "reads"), [("qt_modules.read_no_sources()", False), ("", True)])
def test_qt_reads_the_sources_of_modules_unless_it_is_kept_from_it(call, reads):
    code = SCRIPT.format(call=call)
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert (int(run.stdout) > 0) == reads
