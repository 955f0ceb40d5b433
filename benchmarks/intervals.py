"""Measures the coverage of the statistical intervals by simulated experiments with a known true rate.

`python -m benchmarks.intervals` prints, for rates and for the extrapolation to larger galleries, of the audit and of
the laboratory, in which share of the experiments the interval contained the true rate. The nominal coverage is 95 %.
"""

from __future__ import annotations

import argparse
import functools

import numpy as np
from scipy import integrate, stats

from veilproof.lab.attacks import Attacker, Scores
from veilproof.lab.extrapolation import expected_rank_1 as lab_expected_rank_1
from veilproof.lab.rates import Estimate, PeopleTrial, Resamples
from veilproof.recognise.statistics import expected_rank_1, measure_rate

_TRUE_RATES = ((0.05, 250), (0.1, 150), (0.3, 60), (0.3, 250), (0.5, 41), (0.9, 250))
"""Pairs (rate, trials)."""
_MATED_SCORES, _NON_MATED_SCORES = 60, 4000
"""Scores per experiment: about what an audit of sixty tracks gives."""
_SEPARATION = 4.5
"""Standard deviations between the means of mated and non-mated scores."""
_GALLERIES = (1_000, 100_000, 1_000_000)
"""People in the larger galleries."""

_LAB_SETS = ((300, 2.0, 1), (300, 3.5, 1), (100, 3.5, 2), (300, 5.5, 1))
"""Simulated sets: people, separation of mated from non-mated scores in standard deviations, probes of each person."""
_LAB_FMR = 1e-2
_LIKED, _MATCHED, _PROBE = 0.3, 0.5, 0.5
"""Standard deviations of what a gallery picture adds to all scores, a person to mated ones, a probe to all of its own;
single comparisons have 1."""


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


@functools.cache
def _true_rate(people: int) -> float:
    """The rank-1 rate: the mean over mated scores of the probability that no non-mated score is higher."""

    def first(score: float) -> float:
        return float(stats.norm.pdf(score, _SEPARATION, 1) * np.exp((people - 1) * stats.norm.logcdf(score)))

    return float(integrate.quad(first, -4, _SEPARATION + 9, limit=400, points=[_SEPARATION])[0])


def simulated(people: int, separation: float, seed: int, probes: int = 1) -> Scores:
    """Normal scores of an attack; some people are matched better than others, and some are like everybody."""
    rng = np.random.default_rng(seed)
    person = np.repeat(np.arange(people), probes)
    similarity = rng.normal(0, 1, (len(person), people)) + rng.normal(0, _LIKED, people)
    similarity[np.arange(len(person)), person] += separation + rng.normal(0, _MATCHED, people)[person]
    similarity += rng.normal(0, _PROBE, (len(person), 1))
    return Scores("simulated", Attacker.NAIVE, similarity, person)


@functools.cache
def true_rank_1(separation: float, gallery: int) -> float:
    """The rank-1 rate of simulated scores in a gallery of so many people."""
    mated, other = np.sqrt(1 + _LIKED**2 + _MATCHED**2), np.sqrt(1 + _LIKED**2)

    def first(score: float) -> float:
        others = (gallery - 1) * stats.norm.logcdf(score / other)
        return float(stats.norm.pdf(score, separation, mated) * np.exp(others))

    return float(integrate.quad(first, -8, separation + 10, limit=300, points=[separation])[0])


@functools.cache
def true_fnmr(separation: float, fmr: float) -> float:
    """FNMR of simulated scores at this FMR."""
    other = np.sqrt(1 + _LIKED**2 + _PROBE**2)
    mated = np.sqrt(1 + _LIKED**2 + _MATCHED**2 + _PROBE**2)
    return float(stats.norm.cdf((stats.norm.isf(fmr) * other - separation) / mated))


def people_coverage(experiments: int, people: int, separation: float, probes: int) -> dict[str, float]:
    """The share of simulated sets in which each interval of the laboratory held the true rate."""
    held: dict[str, list[bool]] = {}

    def note(name: str, found: Estimate, truth: float) -> None:
        held.setdefault(name, []).append(found.low <= truth <= found.high)

    for seed in range(experiments):
        scores, resamples = simulated(people, separation, seed, probes), Resamples(people, seed)
        trial = PeopleTrial(scores, resamples)
        for gallery in (10, people):
            note(f"rank 1 of {gallery}", trial.rank_1(gallery), true_rank_1(separation, gallery))
        missed = trial.fnmr(_LAB_FMR)
        assert missed is not None
        note(f"FNMR at {_LAB_FMR:g}", missed, true_fnmr(separation, _LAB_FMR))
        for gallery, found in zip(_GALLERIES, lab_expected_rank_1(scores, _GALLERIES, resamples), strict=True):
            note(f"rank 1 of {gallery:,}, extrapolated", found, true_rank_1(separation, gallery))
    return {name: float(np.mean(each)) for name, each in held.items()}


def main() -> None:
    """Simulate and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--experiments", type=int, default=1000, help="for each rate")
    parser.add_argument("--galleries", type=int, default=200, help="experiments for the extrapolation")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sets", type=int, default=200, help="simulated sets for the intervals of the laboratory")
    options = parser.parse_args()
    print(
        "\n".join(rate_coverage(options.experiments, options.seed) + gallery_coverage(options.galleries, options.seed))
    )

    for people, separation, probes in _LAB_SETS:
        found = people_coverage(options.sets, people, separation, probes)
        shares = ", ".join(f"{name} {share:.1%}" for name, share in found.items())
        print(f"{people} people, {probes} probes each, separation {separation}: {shares}")


if __name__ == "__main__":
    main()
