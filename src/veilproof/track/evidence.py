"""How likely a track shows a face, moment by moment, from every look at it: those that saw nothing count as well.

A hidden Markov model with two states, face and none. Each look gives a log likelihood ratio; looks that follow each
other closely see the same thing and count less. So required evidence rises with the time for which a track is looked
at: one weak sighting is enough in a clip of two seconds, and nothing in a minute.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from veilproof.track.track import Evidence

_PRIOR = 0.3
"""The share of tracks that show a face, and the probability of it where no look is near. Of the tracks in clips of the
tune set that lie on no labelled face or on one for most of their life, 31 % are faces."""
_STATE_SECONDS = 200.0
"""The mean time after which a track that shows a face shows none, because the face turns away or the track leaves it.
Chosen on clips of the tune set, as what follows."""
_INDEPENDENT_SECONDS = 0.5
"""A look counts in full if it is this long after the look before it, and in proportion if it is sooner."""
_MAX_LOG_RATIO = 5.0
"""No look counts for more, however certain: it may be wrong."""

_SURE_ALONE = 0.5
"""A detection of at least this probability is covered, whatever the other looks say: somebody who passes between two
others shows a face for a sixth of a second, and nothing before and after."""
_ALONE_DIVISOR = 3.0
"""Its probability alone is divided by this. A round number."""

_CALIBRATION = (0.497, -1.641)
"""Slope and intercept from the log odds of the model to those of a labelled face (Platt 1999), fitted at the best look
of 1,638 tracks of the tune set. Looks are more alike than the model knows, and the detection that opened a track is one
of many that could have."""

_SIZES = np.log(np.array([10.0, 16.0, 26.0, 45.0, 90.0]))
"""Log pixels of the view at which the following three are given; between them they are interpolated."""
_SLOPES = np.array([0.95, 1.0, 1.0, 1.1, 1.3])
"""What the log odds of a score are multiplied by; those of a large face say more."""
_INTERCEPTS = np.array([3.0, 2.9, 2.6, 2.4, 1.6])
"""What is added to that. All three follow how often what was seen on and off labelled faces, in 24,779 looks at tracks
of the tune set."""
_NOTHING_SEEN = np.array([-0.35, -1.2, -1.3, -1.4, -2.5])
"""The log likelihood ratio of a look that saw nothing. A detector often misses the smallest faces."""
_LEAST_SCORE = 0.005
"""Below every score of a detector: nothing was seen."""


def face_probabilities(evidence: Evidence, seconds: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability that a track shows a face, in each of its looks, given all of them.

    Args:
        evidence: of the track.
        seconds: float64 [m], the time of each.

    Returns:
        float64 [m].
    """
    if not len(seconds):
        return np.empty(0)
    steps = np.diff(seconds, prepend=seconds[0] - (np.median(np.diff(seconds)) if len(seconds) > 1 else 1.0))
    counted = log_ratios(evidence) * np.minimum(1.0, steps / _INDEPENDENT_SECONDS)
    given_all = _honest(_posterior(np.exp(np.clip(counted, -_MAX_LOG_RATIO, _MAX_LOG_RATIO)), steps))
    alone = np.where(evidence.scores >= _SURE_ALONE, evidence.scores / _ALONE_DIVISOR, 0.0)
    return np.asarray(np.maximum(given_all, alone), np.float64)


def log_ratios(evidence: Evidence) -> NDArray[np.float64]:
    """float64 [m]: how much likelier what a look saw is on a face than beside one, as the log of the ratio."""
    at = np.log(np.maximum(evidence.sizes, 1.0))
    scores = np.clip(evidence.scores.astype(np.float64), _LEAST_SCORE, 1 - _LEAST_SCORE)
    nothing = np.interp(at, _SIZES, _NOTHING_SEEN)
    seen = np.interp(at, _SIZES, _SLOPES) * np.log(scores / (1 - scores)) + np.interp(at, _SIZES, _INTERCEPTS)
    # A weak detection is never worse than none.
    return np.asarray(np.where(evidence.scores < _LEAST_SCORE, nothing, np.maximum(seen, nothing)), np.float64)


def _honest(probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    bounded = np.clip(probabilities, 1e-9, 1 - 1e-9)
    slope, intercept = _CALIBRATION
    return np.asarray(expit(slope * logit(bounded) + intercept), np.float64)


def _posterior(ratios: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of a face at each look, by the forward-backward algorithm.

    Args:
        ratios: float64 [m], the likelihood ratio of each look.
        steps: float64 [m], seconds since the look before; the first is not used.
    """
    stays = np.exp(-steps / (_STATE_SECONDS * (1 - _PRIOR))).tolist()
    forward, backward = np.empty(len(ratios)), np.ones(len(ratios))
    face = _PRIOR
    for at, ratio in enumerate(ratios.tolist()):
        before = _PRIOR + (face - _PRIOR) * stays[at] if at else _PRIOR
        face = forward[at] = before * ratio / (before * ratio + 1 - before)
    if_face = if_none = 1.0
    for at in range(len(ratios) - 1, 0, -1):
        seen, stay = if_face * float(ratios[at]), stays[at]
        to_face = _PRIOR - _PRIOR * stay
        if_face, if_none = (
            (to_face + stay) * seen + (1 - to_face - stay) * if_none,
            to_face * seen + (1 - to_face) * if_none,
        )
        backward[at - 1] = if_face / if_none
        if_face, if_none = if_face / if_none, 1.0
    weighted = forward * backward
    return np.asarray(weighted / (weighted + 1 - forward), np.float64)
