"""How far an accuracy, or a difference between two, may be due to chance."""

from __future__ import annotations

from math import exp, lgamma, log, sqrt
from statistics import NormalDist

_LEVEL = 0.95


def wilson_interval(correct: int, n: int) -> tuple[float, float]:
    """Compute the 95 % confidence interval of an accuracy.

    Unlike the textbook interval around the observed share, it stays within 0 and 1 and is right
    for accuracies near 1 and for few examples.

    Parameters
    ----------
    correct, n
        Number of correct answers and of examples; 0 <= correct <= n.

    Returns
    -------
    tuple of float
        Lower and upper bound, 0-1; (0, 1) without examples.

    References
    ----------
    E. B. Wilson, "Probable inference, the law of succession, and statistical inference", Journal
    of the American Statistical Association 22, 1927.
    """
    if n == 0:
        return 0.0, 1.0
    z = NormalDist().inv_cdf((1 + _LEVEL) / 2)
    share, shrinkage = correct / n, 1 + z * z / n
    middle = (share + z * z / (2 * n)) / shrinkage
    half = z / shrinkage * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(middle - half, 0.0), min(middle + half, 1.0)


def mcnemar(only_first: int, only_second: int) -> float:
    """Compute the probability that two equally accurate networks differ at least this much.

    The exact test: if both are equally accurate, an example that only one of them reads correctly
    is read by either with probability 1/2.

    Parameters
    ----------
    only_first, only_second
        Number of examples that only one of the two networks reads correctly.

    Returns
    -------
    float
        The two-sided p-value, 0-1.

    References
    ----------
    Q. McNemar, "Note on the sampling error of the difference between correlated proportions or
    percentages", Psychometrika 12, 1947.
    """
    n, fewer = only_first + only_second, min(only_first, only_second)
    tail = sum(
        exp(lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1) - n * log(2))
        for k in range(fewer + 1)
    )
    return min(2 * tail, 1.0)
