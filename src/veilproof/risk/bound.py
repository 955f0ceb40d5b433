"""The share of frames that show a bare face, bounded from a stratified sample."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, chdtri

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Of the one-sided bound; by convention."""
_PRIOR_SAMPLE = 10.0
"""So many answers weigh as much as what was thought of a stratum before; a round number."""
_HALVINGS = 20
"""Of an interval in which a number of answers is searched: to less than one."""


@dataclass(frozen=True, slots=True)
class InterimAnalysis:
    """A number of answers after which a bound is worked out, and its level."""

    answers: int
    level: float


INTERIM_ANALYSES = tuple(
    InterimAnalysis(answers, 1 - wrong)
    for answers, wrong in (
        *((100, 0.002), (200, 0.003), (400, 0.027), (800, 0.009)),
        *((1_600, 0.005), (3_200, 0.002), (6_400, 0.001), (12_800, 0.001)),
    )
)
"""When a check that goes on for as long as a person likes states a bound. The probabilities that one is wrong add up to
5 %, so that in 95 % of all checks all hold, whenever a person stops (Bonferroni; alpha spending: Lan and DeMets 1983).
Half of it is spent where 1 % is reached without a find."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn from one stratum.

    Attributes:
        frames: the number of frames in the stratum.
        checked: in how many of them a person looked.
        bare: in how many of those a face was bare.
        risk: the share of its frames that was thought to show a bare face before anybody looked, 0 to 1.
    """

    frames: int
    checked: float
    bare: float
    risk: float = 0.01


def upper_bound(samples: Sequence[Sample], level: float = LEVEL) -> float:
    """The one-sided upper bound of the share of all frames that show a bare face, 0 to 1.

    It holds with this probability where the number of answers was decided beforehand.

    Shares of several strata are summed with the gamma interval of Fay and Feuer (1997, Statistics in Medicine 16,
    791-801), in which a stratum counts with its share of the frames over its number of answers. It takes counts for
    Poisson, which is on the safe side for shares. A single stratum gets the exact binomial bound (Clopper and Pearson
    1934). All frames of a stratum in which nobody has looked count as bare; a stratum of which every frame was checked
    counts with what was found.
    """
    known, partial = _known(samples)
    if not partial:
        return known
    total = sum(sample.frames for sample in samples)
    if len(partial) == 1:
        (one,) = partial
        summed = one.frames / total * float(binomial_bound(_array(one.bare), _array(one.checked), level))
    else:
        each = _array([one.frames / total / one.checked for one in partial])
        summed = float(gamma_bound(each, _array([one.bare for one in partial]), level))
    return min(1.0, known + min(summed, sum(one.frames for one in partial) / total))


def _known(samples: Sequence[Sample]) -> tuple[float, list[Sample]]:
    """The share that counts as bare without an estimate, and the strata of which a part was checked."""
    total = sum(sample.frames for sample in samples)
    unknown = sum(one.frames for one in samples if not one.checked)
    found = sum(one.bare for one in samples if one.checked >= one.frames > 0)
    return (unknown + found) / max(total, 1), [one for one in samples if 0 < one.checked < one.frames]


def still_needed(samples: Sequence[Sample], target: float) -> int | None:
    """How many more answers bring a bound down to `target`, if faces are bare as often as they were until now.

    None if no number of answers does. Bounds are stated at `INTERIM_ANALYSES`, and once all frames were checked.
    """
    checked = sum(one.checked for one in samples)

    def planned(size: float) -> list[Sample]:
        return [
            Sample(one.frames, looks, one.bare * looks / one.checked if one.checked else 0.0, one.risk)
            for one, share in zip(samples, _shares(samples), strict=True)
            for looks in (max(one.checked, min(float(one.frames), size * share)),)
        ]

    for look in INTERIM_ANALYSES:
        if look.answers <= checked:
            continue
        # What small strata cannot take goes to the others.
        low, high = 0.0, 4.0 * look.answers
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            low, high = (middle, high) if sum(one.checked for one in planned(middle)) < look.answers else (low, middle)
        if upper_bound(planned(high), look.level) <= target:
            return min(round(look.answers - checked), round(sum(one.frames for one in samples) - checked))
    return None


def next_stratum(samples: Sequence[Sample]) -> int | None:
    """The index of the stratum from which the next frame is drawn; None once all frames were checked."""
    open_ones = [at for at, one in enumerate(samples) if one.checked < one.frames]
    shares = _shares(samples)
    # One answer each, for a stratum without any counts as bare; then D'Hondt: in proportion to the shares.
    return max(
        open_ones, key=lambda at: (not samples[at].checked, shares[at] / (samples[at].checked + 1)), default=None
    )


def binomial_bound(bare: Floats, checked: Floats, level: float = LEVEL) -> Floats:
    """The exact one-sided upper bound of a share (Clopper and Pearson 1934); float64 arrays of one shape."""
    bound = betaincinv(bare + 1, np.maximum(checked - bare, 1e-9), level)
    return np.asarray(np.where(bare >= checked, 1.0, bound), np.float64)


def gamma_bound(weights: Floats, counts: Floats, level: float = LEVEL) -> Floats:
    """The one-sided upper bound of the sum of weight times expected count (Fay and Feuer 1997).

    Args:
        weights: float64 [..., strata].
        counts: float64 [..., strata], one count a weight.
        level: the probability with which it holds.
    """
    largest = weights.max(axis=-1)
    mean = (weights * counts).sum(axis=-1) + largest
    variance = (weights**2 * counts).sum(axis=-1) + largest**2
    return np.asarray(variance / (2 * mean) * chdtri(2 * mean**2 / variance, 1 - level), np.float64)


def answer_shares(weights: Floats, checked: Floats, bare: Floats, risks: Floats) -> Floats:
    """How answers are shared out: by weight, and more where faces are bare more often (Neyman 1934).

    No stratum gets less than its weight: without a find, the bound depends on the stratum with the fewest answers for
    its weight alone.

    Args:
        weights: float64 [strata], the share of the frames in each stratum.
        checked: float64 [..., strata], as in `Sample`.
        bare: float64 [..., strata], as in `Sample`.
        risks: float64 [strata], as in `Sample`.

    Returns:
        float64 [..., strata], in proportion to the answers that each stratum should have.
    """
    likely = (bare + _PRIOR_SAMPLE * risks) / (checked + _PRIOR_SAMPLE)
    mean = np.maximum((weights * likely).sum(axis=-1, keepdims=True), 1e-12)
    return np.asarray(weights * np.maximum(1.0, np.sqrt(likely / mean)), np.float64)


def _shares(samples: Sequence[Sample]) -> list[float]:
    frames = _array([one.frames for one in samples])
    columns = zip(*((one.checked, one.bare, one.risk) for one in samples), strict=True)
    shares: list[float] = answer_shares(frames / max(1.0, frames.sum()), *map(_array, columns)).tolist()
    return shares


def _array(values: float | Sequence[float]) -> Floats:
    return np.array(values, np.float64)
