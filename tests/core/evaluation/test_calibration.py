"""Reliability and coverage of small sets of answers."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.calibration import accuracy_at_coverage, reliability


def answers(*pairs: tuple[float, bool]):
    """Probabilities and labels of answers with a confidence each, right or wrong."""
    probabilities = np.zeros((len(pairs), 10), np.float32)
    for row, (confidence, _) in zip(probabilities, pairs, strict=True):
        row[:] = (1 - confidence) / 9
        row[3] = confidence
    return probabilities, np.array([3 if is_right else 4 for _, is_right in pairs])


def test_answers_fall_into_bins_by_confidence():
    found = reliability(*answers((0.95, True), (0.91, False), (0.55, True), (1.0, True)), bins=10)
    assert list(found.counts) == [0, 0, 0, 0, 0, 1, 0, 0, 0, 3]
    assert found.accuracy[9] == pytest.approx(2 / 3)
    assert found.confidence[9] == pytest.approx((0.95 + 0.91 + 1) / 3)
    assert np.isnan(found.accuracy[0])
    assert (found.edges[0], found.edges[-1], len(found.edges)) == (0, 1, 11)


def test_the_calibration_error_is_the_weighted_gap():
    found = reliability(*answers((0.95, True), (0.95, False), (0.55, True)), bins=10)
    assert found.expected_calibration_error == pytest.approx((2 * 0.45 + 0.45) / 3)


def test_perfectly_calibrated_answers_have_no_error():
    found = reliability(*answers(*[(0.75, n % 4 != 0) for n in range(8)]))
    assert found.expected_calibration_error == pytest.approx(0, abs=1e-6)


def test_coverage_rejects_the_least_confident_answers_first():
    coverage, accuracy = accuracy_at_coverage(
        *answers((0.6, False), (0.9, True), (0.7, True), (0.8, False))
    )
    np.testing.assert_allclose(coverage, [0.25, 0.5, 0.75, 1])
    np.testing.assert_allclose(accuracy, [1, 0.5, 2 / 3, 0.5])
