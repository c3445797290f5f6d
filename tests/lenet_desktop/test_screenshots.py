"""Pictures of every page, with content, in both appearances."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from lenet_desktop.screenshots import save_screenshots
from tests.lenet_desktop.conftest import bundled_weights


@pytest.fixture
def files(qapp, tmp_path):
    bundled_weights()
    return save_screenshots(tmp_path / "pictures")


def test_every_page_is_drawn_light_and_dark(files):
    assert [file.name for file in files] == ["draw-light.png", "draw-dark.png"]
    light, dark = (QImage(str(file)) for file in files)
    assert light.width() >= 1000
    assert light.pixelColor(3, light.height() - 3).lightness() > 200
    assert dark.pixelColor(3, dark.height() - 3).lightness() < 60


def test_the_settings_of_the_person_are_left_alone(files, tmp_path):
    assert not (tmp_path / "settings").exists()
