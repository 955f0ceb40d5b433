"""The share of frames that show a bare face, bounded from a stratified sample."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, chdtri

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Of the one-sided bound; by convention."""
_MAX_SAMPLE = 1e6
"""More answers than anybody gives; a bound that needs more cannot be reached."""
_PRIOR_SAMPLE = 10.0
"""So many answers weigh as much as what was thought of a stratum before; a round number."""


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


def upper_bound(samples: Sequence[Sample]) -> float:
    """The one-sided 95 % upper bound of the share of all frames that show a bare face, 0 to 1.

    Shares of several strata are summed with the gamma interval of Fay and Feuer (1997, Statistics in Medicine 16,
    791-801), in which a stratum counts with its share of the frames over its number of answers. It takes counts for
    Poisson, which is on the safe side for shares. A single stratum gets the exact binomial bound (Clopper and Pearson
    1934). All frames of a stratum in which nobody has looked count as bare; a stratum of which every frame was checked
    counts with what was found.
    """
    total = sum(sample.frames for sample in samples)
    if not total:
        return 0.0
    unknown = sum(one.frames for one in samples if not one.checked) / total
    known = sum(one.bare for one in samples if one.checked >= one.frames > 0) / total
    partial = [one for one in samples if 0 < one.checked < one.frames]
    if len(partial) == 1:
        (one,) = partial
        summed = one.frames / total * float(binomial_bound(_array(one.bare), _array(one.checked)))
    elif partial:
        each = _array([one.frames / total / one.checked for one in partial])
        summed = float(gamma_bound(each, _array([one.bare for one in partial])))
    else:
        summed = 0.0
    return min(1.0, unknown + known + min(summed, sum(one.frames for one in partial) / total))


def still_needed(samples: Sequence[Sample], target: float) -> int | None:
    """How many more answers bring the bound down to `target`, if faces are bare as often as they were until now.

    None if no number of answers does.
    """
    if upper_bound(samples) <= target:
        return 0

    def planned(size: float) -> list[Sample]:
        return [
            Sample(one.frames, checked, one.bare * checked / one.checked if one.checked else 0.0, one.risk)
            for one, share in zip(samples, _shares(samples), strict=True)
            for checked in (max(one.checked, min(float(one.frames), math.ceil(size * share))),)
        ]

    low, high = 0.0, 1.0
    while upper_bound(planned(high)) > target:
        low, high = high, 2 * high
        if low > _MAX_SAMPLE:
            return None
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if upper_bound(planned(middle)) <= target else (middle, high)
    return round(sum(one.checked for one in planned(high)) - sum(one.checked for one in samples))


def next_stratum(samples: Sequence[Sample]) -> int | None:
    """The index of the stratum from which the next frame is drawn; None once all frames were checked."""
    open_ones = [at for at, one in enumerate(samples) if one.checked < one.frames]
    shares = _shares(samples)
    # One answer each, for a stratum without any counts as bare; then D'Hondt: in proportion to the shares.
    return max(
        open_ones, key=lambda at: (not samples[at].checked, shares[at] / (samples[at].checked + 1)), default=None
    )


def binomial_bound(bare: Floats, checked: Floats) -> Floats:
    """The exact one-sided 95 % upper bound of a share (Clopper and Pearson 1934); float64 arrays of one shape."""
    bound = betaincinv(bare + 1, np.maximum(checked - bare, 1e-9), LEVEL)
    return np.asarray(np.where(bare >= checked, 1.0, bound), np.float64)


def gamma_bound(weights: Floats, counts: Floats) -> Floats:
    """The one-sided 95 % upper bound of the sum of weight times expected count (Fay and Feuer 1997).

    Args:
        weights: float64 [..., strata].
        counts: float64 [..., strata], one count a weight.
    """
    largest = weights.max(axis=-1)
    mean = (weights * counts).sum(axis=-1) + largest
    variance = (weights**2 * counts).sum(axis=-1) + largest**2
    return np.asarray(variance / (2 * mean) * chdtri(2 * mean**2 / variance, 1 - LEVEL), np.float64)


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
