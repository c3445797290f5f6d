"""Random variation of strokes, as between two attempts of the same writer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.ink.drawing import Stroke


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
        angles, phases = rng.uniform(0, 2 * np.pi, (2, 2, 3))
        waves = 2 * np.pi / rng.uniform(*self.wave_lengths, (2, 3))
        along = points[:, :1, None] * np.cos(angles) + points[:, 1:, None] * np.sin(angles)
        # Three waves of random phase have a variance of 3/2.
        warp = strength * self.warp * np.sqrt(2 / 3)
        points = points + warp * np.sin(along * waves + phases).sum(2)
        stretch = np.exp(rng.normal(*self.aspect) / 2)
        slant, turn = rng.normal(*self.slant), rng.normal(0, self.rotation)
        shape = np.array([[stretch, -slant], [0, 1 / stretch]])
        rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
        return points @ (rotation @ shape).T


_SAME_WRITER = Variation(
    warp=0.05, wave_lengths=(0.5, 2.0), aspect=(0, 0.15), slant=(0, 0.18), rotation=0.1
)


def vary(strokes: Sequence[Stroke], rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Vary strokes as if the same writer had drawn them again.

    Parameters
    ----------
    strokes
        Arrays of shape (n, 2) of finite points x, y in any unit, y downwards.
    rng
        Source of randomness.

    Returns
    -------
    tuple of Stroke
        With the same numbers of points; about 1 unit large, around the origin.
    """
    points = np.concatenate([np.empty((0, 2)), *strokes])
    if not len(points):
        return tuple(strokes)
    low, high = points.min(0), points.max(0)
    points = (points - (low + high) / 2) / max((high - low).max(), np.finfo(float).tiny)
    ends = np.cumsum([len(stroke) for stroke in strokes])[:-1]
    return tuple(np.split(_SAME_WRITER.apply(points, rng), ends))
