"""Light and dark appearance, by the system or by the user's choice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.palette import DARK, LIGHT
from lenet_desktop.theme.theme import Theme, style_sheet_of
from lenet_desktop.widgets.buttons import icon_button


class Hints(QObject):
    """Style hints of a system that can turn dark."""

    colorSchemeChanged = Signal(object)  # noqa: N815
    fontChanged = Signal(object)  # noqa: N815

    def __init__(self):
        super().__init__()
        self.scheme = Qt.ColorScheme.Unknown

    def colorScheme(self):  # noqa: N802
        return self.scheme

    def turn(self, scheme):
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


class Application:
    """An application that only takes note of how it is dressed."""

    def __init__(self):
        self.hints, self.palette, self.sheets = Hints(), None, [""]
        self.font, self.fontChanged = QFont, self.hints.fontChanged
        self.styleHints = lambda: self.hints
        self.setStyle = lambda _: None
        self.styleSheet = lambda: self.sheets[-1]
        self.setStyleSheet = self.sheets.append

    def setPalette(self, palette):  # noqa: N802
        self.palette = palette

    @property
    def window(self):
        return self.palette.color(QPalette.ColorRole.Window).name()


@pytest.mark.parametrize(
    ("appearance", "scheme", "window"),
    [
        ("system", Qt.ColorScheme.Unknown, LIGHT.window),
        ("system", Qt.ColorScheme.Light, LIGHT.window),
        ("system", Qt.ColorScheme.Dark, DARK.window),
        ("light", Qt.ColorScheme.Dark, LIGHT.window),
        ("dark", Qt.ColorScheme.Light, DARK.window),
    ],
)
@pytest.mark.usefixtures("qapp")
def test_the_person_overrules_the_system_live(appearance, scheme, window):
    application = Application()
    theme = Theme(application)
    application.hints.turn(scheme)
    theme.appearance = appearance
    assert application.window == window
    theme.appearance = "light"
    theme.appearance = appearance
    application.hints.turn(scheme)
    assert application.window == window


@pytest.mark.usefixtures("qapp")
def test_an_application_in_its_colours_already_is_not_polished_again():
    application = Application()
    Theme(application, "light")
    sheets = list(application.sheets)
    Theme(application, "light")
    assert application.sheets == sheets


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.usefixtures("qapp")
def test_the_style_sheet_has_the_colours_and_the_icons(colours):
    sheet = style_sheet_of(colours, QFont())
    assert "$" not in sheet
    assert {colours.accent, colours.surface, colours.danger} <= set(re.findall(r"#\w{6}", sheet))
    files = set(re.findall(r'url\("(.+?)"\)', sheet))
    assert len(files) == 3
    assert all(Path(file).is_file() for file in files)


def test_icons_take_the_colour_of_the_palette(window):
    def darkest_of(appearance):
        window.theme.appearance = appearance
        image = icon("pen").pixmap(32, 32).toImage()
        opaque = [
            image.pixelColor(x, y)
            for x in range(image.width())
            for y in range(image.height())
            if image.pixelColor(x, y).alpha() == 255
        ]
        return max(opaque, key=lambda colour: colour.lightness()).lightness()

    assert darkest_of("light") < 60
    assert darkest_of("dark") > 200


def test_the_digit_stays_large_in_another_appearance(window, hand, qtbot):
    hand.draw((0.3, 0.2), (0.6, 0.8))
    window.workspace.reader.read_now()
    digit = window.findChild(QLabel, "prediction")

    def rows_of_ink():
        image = digit.grab().toImage()
        ground = image.pixelColor(0, 0).lightness()
        return sum(
            any(abs(image.pixelColor(x, y).lightness() - ground) > 30 for x in range(image.width()))
            for y in range(image.height())
        )

    before = rows_of_ink()
    window.theme.appearance = "dark"
    qtbot.waitUntil(lambda: rows_of_ink() == pytest.approx(before, abs=2))
    assert before > 40


@pytest.fixture
def application_font():
    application = QApplication.instance()
    font = application.font()
    yield font
    application.setFont(font)


def test_every_text_follows_the_size_of_the_system_font(window, application_font):
    labels = {label: label.fontInfo().pointSizeF() for label in window.findChildren(QLabel)}
    font = QFont(application_font)
    font.setPointSizeF(1.5 * font.pointSizeF())
    QApplication.setFont(font)
    unscaled = {
        (label.objectName(), label.text())
        for label, size in labels.items()
        if label.fontInfo().pointSizeF() != pytest.approx(1.5 * size, rel=0.05)
    }
    assert len({round(size) for size in labels.values()}) > 2
    assert unscaled == set()


def test_a_change_of_appearance_tells_each_widget_a_few_times(qapp, window):
    """Replacing a style sheet would tell each of them 25 times, and block the window."""
    for page in window.pages:
        window.tabs.setCurrentWidget(page)
        QTest.qWait(1)
    told = []

    class Listener(QObject):
        def eventFilter(self, watched, event):  # noqa: N802
            kinds = (QEvent.Type.StyleChange, QEvent.Type.PaletteChange, QEvent.Type.FontChange)
            if event.type() in kinds:
                told.append(watched.objectName())
            return False

    listener = Listener()
    qapp.installEventFilter(listener)
    window.theme.appearance = "light" if window.theme.appearance == "dark" else "dark"
    qapp.removeEventFilter(listener)
    assert 0 < len(told) < 10 * len(qapp.allWidgets())


@pytest.mark.parametrize("height", [1, 4, 8, 40])
def test_a_button_without_room_for_its_icon_is_painted_without_a_warning(qtbot, height):
    button = icon_button("some_button", "pen", "Some button")
    qtbot.addWidget(button)
    button.setFixedSize(29, height)
    assert button.grab().height() == height
    assert button.icon().pixmap(QSize(height, 0)).isNull()


def test_a_language_adds_the_fonts_of_its_script(window, application_font, monkeypatch):
    monkeypatch.setattr(QFontDatabase, "families", lambda: ["DejaVu Sans", "Noto Sans CJK SC"])
    theme, own = window.theme, application_font.families()
    theme.language = "zh_CN"
    assert QApplication.font().families() == ["Noto Sans CJK SC", *own]
    font = QFont(application_font)
    font.setPointSizeF(1.5 * font.pointSizeF())
    QApplication.setFont(font)
    assert QApplication.font().families() == ["Noto Sans CJK SC", *own]
    assert QApplication.font().pointSizeF() == font.pointSizeF()
    theme.language = "en"
    assert QApplication.font().families() == own
    assert QApplication.font().pointSizeF() == font.pointSizeF()
