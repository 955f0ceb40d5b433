"""Do the audit's intervals hold the truth as often as they say? Simulated experiments whose truth is known.

`python -m benchmarks.intervals` prints, for rates and for the extrapolation to larger galleries, in which share of the
experiments the interval held the truth; 95 % is what they promise.
"""

from __future__ import annotations

import argparse

import numpy as np
from scipy import integrate, stats

from veilproof.recognise.statistics import expected_rank_1, measure_rate

_RATES = ((0.05, 250), (0.1, 150), (0.3, 60), (0.3, 250), (0.5, 41), (0.9, 250))
_MATES, _OTHERS, _APART = 60, 4000, 4.5
_GALLERIES = (1_000, 100_000, 1_000_000)


def of_rates(experiments: int, seed: int) -> list[str]:
    """A line for each rate: the two-sided interval, and the one-sided bound."""
    rng = np.random.default_rng(seed)
    lines = []
    for truth, tries in _RATES:
        hits = rng.binomial(tries, truth, experiments)
        found = {hit: measure_rate(hit, tries, 0.0) for hit in np.unique(hits).tolist()}
        held = np.mean([found[hit].low <= truth <= found[hit].high for hit in hits.tolist()])
        below = np.mean([truth <= found[hit].upper_bound for hit in hits.tolist()])
        lines.append(f"rate {truth:.2f} of {tries:3}: interval {held:.1%}, upper bound {below:.1%}")
    return lines


def of_galleries(experiments: int, seed: int) -> list[str]:
    """A line for each size: scores of others are normal, those of mates normal too, `_APART` deviations higher."""
    rng = np.random.default_rng(seed)
    held = dict.fromkeys(_GALLERIES, 0)
    for _ in range(experiments):
        genuine, impostor = rng.normal(_APART, 1, _MATES), rng.normal(0, 1, _OTHERS)
        for expected in expected_rank_1(genuine, impostor, _GALLERIES):
            held[expected.people] += expected.low <= _truth(expected.people) <= expected.high
    return [
        f"gallery of {people:,}: truth {_truth(people):.3f}, interval {held[people] / experiments:.1%}"
        for people in _GALLERIES
    ]


def _truth(people: int) -> float:
    """The rank-1 hit rate: the mean over mates' scores of the probability that none of the others scores higher."""

    def first(score: float) -> float:
        return float(stats.norm.pdf(score, _APART, 1) * np.exp((people - 1) * stats.norm.logcdf(score)))

    return float(integrate.quad(first, -4, _APART + 9, limit=400, points=[_APART])[0])


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--experiments", type=int, default=1000, help="for each rate")
    parser.add_argument("--galleries", type=int, default=200, help="experiments for the extrapolation")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    print("\n".join(of_rates(asked.experiments, asked.seed) + of_galleries(asked.galleries, asked.seed)))


if __name__ == "__main__":
    main()
