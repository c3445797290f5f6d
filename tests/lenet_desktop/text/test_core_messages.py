"""Every message of `core` is listed for lupdate, and shown in the user's language."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from core.errors import Message, UserError
from lenet_desktop.text.core_messages import CORE_MESSAGES
from lenet_desktop.text.errors import error_message, translated
from tests.support.texts import message_templates


@pytest.fixture
def loud(qapp):
    """A language that writes every template of `core` in capitals, its placeholders excepted."""

    class Loud(QTranslator):
        def isEmpty(self):  # noqa: N802
            return False

        def translate(self, context, text, disambiguation=None, n=-1):
            del disambiguation, n
            return (
                text.replace("damaged", "DAMAGED").replace("no ", "NO ")
                if context == "core"
                else ""
            )

    translator = Loud()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_the_list_holds_every_template_and_no_other():
    templates = message_templates()
    missing = {
        template: places for template, places in templates.items() if template not in CORE_MESSAGES
    }
    assert missing == {}, "run python -m tests.support.update_texts"
    assert sorted(CORE_MESSAGES) == sorted(templates), "run python -m tests.support.update_texts"


@pytest.mark.usefixtures("loud")
def test_a_message_within_a_message_is_translated_too():
    fault = Message("it has no {names}.", {"names": "C1"})
    error = UserError("{file} is damaged: {fault}", file="a.npz", fault=fault)
    assert translated(error) == error_message(error) == "a.npz is DAMAGED: it has NO C1."
    assert str(error) == "a.npz is damaged: it has no C1."
