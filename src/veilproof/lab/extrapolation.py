"""Rank 1 in galleries larger than the set, by a model of the tail of the non-mated scores; and how well that holds.

The scores of each probe are taken in standard deviations of its own non-mated scores: a blurred probe has other scores
with everybody. Those of all probes together have an upper tail that a generalised Pareto distribution continues
(`recognise.statistics.fit_tail`). A mated score above which the share q of non-mated scores lies ranks first among N
people with probability (1 - q)^(N - 1) (Grother and Phillips 2004, section 3).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from veilproof.lab.attacks import Scores
from veilproof.lab.rates import Estimate, PeopleTrial, Resamples, highest, proportion_interval
from veilproof.recognise.statistics import CONFIDENCE_LEVEL, fit_tail, tail_survival

MIN_PEOPLE = 30
"""The tail of fewer people's scores is not known well enough; a round number."""
_TAIL_SHARE = 0.01
"""The upper share of non-mated scores to which the tail is fitted. Of 0.005, 0.01, 0.02 and 0.05 the one with the best
coverage on simulated sets of 300 people (`python -m benchmarks.intervals`)."""
_MIN_TAIL = 100
"""Scores in the tail at least: sets of fewer than 100 people need a larger share. A round number."""
_INTERVAL = ((1 - CONFIDENCE_LEVEL) / 2, (1 + CONFIDENCE_LEVEL) / 2)
"""Quantiles of the replicates between which the interval lies."""
VALIDATION_SUBSETS = 200
"""Subsets of the set from which the whole is extrapolated; a round number."""
_VALIDATION_SHARE = 3
"""A subset has one person in so many."""
_VALIDATION_RESAMPLES = 100
"""Resamples within each subset; fewer than for a figure that is reported, since only coverage is counted."""


@dataclass(frozen=True, slots=True)
class Validation:
    """Extrapolations from subsets to the whole set.

    Attributes:
        people: in each subset.
        gallery: of the whole set, to which each was extrapolated.
        subsets: their number.
        inside: how many had the rate of the whole set in their interval.
        bias: mean extrapolated rate less that of the whole set.
    """

    people: int
    gallery: int
    subsets: int
    inside: int
    bias: float


def expected_rank_1(scores: Scores, people: Sequence[int], resamples: Resamples) -> list[Estimate]:
    """The rank-1 rates to expect in galleries of so many people; none for sets that are too small."""
    size = scores.similarity.shape[1]
    if size < MIN_PEOPLE:
        return []
    weights = resamples.weights
    probe_weights = weights[:, scores.person]
    total = (probe_weights * (size - probe_weights)).sum(axis=1, keepdims=True)
    whole = np.ones((1, size))
    measured_above = _share_above(scores, whole, np.array([[float(scores.non_mated.size)]]))
    resampled_above = _share_above(scores, weights, total)
    bound = _upper_end(scores)
    found = []
    for gallery in people:
        rate = float(_first(measured_above, gallery).mean())
        replicates = (_first(resampled_above, gallery) * probe_weights).sum(axis=1) / probe_weights.sum(axis=1)
        low, high = proportion_interval(rate, float(replicates.var(ddof=1)), size, len(scores.person))
        # The model bends near 0 and 1, so that its replicates may reach further than their variance says.
        lower, upper = np.quantile(replicates, _INTERVAL)
        highest_end = max(rate, min(bound, max(high, float(upper))))
        found.append(Estimate(rate, min(low, float(lower)), highest_end, replicates))
    return found


def _upper_end(scores: Scores) -> float:
    """The upper end of rank 1 in the set itself: more people can only make it harder.

    Without it, where hardly anybody is matched, resamples of a tail of a few scores could say anything.
    """
    people = scores.similarity.shape[1]
    rate = float((scores.non_mated < scores.mated[:, None]).all(axis=1).mean())
    return proportion_interval(rate, rate * (1 - rate) / people, people, len(scores.person))[1]


def _share_above(scores: Scores, weights: NDArray[np.float64], total: NDArray[np.float64]) -> NDArray[np.float64]:
    """float64 [resamples, probes]: the share of non-mated scores above each mated score, by the model.

    Args:
        scores: of an attack.
        weights: float64 [resamples, people].
        total: float64 [resamples, 1], the weight of all non-mated scores in each resample.
    """
    others = scores.non_mated
    mean, deviation = others.mean(axis=1), np.maximum(others.std(axis=1), 1e-9)
    mated = (scores.mated - mean) / deviation
    flat = ((others - mean[:, None]) / deviation[:, None]).ravel()
    tail = highest(flat, max(_TAIL_SHARE, min(1.0, _MIN_TAIL / len(flat))))
    edge = float(flat[tail[-1]])
    own, other = scores.person[tail // others.shape[1]], scores.other_people.ravel()[tail]
    excess = flat[tail] - edge
    # Each pair of people counts as often as both are drawn. `einsum` stays on one thread: there are many small sets.
    drawn = weights[:, own] * weights[:, other]
    moments = np.einsum("rt,pt->pr", drawn, np.stack([np.ones_like(excess), excess, excess**2]))[..., None]
    fitted = fit_tail(moments[1] / np.maximum(moments[0], 1e-9), moments[2] / np.maximum(moments[0], 1e-9))
    share = moments[0] / total
    beyond = share * tail_survival(mated[None] - edge, fitted)
    # Below the edge the scores themselves are known.
    body = 1 - np.searchsorted(np.sort(flat), mated, side="right") / len(flat)
    return np.asarray(np.where(mated > edge, beyond, body))


def _first(share: NDArray[np.float64], gallery: int) -> NDArray[np.float64]:
    """The probability of ranking first among so many people, by the share of other scores that are higher."""
    return np.asarray(np.exp((gallery - 1) * np.log1p(-np.clip(share, 0, 1 - 1e-12))))


def validate(scores: Scores, seed: int, subsets: int = VALIDATION_SUBSETS) -> Validation:
    """Extrapolate from subsets of a third of the people to the whole set, and count how often the interval holds."""
    people = scores.similarity.shape[1]
    size = max(MIN_PEOPLE, people // _VALIDATION_SHARE)
    truth = PeopleTrial(scores, Resamples(people, seed, 2)).rank_1(people).rate
    rng = np.random.default_rng(seed)
    inside, error = 0, 0.0
    resamples = Resamples(size, seed, _VALIDATION_RESAMPLES)
    for _ in range(subsets):
        part = _subset(scores, rng.choice(people, size, replace=False))
        for found in expected_rank_1(part, [people], resamples):
            inside += found.low <= truth <= found.high
            error += found.rate - truth
    return Validation(size, people, subsets, int(inside), error / subsets)


def _subset(scores: Scores, people: NDArray[np.int64]) -> Scores:
    """The scores among some of the people."""
    place = np.full(scores.similarity.shape[1], -1)
    place[people] = np.arange(len(people))
    rows = place[scores.person] >= 0
    return Scores(scores.recogniser, scores.attacker, scores.similarity[rows][:, people], place[scores.person[rows]])
