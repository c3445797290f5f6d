"""Light and dark appearance, by the system or by the user's choice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from lenet_desktop.theme import polish
from lenet_desktop.theme.icons import icon
from lenet_desktop.theme.palette import _NAMES, DARK, LIGHT, palette_of
from lenet_desktop.theme.theme import Theme, style_sheet_of
from lenet_desktop.widgets.controls.buttons import icon_button
from tests.support.window.pages import each_page

ROLES = {name: field for field, name in _NAMES.items()}


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
        self.hints, self.colours, self.sheets = Hints(), QPalette(), [""]
        self.palette = lambda: self.colours
        self.topLevelWidgets = list
        self.font, self.fontChanged = QFont, self.hints.fontChanged
        self.styleHints = lambda: self.hints
        self.setStyle = lambda _: None
        self.styleSheet = lambda: self.sheets[-1]
        self.setStyleSheet = self.sheets.append

    def setPalette(self, palette):  # noqa: N802
        self.colours = palette

    @property
    def window(self):
        return self.colours.color(QPalette.ColorRole.Window).name()


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


@pytest.mark.usefixtures("qapp")
def test_the_style_sheet_has_the_roles_of_the_colours_and_the_icons():
    sheet = style_sheet_of(QFont())
    assert "$" not in sheet
    assert not re.findall(r"#[0-9a-f]{6}\b", sheet)
    assert set(re.findall(r"palette\((.+?)\)", sheet)) == set(ROLES)
    files = set(re.findall(r'url\("(.+?)"\)', sheet))
    assert len(files) == 3
    assert all(Path(file).is_file() for file in files)


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("name", ROLES)
def test_a_style_sheet_knows_the_role_of_each_colour(qtbot, colours, name):
    """Old versions of Qt know only some of the palette's roles."""
    QApplication.setPalette(palette_of(colours))
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.setStyleSheet(f"background: palette({name})")
    assert widget.grab().toImage().pixelColor(5, 5).name() == getattr(colours, ROLES[name])


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
    for page in window.pages:
        page.polish()
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


def test_a_change_of_appearance_polishes_what_is_shown(window, monkeypatch):
    """To polish all widgets would block the window, and so would another style sheet."""
    for _ in each_page(window):
        pass
    window.tabs.setCurrentWidget(window.draw_page)
    polished, sheet = set(), QApplication.instance().styleSheet()
    below = polish._below

    def note(widget):
        for each in below(widget):
            polished.add(each)
            yield each

    monkeypatch.setattr(polish, "_below", note)
    window.theme.appearance = "light" if window.theme.appearance == "dark" else "dark"
    assert QApplication.instance().styleSheet() == sheet
    assert {window, window.draw_page.pad, window.menus, window.tabs.tabBar()} <= polished
    assert not polished & {*window.train_page.findChildren(QWidget), window.train_page}
    assert len(polished) < len(window.findChildren(QWidget)) / 3
    shown = polished.copy()
    for _ in each_page(window):
        pass
    assert len(polished - shown) > len(shown)


def images_of(window):
    return {page.objectName(): page.grab().toImage() for page in each_page(window)}


def test_a_window_looks_the_same_after_a_change_of_appearance(window):
    """Also where a page was hidden, and as one that had these colours from the start."""
    window.tabs.setCurrentWidget(window.draw_page)
    window.theme.appearance = "light"
    former = images_of(window)
    window.tabs.setCurrentWidget(window.draw_page)
    window.theme.appearance = "dark"
    dark = images_of(window)
    assert all(dark[name] != image for name, image in former.items())
    window.tabs.setCurrentWidget(window.train_page)
    window.theme.appearance = "light"
    again = images_of(window)
    assert [name for name, image in former.items() if again[name] != image] == []


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
