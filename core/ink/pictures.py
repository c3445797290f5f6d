"""Pictures of a digit, normalised to MNIST's format whatever their ink, paper and light."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.arrays import ByteArray, FloatArray
from core.digits import SIDE
from core.ink.boxes import Box
from core.ink.greys import resized, with_margin
from core.ink.paper import relief_of
from core.ink.render import BOX, CENTRE, PEN_WIDTH
from core.ink.strays import digit_in

Grey: TypeAlias = npt.NDArray[np.floating[Any] | np.uint8]
"""Grey levels (height, width): uint8, or floats from 0, black, to 1, white."""
_Box: TypeAlias = tuple[slice, slice]

_WHOLE, _NARROW = 0.9, 0.2  # Length and width of a strip along a side, as shares of the sides.
_WORKING_SIDE = 800  # Pixels: enough for a thin pen on a whole page.
_SAMPLED_SIDE = 1000  # Pixels: enough to compare the contrasts of colour channels.
_LEAST_SIDE = 20  # Pixels; smaller noisy pictures are not reduced.
_VISIBLE = 0.1  # Share of the darkest ink at which the digit's bounding box begins.
_SPECK = 0.05  # Share of the picture's longer side: larger ink is a digit.
_ROUND = 0.4  # Width of a stroke in lengths of a speck; a disc has 0.5.
_NARROWEST = 3  # Pixels.
_THIN = 1.6  # Pixels at MNIST's scale; 99 % of its digits are wider.
_MARGIN = 0.3  # Pixels below that at which a stroke is thickened fully.
_FINE = 8  # Multiple of MNIST's scale at which thin strokes are thickened.


@dataclass(frozen=True, eq=False)
class LocatedDigit:
    """The digit in a picture.

    Attributes
    ----------
    box
        Bounding box in the picture's pixels.
    image
        float32 (28, 28) in [0, 1], as `normalise` returns it.
    """

    box: Box
    image: FloatArray

    def reduced(self, shrink: float) -> LocatedDigit:
        """Return the digit in a picture that is smaller by a factor."""
        return replace(self, box=self.box.rescaled(0, 0, shrink))


def normalise_picture(picture: Image.Image) -> FloatArray:
    """Convert an opaque picture of one digit to MNIST's format; see `normalise`."""
    return normalise(grey_of(picture))


def grey_of(picture: Image.Image) -> ByteArray:
    """Return the grey levels, or a colour channel that has much more contrast."""
    luma = np.asarray(picture.convert("L"))
    if picture.mode in ("1", "L", "LA"):
        return luma
    channels = [luma, *np.moveaxis(np.asarray(picture.convert("RGB")), 2, 0)]
    step = -(-max(picture.size) // _SAMPLED_SIDE)
    samples = (channel[::step, ::step] for channel in channels)
    contrasts = [float(np.ptp(np.percentile(sample, (0.5, 99.5)))) for sample in samples]
    best = int(np.argmax(contrasts))
    return channels[best] if contrasts[best] > 1.5 * contrasts[0] else luma


def normalise(grey: Grey) -> FloatArray:
    """Convert a grey image of one digit to MNIST's format.

    Parameters
    ----------
    grey
        Of any size. Dark ink on light paper or light on dark; it may touch the border. Photographs
        may be noisy and unevenly lit, and show a frame, ruled lines, or what lies around the paper.

    Returns
    -------
    FloatArray
        Shape (28, 28) in [0, 1], white ink on black: cropped, scaled to fit 20x20 pixels with its
        aspect ratio kept, and shifted to MNIST's centre of mass. Strokes thinner than nearly all
        of MNIST's are thickened to the pad's pen width. MNIST images are returned unchanged. All
        zeros for a blank image.
    """
    digit = locate(grey)
    return np.zeros((SIDE, SIDE), np.float32) if digit is None else digit.image


def locate(grey: Grey) -> LocatedDigit | None:
    """Find the digit in grey levels as `normalise` takes them; None for blank images and strips."""
    if is_strip(grey):
        return None
    values, shrink = working_values(grey)
    ink = _find_ink(values)
    if not ink.any():
        return None
    box = visible_box(ink)
    if _is_speck(ink, box):
        return None
    scale = max(grey.shape) / max(ink.shape)
    if shrink > 1 and max(_sides(box)) < max(ink.shape) / 4:
        near = _widened(box, scale)
        digit = locate(grey[near])
        left, top = near[1].start, near[0].start
        return digit and LocatedDigit(digit.box.rescaled(-left, -top, 1), digit.image)
    rows, columns = box
    edges = columns.start, rows.start, columns.stop, rows.stop
    return LocatedDigit(Box(*(float(edge * scale) for edge in edges)), digit_image(ink[box]))


def is_strip(grey: Grey) -> bool:
    """Whether a picture is too narrow for a digit: each of its lines would be a 1."""
    return min(grey.shape) < _NARROWEST


def working_values(grey: Grey, side: int = _WORKING_SIDE) -> tuple[FloatArray, float]:
    """Return grey levels as floats, reduced to `side` pixels, and the factor of the reduction."""
    shrink = max(1.0, max(grey.shape, default=0) / side)
    values = grey.astype(np.float32)
    if grey.dtype == np.uint8:
        values /= np.float32(255)
    else:
        np.nan_to_num(values, copy=False, nan=1.0)
        np.clip(values, 0, 1, out=values)
    return (resized(values, 1 / shrink) if shrink > 1 else values), shrink


def digit_image(ink: FloatArray) -> FloatArray:
    """Convert ink, the coverage of a digit's bounding box, to MNIST's format; see `normalise`."""
    return _centred(_fitted(ink))


def _find_ink(values: FloatArray) -> FloatArray:
    """Compute each pixel's ink coverage, 0 to 1; grey levels are kept on evenly lit paper."""
    if not values.size:
        return values
    ink = digit_in(*relief_of(values))
    # Noise that hides the ink fades as pixels are averaged.
    if not ink.any() and min(values.shape) >= 2 * _LEAST_SIDE:
        faint = _find_ink(resized(values, 0.5))
        return np.zeros_like(faint) if _is_rim(faint) else faint
    return ink


def _is_rim(ink: FloatArray) -> bool:
    """Whether the ink is a strip along a whole side, as uneven light leaves it on a blank page."""
    if not ink.any():
        return False
    rows, columns = visible_box(ink)
    for along, across, length, width in (
        (rows, columns, *ink.shape),
        (columns, rows, *ink.shape[::-1]),
    ):
        is_whole = along.stop - along.start >= _WHOLE * length
        is_beside = min(across.start, width - across.stop) == 0
        if is_whole and is_beside and across.stop - across.start <= _NARROW * width:
            return True
    return False


def visible_box(ink: FloatArray) -> _Box:
    """Return the rows and columns of the bounding box of ink, which is not blank."""
    visible = ink > _VISIBLE * ink.max()
    (rows,), (columns,) = visible.any(1).nonzero(), visible.any(0).nonzero()
    return slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1)


def _sides(box: _Box) -> tuple[int, int]:
    return box[0].stop - box[0].start, box[1].stop - box[1].start


def _is_speck(ink: FloatArray, box: _Box) -> bool:
    """Whether the ink is small and as thick as it is long."""
    longest = max(_sides(box))
    return longest < _SPECK * max(ink.shape) and _stroke_width(ink[box]) > _ROUND * longest


def _widened(box: _Box, scale: float) -> _Box:
    """Scale a box by `scale` and add a margin of its longer side."""
    margin = max(_sides(box))
    low = [max(0, round((side.start - margin) * scale)) for side in box]
    high = [round((side.stop + margin) * scale) for side in box]
    return slice(low[0], high[0]), slice(low[1], high[1])


def _fitted(ink: FloatArray) -> FloatArray:
    """Scale cropped ink to 20 pixels along its longer side, and thicken thin strokes."""
    scale = BOX / max(ink.shape)
    width = _stroke_width(ink) * scale
    if width >= _THIN:
        return resized(ink, scale)
    radius = (PEN_WIDTH - width) / 2 * min(1.0, (_THIN - width) / _MARGIN) * _FINE
    # The box includes the pen width, so that a thicker pen leaves less room for its centre line.
    fine = resized(ink, scale * _FINE)
    fine = fine / np.percentile(fine[fine > fine.max() / 2], 75)
    fine = with_margin(fine, int(radius) + 1)
    fine = np.clip(dilated(fine, radius), 0, 1)
    fine = fine[visible_box(fine)]
    return resized(fine, BOX / max(fine.shape))


def _stroke_width(ink: FloatArray) -> float:
    """Estimate the mean stroke width in pixels: twice the area over the outline's length."""
    padded = with_margin(ink, 1)
    falling = padded[1:, 1:] - padded[:-1, :-1]
    rising = padded[1:, :-1] - padded[:-1, 1:]
    outline = np.sqrt((falling * falling + rising * rising) / 2).sum()
    return float(2 * ink.sum() / outline)


def dilated(ink: FloatArray, radius: float) -> FloatArray:
    """Dilate ink by a disc of this radius in pixels."""
    reach = int(radius)
    padded = with_margin(ink, reach)
    height, width = ink.shape
    thick = ink.copy()
    # The maximum along each row, over the width of the disc; that grows towards its middle.
    across, half = padded[:, reach : reach + width].copy(), 0
    for down in range(reach, -1, -1):
        while (half + 1) ** 2 + down**2 <= radius**2:
            half += 1
            for first in (reach - half, reach + half):
                np.maximum(across, padded[:, first : first + width], out=across)
        for first in (reach - down, reach + down):
            np.maximum(thick, across[first : first + height], out=thick)
    return thick


def _centred(digit: FloatArray) -> FloatArray:
    """Place a digit in an image, with its centre of mass within half a pixel of MNIST's."""
    digit = digit.clip(0, 1)
    image = np.zeros((SIDE, SIDE), np.float32)
    rows, columns = (
        slice(first := _first_pixel(digit.sum(1 - axis)), first + digit.shape[axis])
        for axis in (0, 1)
    )
    image[rows, columns] = digit
    return image


def _first_pixel(profile: FloatArray) -> int:
    """Return the first row (or column) of a digit with this profile of ink."""
    centre = float(profile @ np.arange(len(profile), dtype=np.float32)) / float(profile.sum())
    return min(max(0, round(CENTRE - centre)), SIDE - len(profile))
