"""The languages of the window and their translators."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

import resources

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Native names of the languages by code, in the order of the menu."""

_translators: list[QTranslator] = []


def available_languages() -> dict[str, str]:
    """Return the languages that have a translation, in the form of `LANGUAGES`."""
    return {code: name for code, name in LANGUAGES.items() if _file(code).is_file()}


def system_language() -> str:
    """Return the code of the user's preferred language that is available, or ``"en"``."""
    available = available_languages()
    for preferred in QLocale.system().uiLanguages():
        locale = QLocale(preferred)
        for code in (locale.name(), locale.name().partition("_")[0]):
            if code in available:
                return code
    return "en"


def install_language(code: str) -> None:
    """Install the translators of the program and of Qt's dialogs.

    Existing widgets keep their texts.

    Parameters
    ----------
    code
        A code of `available_languages`.

    Raises
    ------
    ValueError
        If there is no translation for the language.
    """
    translator = QTranslator()
    if code not in LANGUAGES or not translator.load(str(_file(code))):
        raise ValueError(f"no translation into {code!r}")
    while _translators:
        QCoreApplication.removeTranslator(_translators.pop())
    qt_texts = QTranslator()
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    qt_texts.load(QLocale(code), "qtbase", "_", folder)
    # Qt searches the last installed translator first.
    for each in (qt_texts, translator):
        QCoreApplication.installTranslator(each)
        _translators.append(each)


def _file(code: str) -> Path:
    return resources.path(f"translations/lenet_{code}.qm")
