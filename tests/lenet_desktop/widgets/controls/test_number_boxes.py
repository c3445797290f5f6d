"""Number fields: both decimal separators in every locale, and no typed character dropped."""

from __future__ import annotations

from itertools import product

import pytest
from PySide6.QtCore import QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLineEdit, QSpinBox

from lenet_desktop.widgets.controls.number_boxes import DecimalBox, WholeBox

LOCALES = ["C", "en_US", "de_DE", "fr_FR", "de_CH", "zh_CN", "ar_EG", "hi_IN", "sv_SE"]
DECIMALS = {
    "0.05": 0.05,
    "0,05": 0.05,
    ".05": 0.05,
    ",05": 0.05,
    "0.95": 0.95,
    "0,3": 0.3,
    "1.5": 1.5,
    "1,5": 1.5,
    "1,500": 1.5,
    "1.500": 1.5,
    "2.": 2.0,
    "5e-4": 0.0005,
    "5E-4": 0.0005,
    "٠٫٠٥": 0.05,
    "０．０５": 0.05,
    "0": 0.0,
    "-1": -1.0,
    "−1": -1.0,
    "12345": 12345.0,
    "123456789.5": 123456789.5,
    "1e999": float("inf"),
}
NO_DECIMALS = ["1,500.5", "1.500,5", "1 000", "1'000", "5x", "x", "0.o5", "e-4", ".", "-", "nan"]
WHOLES = {
    "20": 20,
    "007": 7,
    "1500": 1500,
    "1,500": 1500,
    "1.500": 1500,
    "1'500": 1500,
    "1 500": 1500,
    "12.345.678": 12_345_678,
    "١٥٠٠": 1500,
    "-5": -5,
    "100001": 100_001,
    "99999999999": 99_999_999_999,
}
NO_WHOLES = ["3.5", "3,5", "0.5", "0.500", "12.50", "1,500.000", "1500.000", "1e3", "5x", "0x10"]


@pytest.fixture
def make_default():
    """Makes a locale the default one until the end of the test."""
    before = QLocale()
    yield QLocale.setDefault
    QLocale.setDefault(before)


@pytest.fixture
def boxes(window):
    return [*window.findChildren(QDoubleSpinBox), *window.findChildren(QSpinBox)]


def type_over(box, text):
    box.selectAll()
    for char in text:  # QTest.keyClicks aborts on characters beyond Latin-1
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, Qt.Key.Key_unknown, Qt.KeyboardModifier.NoModifier, char)
            QApplication.sendEvent(box, event)


def type_in(box, text):
    type_over(box, text)
    QTest.keyClick(box, Qt.Key.Key_Return)


def paste(box, text, clipboard):
    clipboard.setText(text)
    box.selectAll()
    QTest.keySequence(box.lineEdit(), "Ctrl+V")
    QTest.keyClick(box, Qt.Key.Key_Return)


def in_range(box, number):
    return min(max(number, box.minimum()), box.maximum())


def written(locale, box):
    locale = QLocale(locale)
    locale.setNumberOptions(
        QLocale.NumberOption.DefaultNumberOptions
        if box.isGroupSeparatorShown()
        else QLocale.NumberOption.OmitGroupSeparator
    )
    if isinstance(box, WholeBox):
        return locale.toString(box.value())
    return locale.toString(box.value(), "f", box.decimals())


def test_every_number_field_of_the_window_is_one_of_the_two(window):
    assert {type(box) for box in window.findChildren(QDoubleSpinBox)} == {DecimalBox}
    assert {type(box) for box in window.findChildren(QSpinBox)} == {WholeBox}
    validated = [edit.objectName() for edit in window.findChildren(QLineEdit) if edit.validator()]
    assert set(validated) == {"qt_spinbox_lineedit"}


def test_every_field_reads_a_number_alike_in_every_locale(make_default, boxes):
    assert {"learning_rate_box", "learning_rate_factor_box", "epochs_box", "train_threads_box"} <= {
        box.objectName() for box in boxes
    }
    misread = []
    for name, box in product(LOCALES, boxes):
        locale = QLocale(name)
        make_default(locale)
        box.setLocale(locale)  # The window's is that of its language.
        is_decimal = isinstance(box, DecimalBox)
        for text, number in (DECIMALS if is_decimal else WHOLES).items():
            box.setValue(box.maximum() // 2 + 1)
            type_in(box, text)
            number = in_range(box, number)
            expected = round(number, box.decimals()) if is_decimal else number
            if box.value() != expected or box.cleanText() != written(locale, box):
                misread.append((name, box.objectName(), text, box.text()))
    assert misread == []


def test_a_text_that_is_not_a_number_leaves_the_value(boxes):
    misread = []
    for name, box in product(LOCALES, boxes):
        box.setLocale(QLocale(name))
        before = box.value()
        for text in NO_DECIMALS if isinstance(box, DecimalBox) else NO_WHOLES:
            type_in(box, text)
            if box.value() != before or box.cleanText() != written(box.locale(), box):
                misread.append((name, box.objectName(), text, box.text()))
    assert misread == []


def test_a_pasted_number_may_have_spaces_around_it(boxes, clipboard):
    for box in boxes:
        box.setValue(box.maximum())
        paste(box, " \u00a01\t\n", clipboard)
        assert box.value() == in_range(box, 1), box.objectName()


def test_thousands_of_pasted_digits_are_the_greatest_number(boxes, clipboard):
    for box in boxes:
        box.setValue(box.minimum())
        paste(box, "9" * 5000, clipboard)
        assert box.value() == box.maximum(), box.objectName()


def test_what_is_typed_stands_until_it_is_committed(boxes):
    for box in boxes:
        type_over(box, "123456,789x")
        assert box.cleanText() == "123456,789x", box.objectName()


@pytest.mark.parametrize("name", LOCALES)
def test_a_typed_number_counts_when_the_field_loses_the_focus_or_is_stepped(
    qtbot, make_default, name
):
    make_default(QLocale(name))
    box = DecimalBox()
    qtbot.addWidget(box)
    with qtbot.waitExposed(box):
        box.show()
    box.setFocus()
    type_over(box, "0,3")
    box.clearFocus()
    assert box.value() == 0.3
    box.setFocus()
    type_over(box, "7.5")
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert box.value() == 8.5


def all_locales():
    any_of = QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    return QLocale.matchingLocales(*any_of)


def test_a_field_reads_back_what_it_shows_in_every_locale(qtbot):
    decimal, whole = DecimalBox(), WholeBox()
    whole.setGroupSeparatorShown(True)
    for box in (decimal, whole):
        qtbot.addWidget(box)
        box.setRange(-5_000_000, 5_000_000)
    misread = []
    for locale in all_locales():
        for box, numbers in (
            (decimal, (0.05, 0.3, -3.5, 1234567.25)),
            (whole, (7, -20, 1500, 12_345, -1_234_567)),
        ):
            box.setLocale(locale)
            texts = {number: box.textFromValue(number) for number in numbers}
            misread += [text for n, text in texts.items() if box.valueFromText(text) != n]
    assert misread == []
