"""Large pictures are reduced strip by strip, and those that take too much memory are refused."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.errors import UserError
from core.ink import picture_files
from core.ink.picture_files import open_picture, reduced

# Prints the size of a decoded picture and the growth of the most resident memory, in bytes.
_DECODE = """
import sys
from pathlib import Path
from core.ink.picture_files import _decode
def peak():
    status = Path("/proc/self/status").read_text().split()
    return int(status[status.index("VmHWM:") + 1]) * 1024
_decode(Path(sys.argv[1]))
before = peak()
print(*_decode(Path(sys.argv[2])).size, peak() - before)
"""


@pytest.mark.parametrize(
    ("mode", "size"),
    [
        ("L", (3500, 1500)),
        ("RGB", (5000, 700)),
        ("RGBA", (700, 5000)),
        ("I", (3500, 1500)),
        ("F", (5000, 700)),
        ("L", (700, 5000)),
    ],
)
def test_strips_are_as_good_as_the_whole(mode, size, monkeypatch):
    monkeypatch.setattr(picture_files, "_STRIP", 300_000)
    pixels = np.random.default_rng(0).integers(128, 256, (*size[::-1], 4), np.uint8)
    picture = Image.fromarray(pixels).convert(mode)
    small = reduced(picture)
    whole = picture.resize(small.size, Image.Resampling.HAMMING)
    assert max(small.size) == 3200
    assert small.mode == mode
    difference = np.subtract(np.asarray(small), np.asarray(whole), dtype=np.float64)
    # Colours are multiplied by their opacity, rounded and divided again.
    assert np.abs(difference).max() <= (6 if mode == "RGBA" else 1)


@pytest.mark.parametrize("mode", ["1", "P", "I;16"])
def test_what_cannot_be_averaged_is_converted(mode):
    picture = Image.new("L", (4000, 3900), 255)
    picture.paste(0, (0, 0, 2000, 3900))
    if mode == "I;16":
        picture = Image.fromarray(np.asarray(picture).astype(np.uint16) * 257)
    small = np.asarray(reduced(picture.convert(mode) if mode != "I;16" else picture), np.float64)
    assert np.unique(small[:, :1590]).tolist() == [0]
    assert small[:, 1610:].min() == small.max() > 0


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize(
    ("mode", "n_bytes"), [("L", 1), ("P", 1), ("RGB", 4), ("RGBA", 4), ("LA", 4), ("I;16", 2)]
)
def test_decoding_keeps_one_copy_of_the_pixels(mode, n_bytes, tmp_path):
    side = 4500
    Image.new(mode, (1, 1)).save(tmp_path / "small.png")
    Image.new(mode, (side, side)).save(tmp_path / "large.png")
    command = [sys.executable, "-c", _DECODE, tmp_path / "small.png", tmp_path / "large.png"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    width, height, most = map(int, done.stdout.split())
    assert (width, height) == (3200, 3200)
    assert most < n_bytes * side**2 + 4 * width * height + 25_000_000


def save(path: Path, mode: str = "RGB", side: int = 1000, **options) -> Path:
    Image.new(mode, (side, side)).save(path, **options)
    return path


@pytest.mark.parametrize(
    ("name", "mode", "options", "megabytes_per_megapixel"),
    [
        ("a.png", "RGB", {}, 4),
        ("a.png", "L", {}, 1),
        ("a.png", "RGBA", {}, 4),
        ("a.jpg", "RGB", {}, 4),
        ("a.jpg", "RGB", {"progressive": True}, 10),
        ("a.jpg", "CMYK", {"progressive": True}, 12),
        ("a.webp", "RGB", {}, 16),
        ("a.tif", "RGB", {"compression": "tiff_lzw"}, 10),
    ],
)
def test_a_picture_that_takes_more_memory_is_refused(
    name, mode, options, megabytes_per_megapixel, tmp_path, monkeypatch
):
    path = save(tmp_path / name, mode, **options)
    needed = megabytes_per_megapixel * 1_000_000 + path.stat().st_size
    monkeypatch.setattr(picture_files, "_MOST_MEMORY", needed)
    assert open_picture(path).size == (1000, 1000)
    monkeypatch.setattr(picture_files, "_MOST_MEMORY", needed - 1)
    with pytest.raises(UserError, match=f"{name} is too large: decoding it takes"):
        open_picture(path)


def test_a_large_photograph_needs_little_memory(tmp_path, monkeypatch):
    # JPEG is decoded at a half, a quarter or an eighth of its size.
    path = save(tmp_path / "a.jpg", side=6400)
    monkeypatch.setattr(picture_files, "_MOST_MEMORY", 4 * 3200**2 + path.stat().st_size)
    assert open_picture(path).size == (3200, 3200)


def test_the_limits_keep_decoding_below_500_mb():
    # A PNG of the most pixels and bytes, its reduced copy, and strips.
    reduced_copy, strips = 4 * 3200**2, 4 * 4 * picture_files._STRIP
    assert picture_files._MOST_MEMORY + reduced_copy + strips < 500_000_000


@pytest.mark.parametrize("size", [(70_000, 10), (10, 70_000)])
def test_a_very_long_side_is_refused(size, tmp_path):
    Image.new("L", size).save(tmp_path / "a.png")
    with pytest.raises(UserError, match="65535 along a side"):
        open_picture(tmp_path / "a.png")


def test_a_large_picture_inside_an_icon_is_refused(tmp_path):
    save(tmp_path / "a.png", "1", 9500)
    content = (tmp_path / "a.png").read_bytes()
    sizes = np.array([len(content), 22], "<u4").tobytes()
    header = np.array([0, 1, 1], "<u2").tobytes() + bytes(4) + b"\1\0\40\0" + sizes
    (tmp_path / "a.ico").write_bytes(header + content)
    with pytest.raises(UserError, match="a picture may have 89 million pixels"):
        open_picture(tmp_path / "a.ico")


def test_a_decoded_picture_is_freed_block_by_block(tmp_path, monkeypatch):
    """To return hundreds of megabytes takes Python's lock, for which the window would wait."""
    path = tmp_path / "large.png"
    Image.new("RGB", (5000, 4000), "white").save(path, compress_level=1)
    kept, core = [], Image.core

    class Core:
        def __getattr__(self, name):
            return getattr(core, name)

        def set_blocks_max(self, number):
            core.set_blocks_max(number)
            kept.append(core.get_stats()["blocks_cached"])

    monkeypatch.setattr(Image, "core", Core())
    assert open_picture(path).size == (3200, 2560)
    assert max(kept) >= 4
    assert all(before - after <= 1 for before, after in pairwise(kept))
    assert kept[-1] == 0
