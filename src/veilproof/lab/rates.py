"""Rates of recognition as NIST gives them, with intervals by people.

An interval comes from the bootstrap over persons (Efron 1979; Poh and Bengio 2007 for biometrics): a person who is
drawn twice counts twice, as probe and in the gallery. Only the variance is taken from it. The interval is that of
Jeffreys for a proportion of the effective number of trials that this variance implies (Korn and Graubard 1998), which
also holds where nobody or everybody is matched and no resample differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import special, stats

from veilproof.lab.attacks import Scores
from veilproof.recognise.statistics import CONFIDENCE_LEVEL

RESAMPLES = 400
"""Bootstrap resamples; a round number. Their variance is known to 7 % of itself."""
_TOP_SHARE = 0.05
"""The upper share of non-mated scores that is kept sorted: thresholds for an FMR of 1e-2 lie within it, whoever is
drawn."""
_MIN_EXPECTED_FALSE_MATCHES = 3.0
"""A threshold for an FMR or FPIR needs so many false matches expected above it; a round number."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A rate.

    Attributes:
        rate: measured.
        low: lower end of the 95 % interval.
        high: upper end of it.
        replicates: float64 [RESAMPLES], the rate in each resample of people; the same resample has the same people in
            every estimate on one set, so that differences can be taken.
    """

    rate: float
    low: float
    high: float
    replicates: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """One rate less another on the same people, with its 95 % interval."""

    difference: float
    low: float
    high: float


class Resamples:
    """Draws of people with replacement.

    Attributes:
        weights: float64 [resamples, people], how often each person is drawn.
    """

    def __init__(self, people: int, seed: int, resamples: int = RESAMPLES) -> None:
        """Draw so many people so many times."""
        rng = np.random.default_rng(seed)
        self.weights = rng.multinomial(people, np.full(people, 1 / people), resamples).astype(np.float64)


class PeopleTrial:
    """The scores of one attack with resamples of its people; each method gives one rate of it."""

    def __init__(self, scores: Scores, resamples: Resamples) -> None:
        """Keep what the rates have in common."""
        self.scores, self._weights = scores, resamples.weights
        self.people = scores.similarity.shape[1]
        self.probe_weights = self._weights[:, scores.person]
        """float64 [resamples, probes]"""
        self._beaten_by = scores.non_mated >= scores.mated[:, None]

    @cached_property
    def _top(self) -> tuple[NDArray[np.float64], NDArray[np.float32]]:
        """The highest non-mated scores, falling, float64 [n]; and how much of all lies that high in each resample.

        The second is float32 [resamples, n].
        """
        others = self.scores.non_mated
        chosen = highest(others.ravel(), _TOP_SHARE)
        own, other = self.scores.person[chosen // others.shape[1]], self.scores.other_people.ravel()[chosen]
        weights = self._weights.astype(np.float32)
        running = np.cumsum(weights[:, own] * weights[:, other], axis=1)
        return others.ravel()[chosen], np.asarray(running / self.non_mated_weight[:, None], np.float32)

    @cached_property
    def non_mated_weight(self) -> NDArray[np.float64]:
        """float64 [resamples]: the weight of all non-mated scores; each probe has those of everybody else."""
        return np.asarray((self.probe_weights * (self.people - self.probe_weights)).sum(axis=1))

    def rank_1(self, gallery: int) -> Estimate:
        """The share of probes whose own person ranks first in a gallery of so many people, drawn from the set."""
        others = self.people - 1
        rate = _none_drawn(self._beaten_by.sum(axis=1), others, gallery - 1)
        # A resample has people twice, so that a gallery drawn from it without replacement is none of its size.
        beaten_weight = self._weights @ self._beaten_weights
        share = beaten_weight / np.maximum(self.people - self.probe_weights, 1e-9)
        smooth = (1 - np.clip(share, 0, 1)) ** (gallery - 1)
        baseline = (1 - self._beaten_by.sum(axis=1) / others) ** (gallery - 1)
        by_gallery = smooth - baseline
        by_probe = (self.probe_weights * rate).sum(axis=1) / self.probe_weights.sum(axis=1)
        # What the gallery does to single probes is among their differences already; what it does to all is not.
        single = by_gallery.var(axis=0, ddof=1).sum() / by_gallery.shape[1] ** 2
        shared = max(0.0, float(by_gallery.mean(axis=1).var(ddof=1) - single))
        variance = float(by_probe.var(ddof=1)) + shared
        # Each probe is tried in many galleries of a size below that of the set.
        trials = len(self.scores.person) * self.people // gallery
        low, high = proportion_interval(float(rate.mean()), variance, self.people, trials)
        return Estimate(float(rate.mean()), low, high, by_probe + by_gallery.mean(axis=1))

    @cached_property
    def _beaten_weights(self) -> NDArray[np.float64]:
        """float64 [people, probes]: 1 where a person's gallery picture beats the probe's own."""
        out = np.zeros((self.people, len(self.scores.person)))
        probes = np.broadcast_to(np.arange(len(self.scores.person))[:, None], self._beaten_by.shape)
        out[self.scores.other_people[self._beaten_by], probes[self._beaten_by]] = 1
        return out

    def fnmr(self, fmr: float) -> Estimate | None:
        """FNMR at the threshold of this FMR; None with too few non-mated scores to place it."""
        if fmr * self.scores.non_mated.size < _MIN_EXPECTED_FALSE_MATCHES:
            return None
        top, running = self._top
        mated = self.scores.mated
        threshold = top[min(int(fmr * self.scores.non_mated.size), len(top) - 1)]
        found = np.minimum((running < fmr).sum(axis=1), len(top) - 1)
        missed = mated[None] <= top[found][:, None]
        replicates = (missed * self.probe_weights).sum(axis=1) / self.probe_weights.sum(axis=1)
        return self._estimate(float((mated <= threshold).mean()), replicates)

    def fnir(self, fpir: float, gallery: int) -> Estimate | None:
        """FNIR at the threshold of this FPIR in a gallery of so many people; None with too few probes to place it.

        FPIR is the share of probes whose person is not in the gallery that yield any score above the threshold.
        """
        if fpir * len(self.scores.person) < _MIN_EXPECTED_FALSE_MATCHES:
            return None
        others = self.people - 1
        size = min(gallery, others)
        ordered = -np.sort(-self.scores.non_mated, axis=1)
        # The probability that the k-th highest of all others is the highest in the gallery.
        above = _none_drawn(np.arange(others + 1), others, size)
        chance = above[:-1] - above[1:]
        used = chance > 1e-9
        flat = ordered[:, used].ravel()
        order = np.argsort(-flat, kind="stable")
        share = np.tile(chance[used], len(ordered))[order]
        probe = np.repeat(np.arange(len(ordered)), int(used.sum()))[order]
        reached = np.cumsum(share) / len(ordered)
        kept = int(np.searchsorted(reached, min(1.0, fpir * 6))) + 1
        flat, share, probe, reached = flat[order][:kept], share[:kept], probe[:kept], reached[:kept]
        mated = self.scores.mated
        threshold = flat[min(int(np.searchsorted(reached, fpir)), len(flat) - 1)]
        all_weight = self.probe_weights.sum(axis=1, keepdims=True)
        running = np.cumsum(self.probe_weights[:, probe] * share, axis=1) / all_weight
        found = np.minimum((running < fpir).sum(axis=1), len(flat) - 1)
        missed = mated[None] <= flat[found][:, None]
        replicates = (missed * self.probe_weights).sum(axis=1) / all_weight[:, 0]
        return self._estimate(float((mated <= threshold).mean()), replicates)

    def _estimate(self, rate: float, replicates: NDArray[np.float64]) -> Estimate:
        variance = float(replicates.var(ddof=1))
        low, high = proportion_interval(rate, variance, self.people, len(self.scores.person))
        return Estimate(rate, low, high, replicates)


def proportion_interval(rate: float, variance: float, people: int, trials: int) -> tuple[float, float]:
    """The 95 % interval of a rate of this variance.

    Args:
        rate: measured, 0 to 1.
        variance: of the rate.
        people: independent units; the number of trials where the variance is 0.
        trials: no rate is worth more trials than were made.
    """
    size = float(people) if variance <= 0 else min(max(rate * (1 - rate) / variance, 1.0), float(trials))
    if rate * (1 - rate) <= 0:
        size = float(people)
    tail = (1 - CONFIDENCE_LEVEL) / 2
    hits = rate * size
    if hits <= 0:
        return 0.0, float(1 - tail ** (1 / size))
    if hits >= size:
        return float(tail ** (1 / size)), 1.0
    low = float(special.betaincinv(hits + 0.5, size - hits + 0.5, tail))
    high = float(special.betaincinv(hits + 0.5, size - hits + 0.5, 1 - tail))
    return min(low, rate), max(high, rate)


def difference(a: Estimate, b: Estimate) -> Difference:
    """Rate `a` less rate `b`, measured on the same people, with a normal interval from the paired resamples.

    Where neither varies, each one's own interval bounds the difference (Newcombe 1998).
    """
    value = a.rate - b.rate
    z = float(stats.norm.ppf((1 + CONFIDENCE_LEVEL) / 2))
    spread = z * float((a.replicates - b.replicates).std(ddof=1))
    if spread > 0:
        return Difference(value, value - spread, value + spread)
    low = value - float(np.hypot(a.rate - a.low, b.high - b.rate))
    return Difference(value, low, value + float(np.hypot(a.high - a.rate, b.rate - b.low)))


def _none_drawn(beaten_by: NDArray[np.int64], others: int, drawn: int) -> NDArray[np.float64]:
    """The probability that none of so many better ones is among those drawn, without replacement, from all others."""
    k = np.asarray(beaten_by, np.float64)
    possible = others - k - drawn >= -0.5
    safe = np.where(possible, k, 0)
    logs = (
        special.gammaln(others - safe + 1)
        - special.gammaln(np.maximum(others - safe - drawn, 0) + 1)
        - special.gammaln(others + 1)
        + special.gammaln(others - drawn + 1)
    )
    return np.where(possible, np.exp(logs), 0.0)


def highest(scores: NDArray[np.float64], share: float) -> NDArray[np.int64]:
    """int64 [n]: where this share of the scores (float64 [m]), the highest of them, are; falling, ten at least."""
    count = min(len(scores), max(10, int(share * len(scores)) + 1))
    chosen = np.argpartition(-scores, count - 1)[:count]
    return np.asarray(chosen[np.argsort(-scores[chosen], kind="stable")])


def galleries(people: int) -> Sequence[int]:
    """Sizes of galleries that a set of so many people offers: ten, thirty, a hundred ..., and all."""
    steps = [size for size in (10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000) if size < people]
    return [*steps, people]
