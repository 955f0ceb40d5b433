"""Numbers that mean something: rates with their intervals, and what they say of larger galleries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

CONFIDENCE = 0.95
_TAIL = 0.05
_RESAMPLES = 400
_LEAST_FOR_A_TAIL = 200

Scores = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Rate:
    """So many hits of so many tries.

    Attributes:
        hits: how many.
        of: out of how many.
        low: lower end of the 95 % interval (Clopper and Pearson 1934).
        high: its upper end.
        upper: the 95 % upper bound: with less than 5 % probability would there be so few hits if the rate were higher.
        chance: the rate that somebody would reach who sees nothing.
    """

    hits: int
    of: int
    low: float
    high: float
    upper: float
    chance: float

    @property
    def share(self) -> float:
        """Hits a try; 0 where nothing was tried."""
        return self.hits / self.of if self.of else 0.0

    def beats_chance(self, tests: int) -> bool:
        """Whether chance explains so many hits with less than 5 % probability, where `tests` such rates are looked at.

        Bonferroni's correction: whoever asks ten times gets an answer by chance ten times as often.
        """
        if not self.of:
            return False
        surprise = stats.binomtest(self.hits, self.of, min(1.0, self.chance), alternative="greater").pvalue
        return float(surprise) < (1 - CONFIDENCE) / max(1, tests)


@dataclass(frozen=True, slots=True)
class Expected:
    """What the scores let one expect of a gallery of `people`: the rank-1 hit rate, and its 95 % interval.

    It is an extrapolation from the few scores that were measured.
    """

    people: int
    rate: float
    low: float
    high: float


def rate(hits: int, of: int, chance: float) -> Rate:
    """A rate with its intervals."""
    if not of:
        return Rate(0, 0, 0.0, 1.0, 1.0, chance)
    both = stats.binomtest(hits, of).proportion_ci(CONFIDENCE, method="exact")
    above = stats.binomtest(hits, of, alternative="less").proportion_ci(CONFIDENCE, method="exact")
    return Rate(hits, of, float(both.low), float(both.high), float(above.high), chance)


def match_rate(genuine: Scores, impostor: Scores, false_rate: float) -> Rate | None:
    """True matches at the threshold that lets this share of impostors through; None where impostors are too few."""
    if len(impostor) * false_rate < 0.5 or not len(genuine):
        return None
    threshold = np.quantile(impostor, 1 - false_rate, method="higher")
    return rate(int((genuine > threshold).sum()), len(genuine), false_rate)


def expected_hits(genuine: Scores, impostor: Scores, people: Sequence[int], seed: int = 1) -> list[Expected]:
    """The rank-1 hit rate to expect in larger galleries, from scores of mates and of others.

    A mate of score s is first among G people with probability F(s)^(G - 1), where F is the distribution of impostor
    scores (Grother and Phillips 2004, section 3); its upper tail, of which few were seen, is a generalised Pareto
    distribution fitted by its moments (Hosking and Wallis 1987). The intervals come from resampling both
    (percentile bootstrap).
    """
    if len(genuine) < 2 or len(impostor) < _LEAST_FOR_A_TAIL:
        return []
    found = []
    for size in people:

        def statistic(mates: Scores, others: Scores, axis: int = -1, size: int = size) -> Scores:
            return _hit_rate(np.moveaxis(mates, axis, -1), np.moveaxis(others, axis, -1), size)

        rate_ = float(statistic(genuine, impostor))
        result = stats.bootstrap(
            (genuine, impostor),
            statistic,
            n_resamples=_RESAMPLES,
            method="percentile",
            vectorized=True,
            rng=np.random.default_rng(seed),
        )
        low, high = result.confidence_interval
        found.append(Expected(size, rate_, float(min(low, rate_)), float(max(high, rate_))))
    return found


def _hit_rate(mates: Scores, others: Scores, size: int) -> Scores:
    """Mean over the mates, along the last axis, of F(s)^(size - 1)."""
    edge = np.quantile(others, 1 - _TAIL, axis=-1, keepdims=True, method="lower")
    above = np.where(others >= edge, others - edge, np.nan)
    mean, spread = np.nanmean(above, axis=-1, keepdims=True), np.nanvar(above, axis=-1, keepdims=True)
    ratio = mean**2 / np.maximum(spread, 1e-18)
    shape, scale = 0.5 * (1 - ratio), 0.5 * mean * (1 + ratio)
    tail = _TAIL * stats.genpareto.sf(mates - edge, shape, scale=np.maximum(scale, 1e-12))
    ordered = np.sort(others, axis=-1)
    if ordered.ndim == 1:
        body = 1 - np.searchsorted(ordered, mates, side="right") / ordered.shape[-1]
    else:
        body = np.stack([1 - np.searchsorted(o, m, side="right") / len(o) for o, m in zip(ordered, mates, strict=True)])
    beyond = np.where(mates > edge, tail, body)
    return np.asarray(np.exp((size - 1) * np.log1p(-np.clip(beyond, 0, 1 - 1e-12))).mean(axis=-1))
