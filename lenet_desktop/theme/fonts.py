"""The system's fonts for scripts that its interface font may lack."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFontDatabase

_FAMILIES = {
    "zh_CN": (
        "Noto Sans CJK SC",
        "Noto Sans SC",
        "Source Han Sans SC",
        "Source Han Sans CN",
        "PingFang SC",
        "Hiragino Sans GB",
        "Microsoft YaHei UI",
        "Microsoft YaHei",
        "WenQuanYi Micro Hei",
        "WenQuanYi Zen Hei",
        "SimHei",
    ),
}
"""Sans-serif families by language, the preferred ones first.

Without their names, Qt might take the glyphs of another country: Han characters are written
differently in Japan, at the same code points.
"""


def families_for(language: str) -> Sequence[str]:
    """Return the installed families for a language, the preferred ones first.

    Parameters
    ----------
    language
        A code of `text.language.LANGUAGES`. Its script may need none besides the system's font.
    """
    known = _FAMILIES.get(language, ())
    installed = set(QFontDatabase.families()) if known else set[str]()
    return [family for family in known if family in installed]
