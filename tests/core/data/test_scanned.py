"""Examples with coarse scans of some of them."""

from __future__ import annotations

import numpy as np

from core.data.examples import Examples
from core.data.scanned import with_scans
from core.handwriting.writing import write_digits
from core.progress import Stage, result_of


def digits(n):
    return Examples(*result_of(write_digits(n, seed=1)))


def test_scans_are_variants_of_different_examples():
    examples = digits(40)
    scanned = result_of(with_scans(examples, 30))
    for name in ("images", "labels", "originals"):
        np.testing.assert_array_equal(getattr(scanned, name)[:40], getattr(examples, name))
    originals = scanned.originals[40:]
    assert len(set(originals)) == 30
    np.testing.assert_array_equal(scanned.labels[40:], examples.labels[originals])


def test_a_scan_resembles_its_original_and_most_have_more_ink():
    examples = digits(60)
    scanned = result_of(with_scans(examples, 60))
    scans, originals = scanned.images[60:], scanned.images[scanned.originals[60:]]
    likeness = [
        np.corrcoef(scan.ravel(), original.ravel())[0, 1]
        for scan, original in zip(scans, originals, strict=True)
    ]
    assert 0.3 < np.median(likeness) < 0.98
    assert (scans.sum((1, 2)) > originals.sum((1, 2))).mean() > 0.6


def test_no_more_examples_are_scanned_than_there_are():
    assert len(result_of(with_scans(digits(5), 9))) == 10


def test_progress_is_reported():
    reported = list(with_scans(digits(70), 70))
    assert {progress.stage for progress in reported} == {Stage.DRAWING}
    assert [(progress.done, progress.total) for progress in reported] == [(0, 70), (64, 70)]
