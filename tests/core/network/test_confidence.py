"""The temperature and the energy score of answers whose confidence is known."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.calibration import reliability
from core.network.confidence import energy_score, fit_energy_threshold, fit_temperature
from core.network.losses import cross_entropy, softmax


def drawn(logits, rng):
    """Labels drawn with the probabilities that the logits mean."""
    return np.array([rng.choice(10, p=p / p.sum()) for p in softmax(logits.astype(np.float64))])


@pytest.mark.parametrize("temperature", [0.7, 1.0, 1.6])
def test_the_temperature_that_spoiled_the_logits_is_found(temperature, rng):
    honest = (4 * rng.standard_normal((6000, 10))).astype(np.float32)
    labels = drawn(honest, rng)
    found = fit_temperature(temperature * honest, labels)
    assert found == pytest.approx(temperature, rel=0.05)
    spoiled, mended = (
        reliability(softmax(temperature * honest / t), labels).expected_calibration_error
        for t in (1, found)
    )
    assert mended < 0.02
    assert mended <= spoiled + 0.005


def test_no_other_temperature_makes_the_labels_likelier(rng):
    logits = 3 * rng.standard_normal((500, 10)).astype(np.float32)
    labels = drawn(logits / 1.3, rng)
    found = fit_temperature(logits, labels)
    losses = [
        cross_entropy(logits / t, labels)[0].mean() for t in (found, found - 0.1, found + 0.1)
    ]
    assert losses[0] == min(losses)


@pytest.mark.parametrize(("label", "expected"), [(3, 0.5), (4, 2.0)])
def test_a_few_answers_all_right_or_wrong_do_not_make_it_boundless(label, expected):
    logits = np.zeros((5, 10), np.float32)
    logits[:, 3] = 8
    assert fit_temperature(logits, np.full(5, label)) == expected


def test_the_energy_score_is_the_logarithm_of_the_summed_powers(rng):
    logits = rng.normal(0, 5, (50, 10))
    np.testing.assert_allclose(energy_score(logits), np.log(np.exp(logits).sum(axis=1)), rtol=1e-12)
    assert energy_score(np.full((1, 10), 1e4)) == pytest.approx(1e4 + np.log(10))


def test_two_likely_digits_score_as_high_as_one():
    one, two, none = np.zeros((3, 10))
    one[3] = two[3] = two[5] = 9
    found = energy_score(np.stack([one, two, none]))
    assert found[1] > found[0] > found[2] + 5


def test_hardly_any_held_out_digit_is_below_the_energy_threshold(rng):
    logits = rng.normal(0, 3, (4000, 10))
    short = (energy_score(logits) < fit_energy_threshold(logits)).mean()
    assert 0.01 < short < 0.02
