"""Evaluation: confusion, calibration and the comparison of networks."""
