"""Write what is derived from the texts of the sources: `python -m tests.support.update_texts`.

The list of core's messages (`lenet_desktop/text/core_messages.py`), the English plural forms
(`resources/translations/lenet_en.ts` and `.qm`) and the Chinese catalogue (`lenet_zh_CN.ts` and
`.qm`): new texts are added to it as unfinished, its translations are kept, and those of texts that
no longer exist are removed. Resolve a conflict in these files by taking either side and running
this again.
"""

from __future__ import annotations

import re
import subprocess
import sys
import textwrap
from pathlib import Path

from tests.support.texts import ROOT, message_templates

_HEAD = '''"""The templates of core's messages, where lupdate finds them.

`text.errors.translated` looks them up. `python -m tests.support.update_texts` writes this file.
"""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP

CORE_MESSAGES = (
'''
_UNFINISHED = re.compile(
    r'<source>([^<]*)</source>\s*<translation type="unfinished">.*?</translation>', re.DOTALL
)


def write_core_messages() -> None:
    listed = ""
    for template in sorted(message_templates()):
        lines = textwrap.wrap(template, 84, drop_whitespace=False) or [template]
        literals = "\n".join(f"        {line!r}" for line in lines)
        listed += f'    QT_TRANSLATE_NOOP(\n        "core",\n{literals},\n    ),\n'
    file = ROOT / "lenet_desktop/text/core_messages.py"
    file.write_text(_HEAD + listed.replace(",\n    ),", "\n    ),") + ")\n", encoding="utf-8")
    for command in (["format"], ["check", "--fix"]):
        subprocess.run([_tool("ruff"), *command, "-q", file], check=True)


def write_english_plurals() -> None:
    file = ROOT / "resources/translations/lenet_en.ts"
    file.unlink(missing_ok=True)
    languages = ["-source-language", "en_US", "-target-language", "en_US"]
    options = ["-pluralonly", "-no-obsolete", "-locations", "none", *languages]
    _update(file, options)
    file.write_text(_UNFINISHED.sub(_forms, file.read_text("utf-8")), encoding="utf-8")
    _compile(file)


def write_chinese() -> None:
    file = ROOT / "resources/translations/lenet_zh_CN.ts"
    languages = ["-source-language", "en_US", "-target-language", "zh_CN"]
    # A translation of a similar text would be shown although it is another text.
    guesses = ["-disable-heuristic", "similartext"]
    _update(file, ["-no-obsolete", "-locations", "none", *guesses, *languages])
    _compile(file)


def _update(file: Path, options: list[str]) -> None:
    sources = sorted((ROOT / "lenet_desktop").rglob("*.py"))
    subprocess.run([_tool("pyside6-lupdate"), *options, *sources, "-ts", file], check=True)


def _compile(file: Path) -> None:
    compiled = file.with_suffix(".qm")
    subprocess.run([_tool("pyside6-lrelease"), file, "-qm", compiled], check=True)


def _forms(message: re.Match[str]) -> str:
    source = message[1]
    forms = (source.replace("(s)", ending) for ending in ("", "s"))
    numerus = "".join(f"            <numerusform>{form}</numerusform>\n" for form in forms)
    return f"<source>{source}</source>\n        <translation>\n{numerus}        </translation>"


def _tool(name: str) -> Path:
    return Path(sys.executable).with_name(name)


if __name__ == "__main__":
    write_core_messages()
    write_english_plurals()
    write_chinese()
