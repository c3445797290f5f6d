"""The form of a plan, with all its settings unfolded."""

from __future__ import annotations

import pytest

from lenet_desktop.train.form.plan_form import PlanForm
from tests.support.window.clicks import click
from tests.support.window.forms import more_button


@pytest.fixture
def form(qtbot):
    form = PlanForm()
    qtbot.addWidget(form)
    with qtbot.waitExposed(form):
        form.show()
    click(more_button(form))
    return form
