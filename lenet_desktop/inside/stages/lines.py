"""Lines from a value to what it depends on, in the stage before and in the input image."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPalette, QPen

from core.recognition.activations import INPUT, PROBABILITIES
from core.recognition.explain import Explanation, Parameter, Region, ResidualSum, WeightedSum
from core.recognition.main_path import Step
from lenet_desktop.inside.stages.answer_view import AnswerView
from lenet_desktop.inside.stages.stage_view import StageView

_STRONGEST = 12
"""Lines of a fully connected unit: to the inputs that contribute most."""


def paint_lines(
    painter: QPainter,
    views: Mapping[str, StageView],
    before: Mapping[str, str],
    explanation: Explanation,
    palette: QPalette,
) -> None:
    """Paint what a value depends on.

    Parameters
    ----------
    views
        The stages of the strip by name.
    before
        The name of the stage before each.
    """
    accent = palette.color(QPalette.ColorRole.Accent)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stage = explanation.stage
    if stage == PROBABILITIES:
        answer = next(view for view in views.values() if isinstance(view, AnswerView))
        _outline(painter, answer.bar_of(explanation.index[0]).adjusted(-2, 0, 0, 0), accent, 1.5)
        for digit in range(answer.cells.shape[0]):
            _outline(painter, answer.rect_of((digit,)), accent, 1)
        return
    target = views[stage].rect_of(explanation.index)
    if stage != INPUT and not isinstance(explanation, Parameter):
        if isinstance(explanation, ResidualSum) and explanation.main.stage in views:
            ways = explanation.main, explanation.shortcut
            sources = [(views[way.stage].rect_of(way.index), 0.6) for way in ways]
        else:
            sources = _sources(views[before[stage]], explanation)
        for rect, strength in sources:
            _outline(painter, rect, accent, 1.5)
            _connect(painter, rect, target, accent, strength)
        if before[stage] != INPUT:
            (field,) = views[INPUT].rects_of(explanation.field)
            _outline(painter, field, accent, 2)
    _outline(painter, target, accent, 2)


def paint_path(
    painter: QPainter,
    views: Mapping[str, StageView],
    path: Sequence[Step],
    palette: QPalette,
) -> None:
    """Paint the main path to the answer, from value to value, below the values.

    Parameters
    ----------
    path
        As `core.recognition.main_path.main_path` returns it.
    """
    accent = palette.color(QPalette.ColorRole.Accent)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for end, start in pairwise(_rects_of(views, path)):
        _connect(painter, start, end, accent, 1.0)


def outline_path(
    painter: QPainter, views: Mapping[str, StageView], path: Sequence[Step], palette: QPalette
) -> None:
    """Outline the values of the main path, and the part of the image that it comes from."""
    accent = palette.color(QPalette.ColorRole.Accent)
    for rect in _rects_of(views, path):
        _outline(painter, rect, accent, 1)


def _rects_of(views: Mapping[str, StageView], path: Sequence[Step]) -> list[QRectF]:
    rects = [views[step.value.stage].rect_of(step.value.index) for step in path]
    fields = views[INPUT].rects_of(path[-1].value.field) if len(path) > 1 else []
    return [*rects, *fields]


def _sources(source: StageView, explanation: Explanation) -> list[tuple[QRectF, float]]:
    """Return the rectangles in the stage before, and how strong their lines are, 0-1."""
    if explanation.source is not None:
        return [(rect, 0.6) for rect in source.rects_of(explanation.source)]
    if not isinstance(explanation, WeightedSum):
        channels, *sides = (*source.cells.shape, 1, 1)[:3]
        return [(rect, 0.3) for rect in source.rects_of(Region(0, 0, *sides)) if channels]
    # A unit depends on every value before it: the strongest are marked.
    contributions = abs(explanation.products)
    order = contributions.ravel().argsort()[::-1][:_STRONGEST].tolist()
    largest = float(contributions.max()) or 1.0
    shape = contributions.shape
    found: list[tuple[QRectF, float]] = []
    for place in order:
        index: list[int] = []
        rest = place
        for side in reversed(shape):
            rest, part = divmod(rest, side)
            index.insert(0, part)
        strength = float(contributions.ravel()[place]) / largest
        if strength > 0:
            found.append((source.rect_of(tuple(index)), strength))
    return found


def _outline(painter: QPainter, rect: QRectF, colour: QColor, width: float) -> None:
    painter.setPen(QPen(colour, width))
    painter.drawRect(rect.adjusted(-width / 2, -width / 2, width / 2, width / 2))


def _connect(
    painter: QPainter, start: QRectF, end: QRectF, colour: QColor, strength: float
) -> None:
    """Connect the right corners of a rectangle with the left ones of another."""
    line = QColor(colour)
    line.setAlphaF(0.15 + 0.55 * strength)
    painter.setPen(QPen(line, 1))
    painter.drawLine(start.topRight(), end.topLeft())
    painter.drawLine(start.bottomRight(), end.bottomLeft())
