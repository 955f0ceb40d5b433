"""Measures the coverage of the statistical intervals by simulated experiments with a known true rate.

`python -m benchmarks.intervals` prints, for rates and for the extrapolation to larger galleries, in which share of the
experiments the interval contained the true rate. The nominal coverage is 95 %.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy import integrate, stats

from veilproof.recognise.statistics import expected_rank_1, measure_rate

_TRUE_RATES = ((0.05, 250), (0.1, 150), (0.3, 60), (0.3, 250), (0.5, 41), (0.9, 250))
"""Pairs (rate, trials)."""
_MATED_SCORES, _NON_MATED_SCORES = 60, 4000
"""Scores per experiment: about what an audit of sixty tracks gives."""
_SEPARATION = 4.5
"""Standard deviations between the means of mated and non-mated scores."""
_GALLERIES = (1_000, 100_000, 1_000_000)
"""People in the larger galleries."""


def rate_coverage(experiments: int, seed: int) -> list[str]:
    """A line for each rate: coverage of the two-sided interval and of the one-sided bound."""
    rng = np.random.default_rng(seed)
    lines = []
    for truth, tries in _TRUE_RATES:
        hits = rng.binomial(tries, truth, experiments)
        found = {hit: measure_rate(hit, tries, 0.0) for hit in np.unique(hits).tolist()}
        held = np.mean([found[hit].low <= truth <= found[hit].high for hit in hits.tolist()])
        below = np.mean([truth <= found[hit].upper_bound for hit in hits.tolist()])
        lines.append(f"rate {truth:.2f} of {tries:3}: interval {held:.1%}, upper bound {below:.1%}")
    return lines


def gallery_coverage(experiments: int, seed: int) -> list[str]:
    """A line for each size: both sets of scores are normal."""
    rng = np.random.default_rng(seed)
    held = dict.fromkeys(_GALLERIES, 0)
    for _ in range(experiments):
        mated, non_mated = rng.normal(_SEPARATION, 1, _MATED_SCORES), rng.normal(0, 1, _NON_MATED_SCORES)
        for expected in expected_rank_1(mated, non_mated, _GALLERIES):
            held[expected.people] += expected.low <= _true_rate(expected.people) <= expected.high
    return [
        f"gallery of {people:,}: truth {_true_rate(people):.3f}, interval {held[people] / experiments:.1%}"
        for people in _GALLERIES
    ]


def _true_rate(people: int) -> float:
    """The rank-1 rate: the mean over mated scores of the probability that no non-mated score is higher."""

    def first(score: float) -> float:
        return float(stats.norm.pdf(score, _SEPARATION, 1) * np.exp((people - 1) * stats.norm.logcdf(score)))

    return float(integrate.quad(first, -4, _SEPARATION + 9, limit=400, points=[_SEPARATION])[0])


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--experiments", type=int, default=1000, help="for each rate")
    parser.add_argument("--galleries", type=int, default=200, help="experiments for the extrapolation")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(
        "\n".join(rate_coverage(options.experiments, options.seed) + gallery_coverage(options.galleries, options.seed))
    )


if __name__ == "__main__":
    main()
