"""The share of frames that show a bare face, bounded from a stratified sample."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import betaincinv, betaln, chdtri, xlog1py, xlogy

Floats = NDArray[np.float64]

LEVEL = 0.95
"""Of the one-sided bound; by convention."""
_MAX_SAMPLE = 1e6
"""More answers than anybody gives; a bound that needs more cannot be reached."""
_PRIOR_SAMPLE = 10.0
"""So many answers weigh as much as what was thought of a stratum before; a round number."""
_NONE, _ALIKE, _APART = 0.4, 0.3, 0.3
"""What the bound for any number of answers expects: no bare face at all, a share that is the same in all strata, or one
of its own in each. Without a find it is the smaller the more the first weighs, after one the more the others do."""
_BARE, _NOT_BARE = 0.5, 60.0
"""The parameters of the beta distribution of such a share: .8 % on average. Chosen by the number of answers that a
bound of 1 % needs without and with a find; whatever is expected, the bound holds."""
_HALVINGS = 40
"""Of the interval in which the bound is searched: to one in 10 ^ 10."""


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

    It holds where the number of answers was decided beforehand; `running_bound` holds whenever a person stops.

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
        summed = one.frames / total * float(binomial_bound(_array(one.bare), _array(one.checked)))
    else:
        each = _array([one.frames / total / one.checked for one in partial])
        summed = float(gamma_bound(each, _array([one.bare for one in partial])))
    return min(1.0, known + min(summed, sum(one.frames for one in partial) / total))


def running_bound(samples: Sequence[Sample]) -> float:
    """As `upper_bound`, after any number of answers: a person may stop when the bound is small enough.

    In 95 % of all checks it holds after each answer at once, however the strata take turns.
    """
    known, partial = _known(samples)
    if not partial:
        return known
    total = sum(sample.frames for sample in samples)
    weights, checked, bare = (
        _array(column) for column in zip(*((one.frames / total, one.checked, one.bare) for one in partial), strict=True)
    )
    return min(1.0, known + float(sequential_bound(weights, checked, bare)))


def _known(samples: Sequence[Sample]) -> tuple[float, list[Sample]]:
    """The share that counts as bare without an estimate, and the strata of which a part was checked."""
    total = sum(sample.frames for sample in samples)
    unknown = sum(one.frames for one in samples if not one.checked)
    found = sum(one.bare for one in samples if one.checked >= one.frames > 0)
    return (unknown + found) / max(total, 1), [one for one in samples if 0 < one.checked < one.frames]


def still_needed(samples: Sequence[Sample], target: float) -> int | None:
    """How many more answers bring the bound down to `target`, if faces are bare as often as they were until now.

    None if no number of answers does. It is the number for `running_bound`.
    """
    if running_bound(samples) <= target:
        return 0

    def planned(size: float) -> list[Sample]:
        return [
            Sample(one.frames, checked, one.bare * checked / one.checked if one.checked else 0.0, one.risk)
            for one, share in zip(samples, _shares(samples), strict=True)
            for checked in (max(one.checked, min(float(one.frames), math.ceil(size * share))),)
        ]

    low, high = 0.0, 1.0
    while running_bound(planned(high)) > target:
        low, high = high, 2 * high
        if low > _MAX_SAMPLE:
            return None
    while high - low > 0.5:
        middle = (low + high) / 2
        low, high = (low, middle) if running_bound(planned(middle)) <= target else (middle, high)
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


def sequential_bound(weights: Floats, checked: Floats, bare: Floats) -> Floats:
    """A 95 % upper bound of the sum of weight times share that holds after every answer at once.

    How likely the answers are under a mixture of shares, divided by how likely they are under the true ones, is a
    martingale, whichever stratum is drawn from next; that it ever reaches 20 has a probability of at most 5 % (Ville
    1939; Robbins 1970, Annals of Mathematical Statistics 41, 1397-1409). The bound is the largest sum among all shares
    under which it has not.

    Args:
        weights: float64 [..., strata], the share of the frames in each stratum.
        checked: float64 [..., strata], the answers of each; at least one.
        bare: float64 [..., strata], in how many of those a face was bare.
    """
    least = np.log(1 - LEVEL) + _log_expected(checked, bare)

    def shares(price: Floats) -> Floats:
        """Those with the largest sum among all with their likelihood; the dearer it is, the likelier they are."""
        half = weights - price[..., None] * checked
        return np.asarray((half + np.sqrt(half**2 + 4 * weights * price[..., None] * bare)) / (2 * weights), np.float64)

    def likelihood(price: Floats) -> Floats:
        each = np.clip(shares(price), 0, 1)
        return np.asarray((xlogy(bare, each) + xlog1py(checked - bare, -each)).sum(axis=-1), np.float64)

    # At the lower end of the logarithm everything is bare; at the upper one, shares are those that were found.
    low, high = np.full(least.shape, -40.0), np.full(least.shape, 20.0)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        is_likely = likelihood(np.exp(middle)) >= least
        low, high = np.where(is_likely, low, middle), np.where(is_likely, middle, high)
    return np.asarray((weights * np.clip(shares(np.exp(low)), 0, 1)).sum(axis=-1), np.float64)


def _log_expected(checked: Floats, bare: Floats) -> Floats:
    """The logarithm of how likely the answers are under the mixture of shares; float64 [...]."""
    one_each = np.logaddexp(_log_beta(checked, bare) - betaln(_BARE, _NOT_BARE), np.where(bare == 0, 0.0, -np.inf))
    apart = (one_each - np.log(2)).sum(axis=-1)
    alike = _log_beta(checked.sum(axis=-1), bare.sum(axis=-1)) - betaln(_BARE, _NOT_BARE)
    none = np.where((bare == 0).all(axis=-1), np.log(_NONE), -np.inf)
    return np.asarray(np.logaddexp(none, np.logaddexp(np.log(_ALIKE) + alike, np.log(_APART) + apart)), np.float64)


def _log_beta(checked: Floats, bare: Floats) -> Floats:
    return np.asarray(betaln(_BARE + bare, _NOT_BARE + checked - bare), np.float64)


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
