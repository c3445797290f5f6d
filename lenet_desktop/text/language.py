"""The languages of the window, their translators and their formats of numbers."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

import resources

LANGUAGES = {"en": "English", "zh_CN": "简体中文"}
"""Native names of the languages by code, in the order of the menu."""

_VARIABLE = "LENET_LANGUAGE"
_translators: list[QTranslator] = []
_installed = ["en"]


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


def matching_language(name: str) -> str | None:
    """Return the code of an available language.

    Parameters
    ----------
    name
        A language as the system names it, with or without a country: ``"zh"``, ``"zh-CN"`` or
        ``"zh_CN.UTF-8"``.

    Returns
    -------
    str or None
        None if no translation matches.
    """
    language = QLocale(name.partition(".")[0]).language()
    if language == QLocale.Language.C:  # that of every unknown name
        return None
    matches = (code for code in available_languages() if QLocale(code).language() == language)
    return next(matches, None)


def preferred_language(saved: str) -> str:
    """Return the code of the language to start with.

    Parameters
    ----------
    saved
        The user's saved choice. The environment variable ``LENET_LANGUAGE`` takes precedence over
        it. The system's language is used if neither is available.
    """
    from_environment = matching_language(os.environ.get(_VARIABLE, ""))
    if from_environment is not None:
        return from_environment
    return saved if saved in available_languages() else system_language()


def current_language() -> str:
    """Return the code of the installed language."""
    return _installed[0]


def install_language(code: str) -> None:
    """Install the translators of the program and of Qt's dialogs, and the formats of numbers.

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
    _installed[0] = code
    # The system's own formats, such as those of its country, where they are of the same language.
    is_same = QLocale.system().language() == QLocale(code).language()
    QLocale.setDefault(QLocale.system() if is_same else QLocale(code))


def _file(code: str) -> Path:
    return resources.path(f"translations/lenet_{code}.qm")
