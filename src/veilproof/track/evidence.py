"""How likely a track shows a face, moment by moment, from every look at it: those that saw nothing count as well.

A hidden Markov model with three states: no face, a clear one, and a hidden one, which a detector seldom sees. Each look
gives likelihood ratios; looks that follow each other closely see the same thing and count less. So required evidence
rises with the time for which a track is looked at: one weak sighting is enough in a clip of a second, and nothing in a
minute.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from veilproof.track.track import Evidence

_PRIOR = np.array([0.72, 0.17, 0.11])
"""The share of tracks that show no face, a clear one and a hidden one, of those in clips of the tune set."""
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

_SAID = logit([0.001, 0.05, 0.12, 0.3, 0.6, 0.9, 0.99, 0.9995, 0.99999])
_TRUE = logit([0.00043, 0.022, 0.06, 0.2, 0.495, 0.556, 0.793, 0.976, 0.99])
"""What the model says, and how often it is true, as log odds: looks at one thing agree for more reasons than that it is
a face. Fitted on 2,477 tracks of the 127 clips of the tune set that the verifier did not learn from; below .05 carried
on."""

_LEAST_SCORE = 0.005
"""Below every score of a detector: nothing was seen."""
_SCORES = np.array([-3.5, -2.9, -2.4, -1.8, -0.9, 0.2, 2.0])
"""The log odds of a detection at which the likelihood ratios are given; between them they are interpolated. Ratios are
from what looks at 335 tracks on labelled faces and 858 beside any saw, on clips of the tune set: 13,700 looks."""
_SIZES = np.log(np.array([10.0, 20.0, 38.0, 80.0]))
"""Log pixels of the view to which the rows of the following belong."""
_CLEAR = np.array(
    [
        [-1.2, -1.2, -0.8, 0.0, 0.9, 2.0, 4.0],
        [-1.1, -1.1, -1.0, -0.25, 0.7, 2.2, 5.0],
        [-2.4, -2.3, -2.1, -1.6, -0.6, 1.2, 4.8],
        [-2.8, -2.7, -2.5, -2.0, -1.3, 0.2, 5.0],
    ]
)
_CLEAR_NOTHING = np.array([-0.36, -1.3, -2.6, -2.85])
"""Log likelihood ratios of a clear face, the three best scores of which are .6 on average, and of a look that saw
nothing. A large one is seen nearly always."""
_HIDDEN = np.array([-0.15, -0.1, 0.0, 0.55, 1.0, 1.1, 1.5])
_HIDDEN_NOTHING = -0.45
"""The same of a hidden face, with worse scores: occluded, turned away, blurred. It looks nearly like no face, so only
many looks tell; size says little."""


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
    given_all = _posterior(np.exp(np.clip(counted, -_MAX_LOG_RATIO, _MAX_LOG_RATIO)), steps)
    alone = np.where(evidence.scores >= _SURE_ALONE, evidence.scores / _ALONE_DIVISOR, 0.0)
    said = np.clip(np.maximum(given_all, alone), 1e-9, 1 - 1e-9)
    return np.asarray(expit(np.interp(logit(said), _SAID, _TRUE)), np.float64)


def log_ratios(evidence: Evidence) -> NDArray[np.float64]:
    """float64 [3, m]: how much likelier what a look saw is in each state than on no face, as the log of the ratio."""
    scores = np.clip(evidence.scores.astype(np.float64), _LEAST_SCORE, 1 - _LEAST_SCORE)
    odds, nothing = logit(scores), evidence.scores < _LEAST_SCORE
    row = np.interp(np.log(np.maximum(evidence.sizes, 1.0)), _SIZES, np.arange(len(_SIZES)))
    lower = np.minimum(row.astype(int), len(_SIZES) - 2)
    by_size = np.array([np.interp(odds, _SCORES, ratios) for ratios in _CLEAR])
    looks = np.arange(len(odds))
    clear = by_size[lower, looks] * (lower + 1 - row) + by_size[lower + 1, looks] * (row - lower)
    clear = np.where(nothing, np.interp(row, np.arange(len(_SIZES)), _CLEAR_NOTHING), clear)
    hidden = np.where(nothing, _HIDDEN_NOTHING, np.interp(odds, _SCORES, _HIDDEN))
    return np.stack([np.zeros(len(odds)), clear, hidden])


def _posterior(ratios: NDArray[np.float64], steps: NDArray[np.float64]) -> NDArray[np.float64]:
    """The probability of a face, clear or hidden, at each look, by the forward-backward algorithm.

    Args:
        ratios: float64 [3, m], the likelihood ratios of each look.
        steps: float64 [m], seconds since the look before; the first is not used.
    """
    stays = np.exp(-steps / _STATE_SECONDS)
    forward, backward = np.empty_like(ratios), np.ones_like(ratios)
    state = _PRIOR
    for at, stay in enumerate(stays.tolist()):
        state = (stay * state + (1 - stay) * _PRIOR if at else _PRIOR) * ratios[:, at]
        state = forward[:, at] = state / state.sum()
    message = np.ones(len(_PRIOR))
    for at in range(len(stays) - 1, 0, -1):
        seen = message * ratios[:, at]
        message = stays[at] * seen + (1 - stays[at]) * float(_PRIOR @ seen)
        message = backward[:, at - 1] = message / message.sum()
    both = forward * backward
    return np.asarray(1 - both[0] / both.sum(axis=0), np.float64)
