"""The curves of a run in memory: how they grow and are kept small."""

from __future__ import annotations

import numpy as np
import pytest

from core.training.checkpoints import EpochMetrics
from core.training.events import BatchesDone
from lenet_desktop.state.training.curves import MOST_POINTS, RunCurves, Series


def test_a_series_keeps_its_points_in_order_as_it_grows():
    series = Series()
    x = np.arange(5000)
    for part in np.array_split(x, 7):
        series.extend(part, 2 * part)
    assert len(series) == 5000
    np.testing.assert_array_equal(series.points, [x, 2 * x])


def test_140_000_batches_hold_no_more_points_than_allowed_and_keep_their_course():
    series = Series(most_points=10_000)
    x = np.arange(140_000)
    most = 0
    for start in range(0, len(x), 701):
        series.extend(x[start : start + 701], 3 * x[start : start + 701])
        most = max(most, len(series))
    assert 5_000 < len(series) <= most <= 10_000
    held_x, held_y = series.points
    np.testing.assert_allclose(held_y, 3 * held_x)
    # Sixteen batches are one point: none is lost between two, at the start or at the end.
    assert 0 < np.diff(held_x).min() <= np.diff(held_x).max() <= 16
    assert held_x[0] < 16
    assert held_x[-1] > 140_000 - 2 * 16
    assert series.points.base.size <= 4 * 2 * 10_000


def test_a_run_of_any_length_holds_a_bounded_number_of_points():
    curves = RunCurves(1000)
    for step in range(10_000, 600_001, 10_000):
        curves.add_losses(step, np.ones(10_000, np.float32))
    assert MOST_POINTS // 2 < len(curves.losses) <= MOST_POINTS
    assert curves.losses.points[0, -1] == pytest.approx(600, abs=0.01)


def test_batches_lie_at_their_share_of_an_epoch(two_epochs):
    x, losses = two_epochs.losses.points
    np.testing.assert_allclose(x, np.arange(1, 21) / 10)
    np.testing.assert_allclose(losses, np.linspace(2, 0.1, 20))
    np.testing.assert_allclose(two_epochs.val_accuracy, [[1, 2], [85, 92]])
    np.testing.assert_allclose(two_epochs.train_accuracy, [[1, 2], [80, 90]])
    assert RunCurves(5).val_accuracy.shape == (2, 0)


def test_batches_add_their_losses_and_their_learning_rate(two_epochs):
    two_epochs.add_batches(
        BatchesDone(22, 3, (0.1, 0.05), 0.9, 0.05, images_per_second=1.0, memory=None)
    )
    np.testing.assert_allclose(two_epochs.losses.points[:, -2:], [[2.1, 2.2], [0.1, 0.05]])
    np.testing.assert_allclose(two_epochs.learning_rates.points, [[2.2], [0.05]])


def batches(step, epoch, accuracy, val_accuracy=None):
    return BatchesDone(
        step, epoch, (0.1,), accuracy, 0.05, images_per_second=1.0, memory=None,
        val_accuracy=val_accuracy,
    )  # fmt: skip


def test_a_short_run_has_points_within_its_epochs():
    curves = RunCurves(10, within_epochs=True)
    curves.add_batches(batches(5, 1, 0.5, 0.6))
    curves.add_batches(batches(10, 1, 0.7))
    np.testing.assert_allclose(curves.train_accuracy, [[0.5, 1], [50, 90]])
    np.testing.assert_allclose(curves.val_accuracy, [[0.5], [60]])
    curves.history.append(EpochMetrics(1, 0.1, 0.7, 0.1, 0.8, 0.01, 1.0))
    curves.add_batches(batches(12, 2, 0.9))
    np.testing.assert_allclose(curves.train_accuracy, [[0.5, 1, 1.2], [50, 90, 90]])
    np.testing.assert_allclose(curves.val_accuracy, [[0.5, 1], [60, 80]])


def test_the_training_accuracy_within_epochs_is_that_of_each_tenth():
    """Events bring the mean since the start of the epoch, and come at any step."""
    per_epoch, rng = 86, np.random.default_rng(0)
    of_batch = np.linspace(0.1, 0.98, 3 * per_epoch)
    curves = RunCurves(per_epoch, within_epochs=True)
    steps = np.unique([*rng.integers(1, 3 * per_epoch, 150), *per_epoch * np.arange(1, 4)])
    for step in steps.tolist():
        first = (step - 1) // per_epoch * per_epoch
        mean = of_batch[first:step].mean()
        curves.add_batches(batches(step, first // per_epoch + 1, mean))
    x, y = curves.train_accuracy
    assert len(x) == 30
    assert {1, 2, 3} <= set(x)
    ends = np.rint(x * per_epoch).astype(int)
    expected = [of_batch[a:b].mean() for a, b in zip([0, *ends], ends, strict=False)]
    np.testing.assert_allclose(y, 100 * np.array(expected))


def test_epochs_before_a_short_run_was_resumed_have_their_points():
    curves = RunCurves(10, within_epochs=True)
    curves.history.append(EpochMetrics(1, 0.1, 0.7, 0.1, 0.8, 0.01, 1.0))
    curves.add_batches(batches(12, 2, 0.9))
    np.testing.assert_allclose(curves.train_accuracy, [[1, 1.2], [70, 90]])


def test_a_long_run_has_one_point_an_epoch():
    curves = RunCurves(10)
    curves.add_batches(batches(5, 1, 0.5, 0.6))
    assert curves.train_accuracy.shape == curves.val_accuracy.shape == (2, 0)
