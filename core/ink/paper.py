"""Separation of ink from paper: the level of the paper, its noise, and uneven light."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from core.arrays import FloatArray
from core.ink.greys import at_most, highest, lowest, stretched

_SAMPLED_SIDE = 100  # Pixels along the longer side from which the paper's level is taken.
_MOST, _FEW = 0.4, 0.25  # Shares of all pixels that are paper.
_LEAST_SIDE = 20  # Pixels: too few to tell light from ink.
_EVEN = 0.08  # Of the contrast: half the range of the paper's levels in even light.
_SAME = 0.15  # Of the contrast: differences between quarters of a picture in even light.
_MOST_INK = 0.65  # Share of a picture that is cropped to a thick digit.
_PAPER_SIDE = 80  # Pixels along the longer side at which uneven paper is estimated.
_WIDEST_STROKE = 17  # Pixels at that scale.
_NEIGHBOURHOOD = 31  # Pixels at that scale: the side of a square that is mostly paper.
_STEP = 0.2  # Share of the brightest light: the border of the paper.
_FAINTEST = 0.05  # Contrast between 0 and 1; less is not ink.
_STRIPS = 16  # In which the lines of ruled paper are looked for.
_AS_DARK = 0.65  # Share of the ink's contrast: darker lines are ink.
_MOST_LINES = 0.32  # Share of ruled paper that is lines or ink.
_CLEAN = 0.02  # Noise as a share of the contrast, below which grey levels are kept.


def relief_of(
    values: FloatArray, ink_is_light: bool | None = None, *, is_uneven: bool = False
) -> tuple[FloatArray, float]:
    """Return how far each pixel is from the paper's level towards the ink's.

    Parameters
    ----------
    values
        Shape (height, width), 0 black to 1 white, dark ink on light paper or light on dark.
    ink_is_light
        Whether the ink is lighter than the paper; None to find out.
    is_uneven
        Whether the light is uneven even if it seems even.

    Returns
    -------
    relief
        The same shape, 0 or more: the contrast with the paper.
    noise
        Standard deviation of the relief on paper.
    """
    sample = _sampled(values)
    paper = _Paper.of(sample, _MOST)
    if is_uneven or paper.spread > _EVEN * paper.contrast(sample):
        if is_uneven or not _is_even(sample):
            flat = _flattened(values, ink_is_light)
            level = _Paper.of(_sampled(flat), _MOST).level
            # Noise is stronger in the shade.
            noises = sorted(_Paper.of(part, _FEW).noise for part in _quarters(_sampled(flat)))
            noise = noises[-2:][0]
            return np.maximum(np.float32(level) - flat, 0), noise
        paper = _Paper.of(sample, _FEW)
    if ink_is_light is None:
        ink_is_light, paper = _polarity(sample, paper)
    relief = values - np.float32(paper.level)
    return np.maximum(relief if ink_is_light else -relief, 0), paper.noise


@dataclass(frozen=True)
class _Paper:
    """The shortest interval of grey levels with a certain share of all pixels.

    Attributes
    ----------
    level, spread
        Middle of the interval, and half its length.
    noise
        Standard deviation of normally distributed noise with such an interval.
    share
        Of all pixels.
    """

    level: float
    spread: float
    noise: float
    share: float

    @staticmethod
    def of(values: FloatArray, share: float) -> _Paper:
        ordered = np.sort(values, axis=None)
        count = int(share * len(ordered))
        lengths = ordered[count:] - ordered[: len(ordered) - count]
        first = int(lengths.argmin())
        spread = float(lengths[first]) / 2
        level = float(ordered[first] + ordered[first + count]) / 2
        return _Paper(level, spread, spread / NormalDist().inv_cdf(0.5 + share / 2), share)

    def contrast(self, values: FloatArray) -> float:
        return float(max(self.level - values.min(), values.max() - self.level))


def _is_even(values: FloatArray) -> bool:
    """Whether paper and ink are the same in every quarter, as if cropped to a digit."""
    if min(values.shape) < _LEAST_SIDE:
        return True
    extremes = np.stack([np.percentile(part, (5, 95)) for part in _quarters(values)])
    return bool(np.ptp(extremes, axis=0).max() <= _SAME * np.ptp(values))


def _quarters(values: FloatArray) -> list[FloatArray]:
    halves = np.array_split(values, 2)
    parts = [part for half in halves for part in np.array_split(half, 2, 1)]
    return [part for part in parts if part.size]


def _polarity(values: FloatArray, paper: _Paper) -> tuple[bool, _Paper]:
    """Return whether the ink is lighter than the paper, and the paper."""
    is_light = bool(((values - paper.level) ** 3).sum() > 0)
    extreme = float(values.max() if is_light else values.min())
    is_other = (values > (paper.level + extreme) / 2) == is_light
    border = np.concatenate([is_other[0], is_other[-1], is_other[:, 0], is_other[:, -1]])
    # A thick digit may cover more than its paper, which still has most of the border.
    if is_other.mean() > 1 - _MOST_INK and is_other.mean() + border.mean() > 1:
        return not is_light, _Paper.of(values[is_other], paper.share)
    return is_light, paper


def graded(relief: FloatArray, noise: float) -> FloatArray:
    """Convert relief to coverage by ink, 0 to 1; all zeros if nothing stands out of the noise."""
    fewest = min(max(relief.size // 50, 1), 60)
    strong = float(np.partition(relief, -fewest, axis=None)[-fewest])
    most = float(relief.max())
    if strong < max(_FAINTEST, 6 * noise):
        if noise > _CLEAN * most or most < _FAINTEST:
            return np.zeros_like(relief)
        strong = most
    ink = float(np.median(relief[relief > strong / 2]))
    lines = _rulings(relief)
    if lines > _AS_DARK * ink or (relief > lines / 2).mean() > _MOST_LINES:
        lines = 0.0
    if max(noise, lines) <= _CLEAN * strong:
        low, high = 3 * noise, most
    else:
        low = max(3 * noise, 0.35 * ink, 1.3 * lines)
        high = max(0.8 * ink, low + 0.2 * ink)
    return np.clip((relief - np.float32(low)) / np.float32(high - low), 0, 1)


def _rulings(relief: FloatArray) -> float:
    """Return the relief of lines across the whole picture, 0 without such lines."""
    return max(_lines_across(relief), _lines_across(relief.T))


def _lines_across(relief: FloatArray) -> float:
    """Return the relief of nearly horizontal lines, which nearly all vertical strips contain."""
    width = relief.shape[1]
    if width < 4 * _STRIPS:
        return 0.0
    across = width // _STRIPS
    starts = np.arange(_STRIPS) * (width - across) // (_STRIPS - 1)
    strips = relief[:, starts[:, None] + np.arange(across)]
    nth = (across - 1) // 2
    along = np.sort(np.partition(strips, nth, axis=2)[:, :, nth].max(0))
    return float(along[0]) if along[0] > 0.6 * along[_STRIPS // 3] else 0.0


def _sampled(values: FloatArray) -> FloatArray:
    step = -(-max(values.shape) // _SAMPLED_SIDE)
    return values[::step, ::step]


def _flattened(values: FloatArray, ink_is_light: bool | None) -> FloatArray:
    """Divide by the light on the paper; the paper becomes 1, and ink is darker."""
    if ink_is_light is None:
        ink_is_light = seems_light(values)
    # Odd reflection continues the gradient of the light beyond the border.
    margin = _NEIGHBOURHOOD // 2
    small = np.pad(at_most(values, _PAPER_SIDE), margin, "reflect", reflect_type="odd")
    if ink_is_light:
        values, small = 1 - values, 1 - small
    # A morphological closing removes everything dark and narrow, which leaves the paper.
    paper = _closed(small)[margin:-margin, margin:-margin]
    # Beyond a dark rim the light does not go on.
    within = _closed(small[margin:-margin, margin:-margin])
    paper = np.where(within - paper > _STEP * paper.max(), within, lowest(paper, 3))
    return values / stretched(np.maximum(paper, 0.05), values)


def seems_light(values: FloatArray) -> bool:
    """Return whether ink seems to be lighter than the paper around it, in whatever light."""
    margin = _NEIGHBOURHOOD // 2
    small = np.pad(at_most(values, _PAPER_SIDE), margin, "reflect", reflect_type="odd")
    difference = small[margin:-margin, margin:-margin] - _means(small, _NEIGHBOURHOOD)
    return bool((_inner(difference) ** 3).sum() > 0)


def _closed(values: FloatArray) -> FloatArray:
    return lowest(highest(values, _WIDEST_STROKE), _WIDEST_STROKE)


def _inner(values: FloatArray) -> FloatArray:
    """Return the middle of an image, without what may lie around the paper."""
    height, width = (side // 5 for side in values.shape)
    return values[height : values.shape[0] - height, width : values.shape[1] - width]


def _means(values: FloatArray, side: int) -> FloatArray:
    """Compute the mean of each square of that side that lies within the image."""
    sums = np.pad(values.astype(np.float64), ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    sums = sums[side:] - sums[:-side]
    return ((sums[:, side:] - sums[:, :-side]) / side**2).astype(np.float32)
