"""The confusion matrix: which way round it is, what it says, and how it is explored."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QSizeF, Qt
from PySide6.QtGui import QFont, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from core.digits import N_DIGITS
from core.evaluation.confusion import ALL, Cell, Confusion
from lenet_desktop.charts.matrix.layout import MatrixLayout
from lenet_desktop.charts.matrix.painter import MatrixPainter
from lenet_desktop.charts.matrix.values import MatrixValues, Measure
from lenet_desktop.evaluate.confusion_view import ConfusionView
from lenet_desktop.theme.palette import DARK, LIGHT, contrast, palette_of


@pytest.fixture
def confusion():
    """982 fours of which 12 were read as nines, and 1000 nines; nothing else."""
    counts = np.zeros((N_DIGITS, N_DIGITS), np.int64)
    counts[4, 4], counts[4, 9], counts[9, 9] = 970, 12, 1000
    return Confusion(counts)


@pytest.fixture
def view(qtbot, confusion):
    view = ConfusionView()
    qtbot.addWidget(view)
    view.resize(480, 480)
    view.show_values(MatrixValues(confusion))
    with qtbot.waitExposed(view):
        view.show()
    return view


def centre(view, cell):
    return view.cell_rect(cell).center().toPoint()


def click(view, cell):
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, pos=centre(view, cell))


def test_rows_are_true_digits_and_columns_predicted_ones(view):
    view.set_measure(Measure.COUNTS)
    image = view.grab().toImage()
    error, empty = Cell(4, 9), Cell(9, 4)
    corners = [view.cell_rect(cell).topLeft().toPoint() + QPoint(4, 4) for cell in (error, empty)]
    hues = [image.pixelColor(corner).hslSaturation() for corner in corners]
    assert hues[0] > 100 > hues[1]
    assert view.cell_rect(error).x() > view.cell_rect(empty).x()
    assert view.cell_rect(error).y() < view.cell_rect(empty).y()


@pytest.mark.parametrize(
    ("measure", "number"),
    [(Measure.COUNTS, "12"), (Measure.ROWS, "1.2"), (Measure.COLUMNS, "1.2")],
)
def test_a_cell_shows_its_count_or_share(confusion, measure, number):
    values = MatrixValues(confusion, measure)
    assert values.number(values.cells[4, 9]) == number


def test_shares_add_up_to_one_along_their_direction(confusion):
    rows = MatrixValues(confusion, Measure.ROWS).cells
    columns = MatrixValues(confusion, Measure.COLUMNS).cells
    assert rows[[4, 9]].sum(axis=1) == pytest.approx(1)
    assert columns[:, [4, 9]].sum(axis=0) == pytest.approx(1)
    assert rows[4, 9] == pytest.approx(12 / 982)
    assert columns[4, 9] == pytest.approx(12 / 1012)


@pytest.mark.parametrize(
    ("share", "text"), [(0, "0"), (1, "100"), (0.99999, "99.9"), (0.0001, "<0.1"), (0.5, "50.0")]
)
def test_only_all_is_a_hundred_and_only_nothing_is_zero(confusion, share, text):
    assert MatrixValues(confusion, Measure.ROWS).number(share) == text


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (Cell(4, 9), "4 predicted as 9: 12 of 982 (1.22 %)"),
        (Cell(4, None), "4: 970 of 982 correct (98.78 %)"),
        (Cell(None, 9), "Predicted 9: 1,000 of 1,012 correct (98.81 %)"),
        (ALL, "All digits: 1,970 of 1,982 correct (99.39 %)"),
    ],
)
def test_hovering_emits_the_description(qtbot, view, cell, sentence):
    QTest.mouseMove(view, QPoint(1, view.height() - 1))
    with qtbot.waitSignal(view.pointed) as pointed:
        QTest.mouseMove(view, centre(view, cell))
    assert pointed.args == [sentence]
    spot = centre(view, cell)
    help_event = QHelpEvent(QEvent.Type.ToolTip, spot, view.mapToGlobal(spot))
    QApplication.sendEvent(view, help_event)
    assert QToolTip.text() == sentence


def test_leaving_takes_the_sentence_away(qtbot, view):
    view.clearFocus()
    QTest.mouseMove(view, centre(view, Cell(4, 9)))
    QApplication.processEvents()
    with qtbot.waitSignal(view.pointed, check_params_cb=lambda text: text == ""):
        QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))


def test_column_shares_are_described_by_column(confusion):
    values = MatrixValues(confusion, Measure.COLUMNS)
    assert values.sentence(Cell(4, 9)) == "4 predicted as 9: 12 of 1,012 such predictions (1.19 %)"


@pytest.mark.parametrize("cell", [Cell(4, 9), Cell(4, None), Cell(None, 9)])
def test_a_click_chooses_and_another_takes_it_back(qtbot, view, cell):
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        click(view, cell)
    assert chosen.args == [cell.true, cell.predicted]
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        click(view, cell)
    assert chosen.args == [None, None]


def test_a_click_outside_the_matrix_chooses_nothing(qtbot, view):
    with qtbot.assertNotEmitted(view.cell_chosen):
        QTest.mouseClick(
            view, Qt.MouseButton.LeftButton, pos=QPoint(view.width() - 1, view.height() - 1)
        )


def test_the_keyboard_reaches_and_chooses_every_kind_of_cell(qtbot, view):
    view.choose(Cell(4, 9))
    keys = Qt.Key
    for presses, cell in [
        ([keys.Key_Left, keys.Key_Up], Cell(3, 8)),
        ([keys.Key_Home], Cell(3, None)),
        ([keys.Key_End, keys.Key_PageDown], Cell(9, 9)),
        ([keys.Key_PageUp], Cell(None, 9)),
        ([keys.Key_Up], Cell(None, 9)),
        ([keys.Key_Right, keys.Key_Down], Cell(0, 9)),
    ]:
        for key in presses:
            QTest.keyClick(view, key)
        assert view.cursor_cell == cell
        with qtbot.waitSignal(view.cell_chosen) as chosen:
            QTest.keyClick(view, keys.Key_Return)
        assert chosen.args == [cell.true, cell.predicted]
    with qtbot.waitSignal(view.cell_chosen) as chosen:
        QTest.keyClick(view, keys.Key_Escape)
    assert chosen.args == [None, None]


def test_the_cursor_is_described_to_screen_readers(view):
    view.choose(Cell(4, 8))
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.accessibleDescription() == "4 predicted as 9: 12 of 982 (1.22 %)"
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert view.accessibleDescription() == "4 predicted as 9: 12 of 982 (1.22 %), chosen"
    assert view.accessibleName()


def test_the_focus_shows(view):
    view.activateWindow()
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    before = view.grab().toImage()
    QTest.keyClick(view, Qt.Key.Key_Right)
    assert view.grab().toImage() != before


def test_the_difference_is_signed_and_knows_what_is_better(confusion):
    other = np.array(confusion.counts)
    other[4, 9], other[4, 4] = 15, 967
    values = MatrixValues(confusion, Measure.DIFFERENCE, Confusion(other))
    assert [values.number(value) for value in values.cells[4, [4, 9, 0]]] == ["+3", "−3", "0"]
    assert values.is_good[4, 4]
    assert values.is_good[4, 9]
    assert values.sentence(Cell(4, 9)) == "4 predicted as 9: 12, 15 by the other network"
    assert values.sentence(Cell(4, None)) == "4: 970 correct, 967 by the other network"
    worse = MatrixValues(Confusion(other), Measure.DIFFERENCE, confusion)
    assert not worse.is_good[4, 4]
    assert not worse.is_good[4, 9]


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("measure", Measure)
def test_every_number_can_be_read(qapp, colours, measure):
    rng = np.random.default_rng(0)
    counts = rng.integers(0, 40, (N_DIGITS, N_DIGITS)) + np.diag(rng.integers(0, 1000, N_DIGITS))
    values = MatrixValues(Confusion(counts), measure, Confusion(np.array(counts.T)))
    layout = MatrixLayout(QSizeF(300, 280), QFont())
    painter = MatrixPainter(values, layout, palette_of(colours), QFont())
    contrasts = [
        contrast(painter.text_colour(true, predicted), painter.colour(true, predicted))
        for true in range(N_DIGITS)
        for predicted in range(N_DIGITS)
    ]
    assert min(contrasts) >= 4.5


def test_an_empty_matrix_can_be_shown(qtbot):
    view = ConfusionView()
    qtbot.addWidget(view)
    for measure in Measure:
        view.set_measure(measure)
        assert not view.grab().isNull()
        assert view.values.sentence(Cell(1, 2))
