"""Statistics of recognition: rates with intervals, DET curves, and the extrapolation to larger galleries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from veilproof.process import stop_afterwards

CONFIDENCE_LEVEL = 0.95
"""Of every interval and bound; 0.95 by convention."""
_TAIL_SHARE = 0.05
"""The upper share of non-mated scores to which the Pareto tail is fitted. A round number; `benchmarks.intervals`
measures how often the intervals hold with it."""
_RESAMPLES = 400
"""Bootstrap resamples per interval; a round number."""
_MIN_NON_MATED = 200
"""Fewer non-mated scores leave fewer than ten in the tail: too few to fit it. A round number."""
_MIN_EXPECTED_FALSE_MATCHES = 0.5
"""A threshold for an FMR needs so many scores that half a false match is expected above it. A round number."""

Scores = NDArray[np.float64]
"""float64 [n]: similarity scores, higher for more similar faces."""


def _stats() -> Any:  # noqa: ANN401 - SciPy has no types
    """SciPy's statistics, which take half a second to import: an audit that attacks nothing needs none."""
    with stop_afterwards():
        from scipy import stats

    return stats


@dataclass(frozen=True, slots=True)
class Rate:
    """A measured rate.

    Attributes:
        hits: number of successes.
        trials: number of tries.
        low: lower end of the 95 % interval (Clopper and Pearson 1934).
        high: upper end of the same interval.
        upper_bound: the one-sided 95 % upper bound.
        chance: the rate that guessing would reach.
    """

    hits: int
    trials: int
    low: float
    high: float
    upper_bound: float
    chance: float

    @property
    def share(self) -> float:
        """Hits per trial; 0 without trials."""
        return self.hits / self.trials if self.trials else 0.0

    def beats_chance(self, tests: int) -> bool:
        """Whether chance explains the hits with a probability below 5 %, corrected for so many `tests` (Bonferroni)."""
        if not self.trials:
            return False
        p_value = _stats().binomtest(self.hits, self.trials, min(1.0, self.chance), alternative="greater").pvalue
        return float(p_value) < (1 - CONFIDENCE_LEVEL) / max(1, tests)


@dataclass(frozen=True, slots=True)
class ExpectedRate:
    """An extrapolation: the rank-1 rate to expect in a gallery of `people`, with its 95 % interval."""

    people: int
    rate: float
    low: float
    high: float


def measure_rate(hits: int, trials: int, chance: float) -> Rate:
    """A rate with its interval and upper bound."""
    if not trials:
        return Rate(0, 0, 0.0, 1.0, 1.0, chance)
    two_sided = _stats().binomtest(hits, trials).proportion_ci(CONFIDENCE_LEVEL, method="exact")
    one_sided = _stats().binomtest(hits, trials, alternative="less").proportion_ci(CONFIDENCE_LEVEL, method="exact")
    return Rate(hits, trials, float(two_sided.low), float(two_sided.high), float(one_sided.high), chance)


def true_match_rate(mated: Scores, non_mated: Scores, fmr: float) -> Rate | None:
    """The share of mated scores above the threshold of this false match rate (1 - FNMR).

    None without mated scores, or with too few non-mated ones to place the threshold.
    """
    if len(non_mated) * fmr < _MIN_EXPECTED_FALSE_MATCHES or not len(mated):
        return None
    threshold = np.quantile(non_mated, 1 - fmr, method="higher")
    return measure_rate(int((mated > threshold).sum()), len(mated), fmr)


def det_curve(mated: Scores, non_mated: Scores, points: int) -> list[tuple[float, float]]:
    """At most `points` pairs (FMR, FNMR), evenly spaced in the logarithm of the FMR; the strictest threshold first."""
    if not len(mated) or not len(non_mated):
        return []
    rates = np.unique(np.geomspace(1 / len(non_mated), 1, points))
    thresholds = np.quantile(non_mated, 1 - rates, method="higher")
    return [(float(fmr), float((mated <= limit).mean())) for fmr, limit in zip(rates, thresholds, strict=True)]


def expected_rank_1(mated: Scores, non_mated: Scores, people: Sequence[int], seed: int = 1) -> list[ExpectedRate]:
    """The rank-1 rate to expect in galleries of these sizes; none where there are too few scores.

    A mated score s ranks first among G people with probability F(s)^(G - 1), where F is the distribution of non-mated
    scores (Grother and Phillips 2004, section 3). Its upper tail, of which few scores are known, is a generalised
    Pareto distribution fitted by its moments (Hosking and Wallis 1987). The interval is the percentile bootstrap of
    both sets of scores.
    """
    if len(mated) < 2 or len(non_mated) < _MIN_NON_MATED:
        return []
    expected = []
    for size in people:

        def statistic(mates: Scores, others: Scores, axis: int = -1, size: int = size) -> Scores:
            return _rank_1_rate(np.moveaxis(mates, axis, -1), np.moveaxis(others, axis, -1), size)

        rate = float(statistic(mated, non_mated))
        result = _stats().bootstrap(
            (mated, non_mated),
            statistic,
            n_resamples=_RESAMPLES,
            method="percentile",
            vectorized=True,
            rng=np.random.default_rng(seed),
        )
        low, high = result.confidence_interval
        expected.append(ExpectedRate(size, rate, float(min(low, rate)), float(max(high, rate))))
    return expected


@dataclass(frozen=True, slots=True)
class Tail:
    """Generalised Pareto distributions of the excess over an edge, float64 [..., 1]: one for each set of scores."""

    shape: Scores
    scale: Scores


def fit_tail(mean: Scores, mean_square: Scores) -> Tail:
    """Fit tails by the mean of the excess over the edge, and of its square (Hosking and Wallis 1987)."""
    ratio = mean**2 / np.maximum(mean_square - mean**2, 1e-18)
    return Tail(0.5 * (1 - ratio), np.maximum(0.5 * mean * (1 + ratio), 1e-12))


def tail_survival(excess: Scores, tail: Tail) -> Scores:
    """The share of a tail that lies above each excess."""
    return np.asarray(_stats().genpareto.sf(excess, tail.shape, scale=tail.scale))


def _rank_1_rate(mated: Scores, non_mated: Scores, size: int) -> Scores:
    """The mean of F(s)^(size - 1) over the mated scores s, along the last axis."""
    edge = np.quantile(non_mated, 1 - _TAIL_SHARE, axis=-1, keepdims=True, method="lower")
    excess = np.where(non_mated >= edge, non_mated - edge, np.nan)
    tail = fit_tail(np.nanmean(excess, axis=-1, keepdims=True), np.nanmean(excess**2, axis=-1, keepdims=True))
    above = _TAIL_SHARE * tail_survival(mated - edge, tail)
    ordered = np.sort(non_mated, axis=-1)
    if ordered.ndim == 1:
        body = 1 - np.searchsorted(ordered, mated, side="right") / ordered.shape[-1]
    else:
        body = np.stack([1 - np.searchsorted(o, m, side="right") / len(o) for o, m in zip(ordered, mated, strict=True)])
    beyond = np.where(mated > edge, above, body)
    return np.asarray(np.exp((size - 1) * np.log1p(-np.clip(beyond, 0, 1 - 1e-12))).mean(axis=-1))
