"""Random variation of strokes, as between two attempts of the same writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from core.arrays import Indices
from core.ink.drawing import Stroke

Chances: TypeAlias = tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]
"""The random numbers of a variation."""


def draw_chances(rng: np.random.Generator) -> Chances:
    """Draw the random numbers of a variation: uniform ones (3, 2, 3) and normal ones (3,)."""
    return rng.random((3, 2, 3)), rng.standard_normal(3)


@dataclass(frozen=True)
class Variation:
    """Distribution of random distortions; lengths are in the units of the points.

    Parameters
    ----------
    warp
        Standard deviation of the smooth displacement.
    wave_lengths
        The shortest and the longest wave of the displacement.
    aspect
        Mean and standard deviation of log(width / height).
    slant
        Mean and standard deviation of the shear; positive leans to the right.
    rotation
        Standard deviation of the rotation in radians.
    """

    warp: float
    wave_lengths: tuple[float, float]
    aspect: tuple[float, float]
    slant: tuple[float, float]
    rotation: float

    def apply(self, points: Stroke, rng: np.random.Generator, strength: float = 1.0) -> Stroke:
        """Distort points at random: displace them, then stretch, slant and rotate them.

        Parameters
        ----------
        points
            (n, 2), around the origin.
        rng
            Source of randomness.
        strength
            Factor of the displacement.

        Returns
        -------
        Stroke
            (n, 2).
        """
        return self.apply_each(
            points, np.array([len(points)]), [draw_chances(rng)], np.array([strength])
        )

    def apply_each(
        self,
        points: Stroke,
        counts: Indices,
        chances: Sequence[Chances],
        strengths: npt.NDArray[np.float64] | None = None,
    ) -> Stroke:
        """Distort the points of several drawings, each as `apply` does.

        Parameters
        ----------
        points, counts
            (n, 2), the points of all drawings, and (m,), the number of points of each.
        chances
            m, of each drawing.
        strengths
            (m,), of each drawing, see `apply`; None for 1.

        Returns
        -------
        Stroke
            (n, 2).
        """
        uniform = np.array([chance for chance, _ in chances])
        normal = np.array([chance for _, chance in chances])
        # What is drawn for a single drawing applies to all points without copies.
        owners = np.arange(len(counts)).repeat(counts) if len(counts) > 1 else np.arange(1)
        strengths = np.ones(len(counts)) if strengths is None else strengths

        angles, phases = 2 * np.pi * uniform[:, 0], 2 * np.pi * uniform[:, 1]
        shortest, longest = self.wave_lengths
        waves = 2 * np.pi / (shortest + (longest - shortest) * uniform[:, 2])
        x, y = points[:, :1, None], points[:, 1:, None]
        along = x * np.cos(angles)[owners] + y * np.sin(angles)[owners]
        # Three waves of random phase have a variance of 3/2.
        warp = (strengths * self.warp * np.sqrt(2 / 3))[owners, None]
        points = points + warp * np.sin(along * waves[owners] + phases[owners]).sum(2)

        means, deviations = zip(self.aspect, self.slant, (0, self.rotation), strict=True)
        aspect, slant, turn = (means + np.array(deviations) * normal).T
        stretch = np.exp(aspect / 2)
        shape = _matrices(stretch, -slant, 0, 1 / stretch)
        cos, sin = np.cos(turn), np.sin(turn)
        rotation = _matrices(cos, -sin, sin, cos)
        return np.einsum("nij,nj->ni", (rotation @ shape)[owners], points)


def _matrices(
    upper_left: npt.NDArray[np.float64], *others: npt.NDArray[np.float64] | float
) -> npt.NDArray[np.float64]:
    """Return matrices (n, 2, 2) with these entries (n,), row by row."""
    matrices = np.empty((len(upper_left), 4))
    for place, entry in enumerate((upper_left, *others)):
        matrices[:, place] = entry
    return matrices.reshape(-1, 2, 2)


_SAME_WRITER = Variation(
    warp=0.05, wave_lengths=(0.5, 2.0), aspect=(0, 0.15), slant=(0, 0.18), rotation=0.1
)


def vary(
    drawings: Sequence[Sequence[Stroke]], rng: np.random.Generator
) -> list[tuple[Stroke, ...]]:
    """Vary drawings as if the same writers had drawn them again.

    Parameters
    ----------
    drawings
        The strokes of each: arrays of shape (n, 2) of finite points x, y in any unit, y downwards.
    rng
        Source of randomness, used for one drawing after the other.

    Returns
    -------
    list of tuple of Stroke
        With the same numbers of points; each drawing about 1 unit large, around the origin.
    """
    points = np.concatenate([np.empty((0, 2)), *(stroke for each in drawings for stroke in each)])
    if len(points):
        counts = np.array([sum(map(len, strokes)) for strokes in drawings])
        counts = counts[counts > 0]
        firsts = counts.cumsum() - counts
        low, high = np.minimum.reduceat(points, firsts), np.maximum.reduceat(points, firsts)
        extents = np.maximum((high - low).max(1), np.finfo(float).tiny)
        points = (points - ((low + high) / 2).repeat(counts, 0)) / extents.repeat(counts)[:, None]
        # One drawing after the other, so that the result does not depend on their number.
        chances = [draw_chances(rng) for _ in counts]
        points = _SAME_WRITER.apply_each(points, counts, chances)
    varied: list[tuple[Stroke, ...]] = []
    start = 0
    for strokes in drawings:
        ends = list(accumulate(map(len, strokes), initial=start))
        varied.append(tuple(points[first:end] for first, end in pairwise(ends)))
        start = ends[-1]
    return varied


# Of an upstroke, in units of the height of a 1.
_FLAG = 0.06  # The least descent of a flag's start below the top.
_REACH = (0.1, 0.65)  # Horizontal distance of its start from the top.
_STEEPNESS = (20.0, 85.0)  # Degrees.
_LONGEST = 1.1  # Descent of its start.
_BULGE = 0.08  # Standard deviation of the distance of its middle from the straight line.
_UPSTROKE_POINTS = 12


def add_upstroke(strokes: Sequence[Stroke], rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Draw a 1 as other people do: with an upstroke from anywhere between its top and its foot.

    Parameters
    ----------
    strokes
        A 1, whose first stroke is its stem: an array of shape (n, 2) of points x, y in any unit, y
        downwards. A flag that it has is replaced.
    rng
        Source of randomness.

    Returns
    -------
    tuple of Stroke
        The strokes; unchanged if the first is not a stem.
    """
    stem, *others = strokes
    top = int(stem[:, 1].argmin())
    height = float(np.ptp(stem[:, 1]))
    if top > len(stem) / 2 or height <= 2 * float(np.ptp(stem[top:, 0])):
        return tuple(strokes)
    steepness = np.tan(np.radians(rng.uniform(*_STEEPNESS)))
    reach = rng.uniform(*_REACH)
    descent = min(reach * steepness, rng.uniform(_FLAG, _LONGEST))
    start = np.array([-descent / steepness, descent])
    along = np.linspace(1, 0, _UPSTROKE_POINTS)[:, None]
    across = np.array([-start[1], start[0]]) / np.hypot(*start)
    bulge = rng.normal(0, _BULGE) * 4 * along * (1 - along) * across
    upstroke = stem[top] + height * (along * start + bulge)
    return (np.concatenate([upstroke, stem[top:]]), *others)


_SPACINGS = (0.12, 0.3)  # Between two points, in units of the drawing's size.


def sample_sparsely(strokes: Sequence[Stroke], rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Keep few points of each stroke, as a slow computer does of a fast mouse.

    Parameters
    ----------
    strokes
        Of a drawing about 1 unit large: arrays of shape (n, 2) of points x, y.
    rng
        Source of randomness.

    Returns
    -------
    tuple of Stroke
        With both ends of each stroke.
    """
    spacing = rng.uniform(*_SPACINGS)
    return tuple(_sampled(stroke, spacing, rng) for stroke in strokes)


def _sampled(stroke: Stroke, spacing: float, rng: np.random.Generator) -> Stroke:
    """Return points of a stroke that are about this far apart along it."""
    steps = stroke[1:] - stroke[:-1]
    along = np.zeros(len(stroke))
    np.hypot(steps[:, 0], steps[:, 1]).cumsum(out=along[1:])
    n = int(np.ceil(along[-1] / spacing))
    if len(stroke) <= n + 1:
        return stroke
    inner = np.arange(1, n) + rng.uniform(-0.3, 0.3, max(n - 1, 0))
    places = np.concatenate([[0.0], inner / max(n, 1), [1.0]]) * along[-1]
    return stroke[along.searchsorted(places)]
