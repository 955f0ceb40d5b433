"""Scores between voices: how well an attacker tells speakers apart, with intervals by speaker."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from veilproof.recognise.statistics import CONFIDENCE_LEVEL, Rate, measure_rate

_RESAMPLES = 400
"""Bootstrap resamples per interval; a round number."""
_LEAST_SPEAKERS = 4
"""Fewer give no interval: too few different samples of them exist. A round number."""


@dataclass(frozen=True, slots=True)
class VoiceRates:
    """What an attack reached.

    Attributes:
        equal_error: the share of errors where those of both kinds are as frequent: 0 tells all speakers apart, .5 is
            chance.
        low: lower end of its 95 % interval (bootstrap over speakers); None with too few speakers.
        high: upper end of the same interval.
        rank_1: how often the right one of all speakers scores highest; its chance is one in so many.
    """

    equal_error: float
    low: float | None
    high: float | None
    rank_1: Rate


def equal_error_rate(mated: NDArray[np.floating], non_mated: NDArray[np.floating]) -> float:
    """Where false matches and false non-matches are as frequent, for scores (float [n]) of the same and of others."""
    thresholds = np.unique(np.concatenate([mated, non_mated]))
    false_non_matches = np.searchsorted(np.sort(mated), thresholds) / len(mated)
    false_matches = 1 - np.searchsorted(np.sort(non_mated), thresholds) / len(non_mated)
    at = int(np.abs(false_non_matches - false_matches).argmin())
    return float(false_non_matches[at] + false_matches[at]) / 2


def voice_rates(
    scores: NDArray[np.floating],
    probes: NDArray[np.int_],
    gallery: NDArray[np.int_],
    compared: NDArray[np.bool_],
    seed: int = 1,
) -> VoiceRates:
    """The rates of an attack.

    Args:
        scores: float [n, m], of each probe with each utterance of the gallery.
        probes: int [n], the speaker of each probe.
        gallery: int [m], the speaker of each utterance of the gallery.
        compared: bool [n, m], which pairs count: not those of one time. Each speaker has a pair with itself and with
            another.
        seed: of the bootstrap.
    """
    same = probes[:, None] == gallery[None]
    speakers = np.unique(probes)
    rate = equal_error_rate(scores[same & compared], scores[~same & compared])
    low = high = None
    if len(speakers) >= _LEAST_SPEAKERS:

        def of_drawn(drawn: NDArray[np.int_]) -> float:
            return _resampled(scores, probes, gallery, compared, drawn)

        resampled = stats.bootstrap(
            (speakers,), of_drawn, n_resamples=_RESAMPLES, vectorized=False, method="percentile", rng=seed
        )
        tail = (1 - CONFIDENCE_LEVEL) / 2
        low, high = (float(each) for each in np.nanquantile(resampled.bootstrap_distribution, [tail, 1 - tail]))
    return VoiceRates(rate, low, high, _rank_1(scores, probes, gallery, compared))


def _resampled(
    scores: NDArray[np.floating],
    probes: NDArray[np.int_],
    gallery: NDArray[np.int_],
    compared: NDArray[np.bool_],
    drawn: NDArray[np.int_],
) -> float:
    """The equal error rate among the speakers that were drawn; nan if they were all the same one."""
    if len(set(drawn.tolist())) < 2:
        return float("nan")
    rows = np.concatenate([np.flatnonzero(probes == speaker) for speaker in drawn])
    columns = np.concatenate([np.flatnonzero(gallery == speaker) for speaker in drawn])
    part, counted = scores[np.ix_(rows, columns)], compared[np.ix_(rows, columns)]
    same = probes[rows][:, None] == gallery[columns][None]
    return equal_error_rate(part[same & counted], part[~same & counted])


def _rank_1(
    scores: NDArray[np.floating], probes: NDArray[np.int_], gallery: NDArray[np.int_], compared: NDArray[np.bool_]
) -> Rate:
    speakers = np.unique(gallery)
    hits = trials = 0
    for row, speaker in enumerate(probes):
        means = [
            float(scores[row, columns].mean()) if (columns := compared[row] & (gallery == other)).any() else -np.inf
            for other in speakers
        ]
        if np.isfinite(means[int(np.flatnonzero(speakers == speaker)[0])]):
            trials += 1
            hits += int(speakers[int(np.argmax(means))] == speaker)
    return measure_rate(hits, trials, 1 / len(speakers))
