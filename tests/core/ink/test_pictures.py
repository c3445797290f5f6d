from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.data.idx import read_images, read_labels
from core.digits import SIDE
from core.errors import UserError
from core.ink.picture_files import load_picture
from core.ink.pictures import normalise
from core.ink.render import CENTRE
from core.network.weight_files import load_weights
from core.recognition.recognizer import Recognizer

WEIGHTS = Path(__file__).parents[3] / "resources" / "weights" / "lenet5.safetensors"


@pytest.fixture
def rng():
    return np.random.default_rng(11)


@pytest.fixture(scope="module")
def five():
    return normalise(page())


@pytest.fixture(scope="module")
def recognizer():
    return Recognizer(load_weights(WEIGHTS))


@pytest.fixture(scope="module")
def some_mnist(mnist_dir):
    """Every fifth test image."""
    images = read_images(mnist_dir / "t10k-images-idx3-ubyte.gz")
    labels = read_labels(mnist_dir / "t10k-labels-idx1-ubyte.gz")
    return images[::5], labels[::5]


def page(pen=14, ink="black", paper="white", size=(300, 360), at=(60, 70), height=200, mode="RGB"):
    """A 5 in two strokes, as a picture."""
    picture = Image.new(mode, size, paper)
    draw = ImageDraw.Draw(picture)
    curve = [(1, 38), (12, 32), (28, 33), (40, 42), (46, 58), (44, 76), (32, 92), (16, 98), (0, 92)]
    for stroke in ([(44, 0), (8, 0), *curve], [(44, 0), (60, 0)]):
        points = [(at[0] + x * height / 100, at[1] + y * height / 100) for x, y in stroke]
        draw.line(points, fill=ink, width=pen, joint="curve")
    return picture if mode != "RGB" else np.asarray(picture.convert("L"))


def in_bad_light(picture, rng, noise=0.03):
    rows, columns = np.mgrid[: picture.shape[0], : picture.shape[1]]
    light = 0.9 - 0.3 * rows / picture.shape[0] - 0.3 * columns / picture.shape[1]
    shadow = np.where(rows + columns > 0.8 * picture.shape[0], 0.75, 1.0)
    reflected = (0.15 + 0.85 * picture / 255.0) * light * shadow
    return np.clip(reflected + rng.normal(0, noise, picture.shape), 0, 1)


def similarity(one, other):
    return np.corrcoef(one.ravel(), other.ravel())[0, 1]


def enlarged(image, resampling, side=280):
    return np.asarray(Image.fromarray(image).resize((side, side), resampling))


def test_picture_is_fitted_and_centred_like_mnist(five):
    rows, columns = np.flatnonzero(five.any(1)), np.flatnonzero(five.any(0))
    assert five.dtype == np.float32
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == 20
    assert five.min() == 0
    assert five.max() == pytest.approx(1, abs=0.02)
    pixels = np.arange(SIDE)
    for profile in (five.sum(0), five.sum(1)):
        assert profile @ pixels / profile.sum() == pytest.approx(CENTRE, abs=0.51)


@pytest.mark.parametrize("shape", [(28, 28), (1, 1), (7, 300), (900, 40)])
@pytest.mark.parametrize("grey", [0, 90, 255])
def test_uniform_picture_is_blank(shape, grey):
    assert not normalise(np.full(shape, grey, np.uint8)).any()


def test_picture_without_pixels_is_blank():
    assert normalise(np.zeros((0, 0), np.uint8)).shape == (SIDE, SIDE)


def test_empty_page_in_bad_light_is_blank(rng):
    paper = np.full((400, 300), 255)
    rows = np.mgrid[:400, :300][0]
    gradient = (0.9 - 0.5 * rows / 400) * paper / 255 + rng.normal(0, 0.02, paper.shape)
    assert not normalise(np.clip(gradient, 0, 1)).any()


def test_dark_on_light_equals_light_on_dark(five):
    np.testing.assert_allclose(normalise(255 - page()), five, atol=0.01)


def test_floats_equal_bytes(five):
    np.testing.assert_allclose(normalise(page() / 255), five, atol=0.01)


def test_values_that_are_not_finite_are_paper(five):
    torn = page() / 255
    torn[3, 5] = np.nan
    np.testing.assert_allclose(normalise(torn), five, atol=0.01)


@pytest.mark.parametrize("at", [(20, 20), (150, 120)])
def test_position_on_the_page_does_not_matter(at, five):
    assert similarity(normalise(page(at=at)), five) > 0.99


@pytest.mark.parametrize(
    ("size", "height", "pen"),
    [((80, 90), 50, 4), ((1800, 2400), 1500, 105), ((1800, 2400), 180, 13)],
)
def test_size_on_the_page_does_not_matter(size, height, pen, five):
    at = (size[0] // 5, size[1] // 5)
    assert similarity(normalise(page(size=size, height=height, pen=pen, at=at)), five) > 0.97


def test_grey_ink_counts_like_black_ink(five):
    faint = normalise(page(ink="#b0b0b0", paper="#e8e8e8"))
    assert similarity(faint, five) > 0.98
    assert faint.max() == pytest.approx(1, abs=0.02)


@pytest.mark.parametrize("pen", [2, 4, 8])
def test_thin_strokes_become_as_thick_as_mnists(pen):
    image = normalise(page(pen=pen, size=(500, 560), height=400))
    assert image.sum() == pytest.approx(
        normalise(page(pen=50, size=(500, 560), height=400)).sum(), rel=0.15
    )
    assert np.sort(image.ravel())[-20] > 0.85


def test_thick_strokes_stay_thick():
    assert normalise(page(pen=36)).sum() > 1.3 * normalise(page(pen=24)).sum()


def test_photograph_in_bad_light_shows_the_digit_alone(rng, five):
    photograph = in_bad_light(page(), rng)
    assert similarity(normalise(photograph), five) > 0.97
    assert similarity(normalise(1 - photograph), five) > 0.97


def test_specks_and_the_edge_of_the_table_are_left_out(rng, five):
    photograph = in_bad_light(page(), rng, noise=0.01)
    photograph[:, :12] = 0.1
    for row, column in rng.integers(20, 280, (6, 2)):
        photograph[row : row + 2, column : column + 2] = 0.1
    assert similarity(normalise(photograph), five) > 0.95


def test_speck_on_a_clean_scan_is_left_out(five):
    scan = page().copy()
    scan[340:343, 280:283] = 0
    assert similarity(normalise(scan), five) > 0.99


def test_mnist_image_is_unchanged(some_mnist):
    images, _ = some_mnist
    original = images[:200] / np.float32(255)
    back = np.stack([normalise(image) for image in images[:200]])
    assert np.abs(back - original).mean() < 0.002
    assert np.abs(back - original).max((1, 2)).mean() < 0.05


@pytest.mark.parametrize(
    ("resampling", "inverted"),
    [(Image.Resampling.NEAREST, False), (Image.Resampling.BICUBIC, True)],
)
def test_enlarged_mnist_is_read_like_mnist(some_mnist, recognizer, resampling, inverted):
    images, labels = (part[::8] for part in some_mnist)
    large = (enlarged(image, resampling) for image in images)
    back = np.stack([normalise(255 - image if inverted else image) for image in large])
    wrong_before = (recognizer.probabilities(images).argmax(1) != labels).sum()
    wrong_after = (recognizer.probabilities(back).argmax(1) != labels).sum()
    assert wrong_after - wrong_before <= 0.003 * len(labels)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.bmp", "ein Bild mit Ü.png"])
def test_file_is_read(name, tmp_path, five):
    Image.fromarray(page()).save(tmp_path / name)
    assert similarity(load_picture(tmp_path / name), five) > 0.99


def test_sideways_photograph_is_turned_by_its_orientation(tmp_path, five):
    picture = Image.fromarray(page()).rotate(90, expand=True)
    exif = Image.Exif()
    exif[0x0112] = 6
    picture.save(tmp_path / "a.jpg", exif=exif)
    assert similarity(load_picture(tmp_path / "a.jpg"), five) > 0.99


@pytest.mark.parametrize("ink", ["black", "white", "#e03030"])
def test_ink_on_transparent_paper_is_read(ink, tmp_path, five):
    page(ink=ink, paper=(0, 0, 0, 0), mode="RGBA").save(tmp_path / "a.png")
    assert similarity(load_picture(tmp_path / "a.png"), five) > 0.99


def test_transparency_of_a_palette_is_read(tmp_path, five):
    picture = Image.fromarray(page()).convert("P")
    picture.save(tmp_path / "a.png", transparency=bytes([255] * 200 + [0] * 56))
    assert similarity(load_picture(tmp_path / "a.png"), five) > 0.98


@pytest.mark.parametrize(("ink", "paper"), [("yellow", "white"), ("#ff4040", "#40a040")])
def test_colours_of_equal_brightness_are_separated(ink, paper, tmp_path, five):
    picture = page(ink=ink, paper=paper, mode="RGBA")
    picture.convert("RGB").save(tmp_path / "a.png")
    assert similarity(load_picture(tmp_path / "a.png"), five) > 0.98


@pytest.mark.parametrize(
    ("white", "kind"),
    [
        (65535, np.uint16), (4095, np.uint16),
        (1, np.int32), (255, np.int32), (65535, np.int32), (2**30, np.int32),
        (1, np.float32), (255, np.float32), (1e6, np.float32),
    ],
)  # fmt: skip
@pytest.mark.parametrize("black", ["none", "negative"])
def test_greys_of_any_depth_are_read(tmp_path, five, white, kind, black):
    greys = page().astype(np.float64) / 255
    if black == "negative":
        if kind is np.uint16:
            pytest.skip("has no such values")
        greys = 2 * greys - 1
    Image.fromarray((greys * white).astype(kind)).save(tmp_path / "a.tif")
    assert np.abs(load_picture(tmp_path / "a.tif") - five).max() < 0.02


def test_what_is_no_number_is_paper(tmp_path, five):
    greys = (page() / 255).astype(np.float32)
    greys[:5], greys[5:9], greys[9, :9] = np.nan, np.inf, -np.inf
    Image.fromarray(greys).save(tmp_path / "a.tif")
    assert np.abs(load_picture(tmp_path / "a.tif") - five).max() < 0.2


def test_sixteen_bits_per_pixel_are_read(tmp_path, five):
    Image.fromarray(page().astype(np.uint16) * 257).save(tmp_path / "a.png")
    assert similarity(load_picture(tmp_path / "a.png"), five) > 0.99


@pytest.mark.parametrize("content", [b"", b"no picture", b"GIF89a" + bytes(40)])
def test_file_that_is_not_a_picture_is_named(content, tmp_path):
    (tmp_path / "notes.txt").write_bytes(content)
    with pytest.raises(
        UserError, match=r"notes\.txt (is not a picture: expected one|cannot be read)"
    ):
        load_picture(tmp_path / "notes.txt")


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.bmp"])
@pytest.mark.parametrize("share", [0.02, 0.5, 0.95])
def test_truncated_file_is_named(name, share, tmp_path):
    Image.fromarray(page()).save(tmp_path / name)
    content = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(content[: int(len(content) * share)])
    with pytest.raises(UserError, match=name):
        load_picture(tmp_path / name)


def test_damaged_file_never_escapes_as_another_error(tmp_path, rng):
    Image.fromarray(page()).save(tmp_path / "a.png")
    content = np.frombuffer((tmp_path / "a.png").read_bytes(), np.uint8)
    for _ in range(100):
        damaged = content.copy()
        damaged[rng.integers(8, len(content), 4)] = rng.integers(0, 256, 4)
        (tmp_path / "b.png").write_bytes(damaged.tobytes())
        with contextlib.suppress(UserError):
            assert load_picture(tmp_path / "b.png").shape == (SIDE, SIDE)


@pytest.mark.parametrize("side", [10_000, 20_000])
def test_picture_that_would_fill_the_memory_is_refused(side, tmp_path):
    Image.new("1", (side, side)).save(tmp_path / "bomb.png")
    with pytest.raises(UserError, match=r"bomb\.png is too large"):
        load_picture(tmp_path / "bomb.png")


def test_missing_file_and_folder_are_named(tmp_path):
    for path in (tmp_path / "none.png", tmp_path):
        with pytest.raises(UserError, match="cannot be read"):
            load_picture(path)
