"""Pictures of every page, with content, in both appearances."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QImage

from core.data.sources import SOURCES, SYNTHETIC
from lenet_desktop import screenshots
from tests.support.inputs.networks import bundled_weights


@pytest.fixture(scope="module")
def files(qapp, tmp_path_factory):
    bundled_weights()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(screenshots, "EPOCHS", 1)
        patch.setattr(SOURCES[SYNTHETIC], "n_train", 600)
        patch.setattr(SOURCES[SYNTHETIC], "n_test", 200)
        return screenshots.save_screenshots(tmp_path_factory.mktemp("screenshots") / "pictures")


def test_every_page_is_drawn_light_and_dark_and_nothing_is_left(files, tmp_path, runs_folder):
    pages, appearances = ("draw", "inside", "train", "evaluate", "my_digits"), ("light", "dark")
    names = [f"{page}-{appearance}.png" for appearance in appearances for page in pages]
    assert [file.name for file in files] == names
    for file in files:
        image = QImage(str(file))
        assert image.width() >= 1000
        corner = image.pixelColor(3, image.height() - 3).lightness()
        assert corner > 200 if "light" in file.name else corner < 60
    assert not (tmp_path / "settings").exists()
    assert not runs_folder.exists()
